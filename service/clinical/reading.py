"""From what a sender wrote to a `Patient`, or to every reason why not.

Every transport and file reader ends here, so a value means the same whichever way
it came. A value may be plain, in the canonical unit, or `{"value": 106, "unit":
"mg/dL"}`; `None` means not measured. Nothing is guessed: a value that no patient has
is refused with the likely cause.
"""

import difflib
from collections.abc import Iterator, Mapping

from service.clinical import problems
from service.clinical.language import Text, numeral
from service.clinical.patient import (
    InvalidPatientError,
    Measurement,
    Notice,
    Patient,
    Problem,
)
from service.clinical.units import Unit, find_unit, to_float, with_unit
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES, choices_named, listing

# A value this close to the end of its plausible range deserves a second look.
NEARNESS = 0.05
MAX_SUGGESTIONS = 10
# Sent and computed BMI differ by less than this through rounding alone (kg/m2).
BMI_ROUNDING = 0.5

UNIT_CONVERTED = Text(
    "{label}: {sent} was converted to {value}.", "{label}: đã đổi {sent} thành {value}."
)
DERIVED = Text(
    "{label} {value} was computed from {sources}.",
    "{label} {value} được tính từ {sources}.",
)
DERIVED_DIFFERS = Text(
    "{label} was sent as {sent} but {sources} give {value}, which is used.",
    "{label} được gửi là {sent} nhưng {sources} cho ra {value}; dùng số này.",
)
IMPLIED = Text(
    "{label} was read as: {answer}; that follows from the number of relatives"
    " with diabetes that was sent.",
    "{label} được hiểu là: {answer}; suy ra từ số nhóm người thân bị đái tháo"
    " đường đã gửi.",
)
NEAR_LIMIT = Text(
    "{label}: {value} is close to the limit of what is plausible; please check it.",
    "{label}: {value} gần giới hạn hợp lý; xin kiểm tra lại.",
)


def read_patient(values: Mapping[str, object]) -> Patient:
    """Read one patient.

    Args:
        values: Raw values by variable name, as JSON has them.

    Raises:
        InvalidPatientError: At least one value was refused; carries all reasons.
    """
    found: dict[str, Measurement] = {}
    refused: list[Problem] = []
    for name, raw in values.items():
        variable = VARIABLES.get(name)
        if variable is None:
            # A search for each of thousands of unknown names would hold up others.
            few = len(refused) < MAX_SUGGESTIONS
            near = difflib.get_close_matches(name, VARIABLES, n=1) if few else []
            refused.append(problems.unknown_variable(name, near))
        elif raw is not None:
            try:
                found[name] = read_measurement(variable, raw)
            except InvalidPatientError as refusal:
                refused += refusal.problems
    refused += [
        problems.required(variable)
        for variable in VARIABLES.values()
        if variable.required and values.get(variable.name) is None
    ]
    notices = [
        *_conversions(found),
        *_derive(found, refused),
        *_imply(found),
        *_near_limits(found),
    ]
    refused += problems.contradictions(found)
    if refused:
        raise InvalidPatientError(refused)
    return Patient(found, tuple(notices))


def read_measurement(variable: Variable, raw: object) -> Measurement:
    """Read one value by itself, whatever else the patient has.

    Raises:
        InvalidPatientError: It has the wrong type, unit, code or size.
    """
    if variable.kind == "quantity":
        return _quantity(variable, raw)
    if not isinstance(raw, bool if variable.kind == "yes_no" else str):
        raise InvalidPatientError([problems.wrong_type(variable)])
    if isinstance(raw, str) and raw not in variable.codes:
        raise InvalidPatientError([problems.unknown_choice(variable, raw)])
    return Measurement(variable, raw)


def _quantity(variable: Variable, raw: object) -> Measurement:
    """Read a plain number or a `{"value", "unit"}` pair."""
    unit: Unit | None = None
    if isinstance(raw, Mapping):
        if set(raw) - {"value", "unit"}:
            raise InvalidPatientError([problems.wrong_type(variable)])
        unit = _unit(variable, raw.get("unit"))
        raw = raw.get("value")
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw:  # noqa: PLR0124
        raise InvalidPatientError([problems.wrong_type(variable)])
    sent = to_float(raw)
    canonical = (unit or variable.units[0]).to_canonical(sent)
    if not variable.is_plausible(canonical):
        raise InvalidPatientError([problems.implausible(variable, sent, unit)])
    return Measurement(variable, canonical, sent, unit)


def _unit(variable: Variable, spelled: object) -> Unit | None:
    if spelled is None:
        return None
    if not isinstance(spelled, str):
        raise InvalidPatientError([problems.wrong_type(variable, "/unit")])
    unit = find_unit(variable.units, spelled)
    if unit is None:
        raise InvalidPatientError([problems.unknown_unit(variable, spelled)])
    return unit


def _conversions(found: Mapping[str, Measurement]) -> Iterator[Notice]:
    for name, measurement in found.items():
        variable, unit = measurement.variable, measurement.sent_unit
        if unit is None or unit == variable.units[0] or measurement.sent is None:
            continue
        yield Notice(
            name,
            "unit_converted",
            UNIT_CONVERTED.format(
                label=variable.label,
                sent=with_unit(numeral(measurement.sent), unit),
                value=with_unit(
                    numeral(measurement.number, variable.decimals + 1),
                    variable.units[0],
                ),
            ),
        )


def _derive(found: dict[str, Measurement], refused: list[Problem]) -> Iterator[Notice]:
    """Add what can be computed; a computed value replaces one that was sent."""
    for variable in VARIABLES.values():
        sources = [found.get(source) for source in variable.derived_from]
        known = [source.number for source in sources if source is not None]
        if variable.derive is None or len(known) < len(sources):
            continue
        value = variable.derive(*known)
        if not variable.is_plausible(value):
            refused.append(problems.implausible_derived(variable, value))
            continue
        sent = found.get(variable.name)
        found[variable.name] = Measurement(variable, value)
        if sent is None:
            yield _derived_notice(variable, value)
        elif abs(sent.number - value) > BMI_ROUNDING:
            yield _replaced_notice(variable, value, sent.number)


def _derived_notice(variable: Variable, value: float) -> Notice:
    sources = listing(variable.derived_from)
    return Notice(
        variable.name,
        "derived",
        DERIVED.format(
            label=variable.label,
            value=numeral(value, variable.decimals),
            sources=sources,
        ),
    )


def _replaced_notice(variable: Variable, value: float, sent: float) -> Notice:
    return Notice(
        variable.name,
        "derived_differs",
        DERIVED_DIFFERS.format(
            label=variable.label,
            sent=numeral(sent, variable.decimals),
            value=numeral(value, variable.decimals),
            sources=listing(variable.derived_from),
        ),
    )


def _imply(found: dict[str, Measurement]) -> Iterator[Notice]:
    """Take from the count of first-degree relatives what it says for certain.

    None of them with diabetes says nothing of grandparents, aunts or cousins.
    """
    relatives, asked = found.get("diabetic_relatives"), "family_history_diabetes"
    if relatives is None or not relatives.number or asked in found:
        return
    family = found[asked] = Measurement(VARIABLES[asked], "first_degree")
    yield Notice(
        asked,
        "implied",
        IMPLIED.format(
            label=family.variable.label, answer=choices_named(asked, ("first_degree",))
        ),
    )


def _near_limits(found: Mapping[str, Measurement]) -> Iterator[Notice]:
    for name, measurement in found.items():
        variable = measurement.variable
        if variable.kind != "quantity":
            continue
        number = measurement.number
        low, high = variable.low * (1 + NEARNESS), variable.high * (1 - NEARNESS)
        if low <= number <= high:
            continue
        yield Notice(
            name,
            "near_limit",
            NEAR_LIMIT.format(
                label=variable.label,
                value=with_unit(numeral(number, variable.decimals), variable.units[0]),
            ),
        )
