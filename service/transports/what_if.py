"""The same patient with changes, and what the model makes of it.

A change is a new value as in the patient, or `{"change": -5, "unit": "kg"}` on the
value that is known. Only modifiable variables can be changed. What a model says of a
change is an association, not the promise of an effect; every answer repeats that.
"""

from collections.abc import Mapping, Sequence

from service.clinical.language import Language, Text
from service.clinical.patient import (
    InvalidPatientError,
    Measurement,
    Patient,
    Problem,
)
from service.clinical.reading import read_patient
from service.clinical.units import find_unit, to_float
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES, listing
from service.engine.assessment import Answer, Assessment
from service.engine.manifest import Manifest
from service.transports.digits import DIGITS
from service.transports.requests import InvalidRequestError, RiskRequest
from service.transports.schemas import Comparison, RiskChange

CAUTION = Text(
    "This compares two people who differ in these values; it does not promise that"
    " changing them has this effect.",
    "So sánh này là giữa hai người khác nhau ở các giá trị trên; không bảo đảm rằng"
    " thay đổi chúng sẽ có hiệu quả như vậy.",
)
NOT_UNDONE = Text(
    " It is about a disease that may be there today: a change does not undo one that"
    " is.",
    " Con số này nói về bệnh có thể đang có: điều đó không có nghĩa là thay đổi chỉ số"
    " sẽ làm mất bệnh đang có.",
)


class _RefusedChangeError(Exception):
    def __init__(self, code: str, text: Text) -> None:
        self.code = code
        self.text = text
        super().__init__(code)


def apply_changes(request: RiskRequest) -> Patient:
    """The patient as changed; what is derived is computed again.

    Raises:
        InvalidRequestError: A change that cannot be made, or whose result no patient
            has; pointers lead into `/changes`.
    """
    changes = request.extra["changes"]
    if not isinstance(changes, Mapping) or not changes:
        text = Text(
            "changes must be an object with at least one change.",
            "changes phải là một đối tượng có ít nhất một thay đổi.",
        )
        raise InvalidRequestError(
            [Problem("/changes", "required", text)], request.language
        )
    values = dict(request.values)
    refused = []
    for name, change in changes.items():
        try:
            values[name] = _changed(VARIABLES.get(name), request.patient, change)
            _refuse_derived(VARIABLES.get(name), request.values)
        except _RefusedChangeError as refusal:
            refused.append(Problem(f"/changes/{name}", refusal.code, refusal.text))
    for variable in VARIABLES.values():
        if variable.name in changes or not set(variable.derived_from) & set(changes):
            continue
        # The value sent is that of before: it follows its sources, or is unknown.
        sent = values.pop(variable.name, None)
        sources = [values.get(source) for source in variable.derived_from]
        if sent is not None and None in sources:
            refused.append(_cannot_follow(variable, changes))
    if not refused:
        try:
            return read_patient(values)
        except InvalidPatientError as error:
            refused = [
                Problem("/changes" + p.pointer, p.code, p.text) for p in error.problems
            ]
    raise InvalidRequestError(refused, request.language)


def _refuse_derived(variable: Variable | None, values: Mapping[str, object]) -> None:
    """A derived value would be computed again, and the change lost."""
    sources = variable.derived_from if variable else ()
    if sources and all(values.get(source) is not None for source in sources):
        raise _RefusedChangeError(
            "derived",
            Text(
                "This is computed; change {sources} instead.",
                "Giá trị này được tính ra; hãy thay đổi {sources}.",
            ).format(sources=listing(sources)),
        )


def _changed(variable: Variable | None, patient: Patient, change: object) -> object:
    """The raw value a change leads to; reading it finds what else is wrong."""
    if variable is not None and not variable.modifiable:
        raise _RefusedChangeError(
            "not_modifiable",
            Text(
                "{label} cannot be changed by care or habit.",
                "{label} không thay đổi được bằng điều trị hay lối sống.",
            ).format(label=variable.label),
        )
    if variable is None:
        return change  # reading refuses the name
    known = patient.measurements.get(variable.name)
    if known is None or change is None:
        raise _RefusedChangeError(
            "not_known",
            Text(
                "{label} must be known before and after; send it in the patient.",
                "Cần biết {label} cả trước và sau; hãy gửi giá trị của bệnh nhân.",
            ).format(label=variable.label),
        )
    if variable.units and isinstance(change, Mapping) and "change" in change:
        return _moved(known, change)
    return change


def _moved(known: Measurement, change: Mapping[str, object]) -> dict[str, object]:
    """The value as sent plus a difference, in the unit that was sent.

    In that unit, because guidelines print their thresholds in each; an offset between
    units cancels out of a difference.
    """
    variable, amount = known.variable, change["change"]
    sent_unit = known.sent_unit or variable.units[0]
    sent = known.number if known.sent is None else known.sent
    spelled = change.get("unit", variable.unit)
    unit = find_unit(variable.units, spelled) if isinstance(spelled, str) else None
    if (
        unit is None
        or isinstance(amount, bool)
        or not isinstance(amount, int | float)
        or set(change) - {"change", "unit"}
    ):
        raise _RefusedChangeError(
            "wrong_type",
            Text(
                'A change by an amount is {{"change": number, "unit": text}}, the unit'
                " one of {units}.",
                'Thay đổi một lượng có dạng {{"change": số, "unit": chữ}}, đơn vị là'
                " một trong {units}.",
            ).format(units=", ".join(unit.code for unit in variable.units)),
        )
    moved = sent + to_float(amount) * (unit.scale / sent_unit.scale)
    # Ten digits: 120 + 6 mg/dL is 126, whatever binary fractions make of it.
    return {"value": float(f"{moved:.10g}"), "unit": sent_unit.code}


def _cannot_follow(variable: Variable, changes: Mapping[str, object]) -> Problem:
    changed = next(source for source in variable.derived_from if source in changes)
    return Problem(
        f"/changes/{changed}",
        "not_known",
        Text(
            "{label} cannot follow this change: send {sources} in the patient.",
            "{label} không thể thay đổi theo: hãy gửi {sources} của bệnh nhân.",
        ).format(label=variable.label, sources=", ".join(variable.derived_from)),
    )


def compare(
    before: Sequence[Answer], after: Sequence[Answer], language: Language
) -> list[Comparison]:
    """Both risks of each bundle that assessed the patient before and after."""
    return [
        Comparison(
            bundle=old.manifest.name,
            risks=[
                RiskChange(
                    horizon_years=was.horizon_years,
                    before=round(was.probability, DIGITS),
                    after=round(now.probability, DIGITS),
                )
                for was, now in zip(old.risks, new.risks, strict=True)
            ],
            log_odds_change=round(new.log_odds - old.log_odds, DIGITS),
            caution=_caution_of(old.manifest)[language],
        )
        for old, new in zip(before, after, strict=True)
        if isinstance(old, Assessment) and isinstance(new, Assessment)
    ]


def _caution_of(manifest: Manifest) -> Text:
    return CAUTION if manifest.bands.horizon_years else CAUTION + NOT_UNDONE


def caution(language: Language) -> str:
    """What a comparison does not say."""
    return CAUTION[language]
