"""The reasons for refusing a value, each with its code and its words.

A message names the field, the value, what was expected and the likely cause, so
that the sender can mend the record without asking anybody.
"""

from collections.abc import Iterator, Mapping, Sequence

from service.clinical.language import Text, numeral
from service.clinical.patient import Measurement, Problem
from service.clinical.units import Unit, with_unit
from service.clinical.variable import Variable
from service.clinical.variables import listing

SEND_THE_UNIT = Text(
    " {value} looks like {likely}; send the unit.",
    " {value} có vẻ theo {likely}; hãy gửi kèm đơn vị.",
)
CHECK_THE_UNIT = Text(
    " Check the value and its unit; {value} would be plausible in {likely}.",
    " Hãy kiểm tra giá trị và đơn vị; {value} hợp lý nếu theo {likely}.",
)
YEARS = Text("years", "năm")
EXPECTED = {
    "quantity": Text(
        'a number in {unit}, or {{"value": number, "unit": text}}',
        'một số theo {unit}, hoặc {{"value": số, "unit": chữ}}',
    ),
    "choice": Text("one of {codes}", "một trong {codes}"),
    "yes_no": Text("true or false", "true hoặc false"),
}
UNKNOWN_FIELD = Text("This field is not known.", "Không có trường này.")
DID_YOU_MEAN = Text(" Did you mean {near}?", " Có phải ý bạn là {near}?")
REQUIRED = Text(
    "{label} is needed; no risk can be given without it.",
    "{label} là bắt buộc; thiếu thì không thể tính nguy cơ.",
)
WRONG_TYPE = Text("{label} must be {expected}.", "{label} phải là {expected}.")
UNKNOWN_CHOICE = Text(
    "{label}: '{code}' is not one of {codes}.",
    "{label}: '{code}' không thuộc {codes}.",
)
UNKNOWN_UNIT = Text(
    "{label}: unit '{spelled}' is not one of {units}.",
    "{label}: đơn vị '{spelled}' không thuộc {units}.",
)
IMPLAUSIBLE = Text(
    "{label}: {value} is outside the plausible range {low} to {high}.",
    "{label}: {value} nằm ngoài khoảng hợp lý {low} đến {high}.",
)
IMPLAUSIBLE_DERIVED = Text(
    "{label} {value}, from {sources}, is one no patient has; check them.",
    "{label} {value}, tính từ {sources}, không hợp lý; xin kiểm tra lại.",
)
PRESSURES_SWAPPED = Text(
    "Diastolic pressure must be below systolic; are they swapped?",
    "Huyết áp tâm trương phải thấp hơn tâm thu; có bị đảo không?",
)
RELATIVES_DISAGREE = Text(
    "Parents, siblings and children are counted here; that does not agree"
    " with the answer to {label}.",
    "Mục này đếm cha mẹ, anh chị em ruột và con; không khớp với câu trả lời"
    " ở mục «{label}».",
)
NOT_OF_A_MAN = Text(
    "A male patient cannot have this; check sex and {label}.",
    "Bệnh nhân nam không thể có giá trị này; kiểm tra giới tính và mục «{label}».",
)
OF_WOMEN_ALONE = ("pregnant", "gestational_diabetes", "large_baby")
LONGEST_SHOWN = 40
LIMIT_DECIMALS = 3


def shown(text: str) -> str:
    """What a sender wrote, safe to repeat: short, and always encodable."""
    return text[:LONGEST_SHOWN].encode("utf-8", "replace").decode()


def _pointer(name: str) -> str:
    """Escape a name as RFC 6901 asks."""
    return "/" + shown(name).replace("~", "~0").replace("/", "~1")


def unknown_variable(name: str, near: Sequence[str]) -> Problem:
    text = UNKNOWN_FIELD
    if near:
        text += DID_YOU_MEAN.format(near=near[0])
    return Problem(_pointer(name), "unknown_field", text)


def required(variable: Variable) -> Problem:
    return Problem(
        _pointer(variable.name),
        "required",
        REQUIRED.format(label=variable.label),
    )


def wrong_type(variable: Variable, within: str = "") -> Problem:
    return Problem(
        _pointer(variable.name) + within,
        "wrong_type",
        WRONG_TYPE.format(
            label=variable.label,
            expected=EXPECTED[variable.kind].format(
                unit=variable.units[0].symbol or YEARS if variable.units else "",
                codes=", ".join(variable.codes),
            ),
        ),
    )


def unknown_choice(variable: Variable, code: str) -> Problem:
    return Problem(
        _pointer(variable.name),
        "unknown_choice",
        UNKNOWN_CHOICE.format(
            label=variable.label, code=shown(code), codes=", ".join(variable.codes)
        ),
    )


def unknown_unit(variable: Variable, spelled: str) -> Problem:
    return Problem(
        _pointer(variable.name) + "/unit",
        "unknown_unit",
        UNKNOWN_UNIT.format(
            label=variable.label,
            spelled=shown(spelled),
            units=", ".join(unit.code for unit in variable.units),
        ),
    )


def implausible(variable: Variable, sent: float, unit: Unit | None) -> Problem:
    """A value no patient has, with the unit it would be plausible in."""
    used = unit or variable.units[0]
    text = IMPLAUSIBLE.format(
        label=variable.label,
        value=with_unit(numeral(sent), used),
        low=numeral(_limit(used, variable.low)),
        high=with_unit(numeral(_limit(used, variable.high)), used),
    )
    likely = [
        other.symbol
        for other in variable.units
        if other != used and variable.is_plausible(other.to_canonical(sent))
    ]
    if likely:
        text += (SEND_THE_UNIT if unit is None else CHECK_THE_UNIT).format(
            value=numeral(sent), likely=" / ".join(likely)
        )
    return Problem(_pointer(variable.name), "implausible", text)


def _limit(unit: Unit, canonical: float) -> float:
    return round(unit.from_canonical(canonical), LIMIT_DECIMALS)


def implausible_derived(variable: Variable, value: float) -> Problem:
    return Problem(
        _pointer(variable.name),
        "implausible",
        IMPLAUSIBLE_DERIVED.format(
            sources=listing(variable.derived_from),
            label=variable.label,
            value=numeral(value, variable.decimals),
        ),
    )


def contradictions(found: Mapping[str, Measurement]) -> Iterator[Problem]:
    """Pairs of values that cannot both be true."""
    systolic, diastolic = found.get("systolic_bp"), found.get("diastolic_bp")
    if systolic and diastolic and diastolic.number >= systolic.number:
        yield Problem("/diastolic_bp", "contradiction", PRESSURES_SWAPPED)
    relatives, family = found.get("diabetic_relatives"), "family_history_diabetes"
    if (
        relatives
        and family in found
        and bool(relatives.number) != (found[family].value == "first_degree")
    ):
        text = RELATIVES_DISAGREE.format(label=found[family].variable.label)
        yield Problem("/diabetic_relatives", "contradiction", text)
    sex = found.get("sex")
    for name in OF_WOMEN_ALONE:
        claimed = found.get(name)
        if sex and sex.value == "male" and claimed and claimed.value:
            text = NOT_OF_A_MAN.format(label=claimed.variable.label)
            yield Problem(_pointer(name), "contradiction", text)
