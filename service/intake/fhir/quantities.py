"""A measured value of an Observation: its number, its unit, and what it leaves open.

The unit that was sent decides, not the unit that the LOINC code suggests: hospitals
keep a code and change the unit. Where neither says enough, the value is not used.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.clinical.language import Text, numeral
from service.clinical.patient import Notice
from service.clinical.units import MG_PER_DL, Unit, find_unit, to_float
from service.clinical.variable import Variable
from service.intake.fhir.models import ObservationComponent, Quantity
from service.intake.numerals import read_numeral

# One amount of urea weighs 2.14 times its nitrogen; the code says which was weighed.
_NITROGEN, _UREA = "mg{BUN}/dL", "mg{urea}/dL"
UREA_IN_MG_PER_DL = {
    "3094-0": _NITROGEN,
    "6299-2": _NITROGEN,
    "14937-7": _NITROGEN,
    "59570-2": _NITROGEN,
    "3091-6": _UREA,
    "20977-5": _UREA,
    "22664-7": _UREA,
}
UREA_BY_MASS = {"3094-0", "6299-2", "3091-6", "20977-5"}

# UCUM's annotations, as in %{HbA1c}, say nothing that a conversion needs.
_ANNOTATION = re.compile(r"\{[^{}]*\}")
# Neither does the name of the scale: % is NGSP's and mmol/mol IFCC's.
_SCALE = re.compile(r"[\s(]+((of )?(total )?Hb|NGSP|IFCC|DCCT)\)?$", re.IGNORECASE)
# An international unit of an enzyme is a unit: both are one micromole a minute.
_UCUM = {"[iu]/l": "U/L"}
_COMPARED = re.compile(r"(?P<comparator>[<>]=?|[≤≥])?\s*+(?P<number>\S.*)", re.DOTALL)
# How a laboratory marks what is outside its range of reference, before or behind it.
_FLAG = re.compile(r"^\*\s*|\s+(\*|↑|↓|\(?(H|L|HH|LL|cao|thấp)\)?)$", re.IGNORECASE)
# What stands behind a number is repeated to the sender only if it may be a unit.
_UNIT_LIKE = re.compile(r"[A-Za-zµμ%\[][\w/%.\[\]{}µμ*^-]{0,15}")
AT_LEAST = {">", ">=", "≥"}


@dataclass(frozen=True, slots=True)
class Read:
    """A value as `read_patient` takes it, and how it was read if that is not plain."""

    value: object
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a value cannot be used."""

    code: str
    text: Text


def read_quantity(
    variable: Variable, loinc: str, part: ObservationComponent
) -> Read | Unread:
    """The measured value of an Observation or of one of its components.

    Whether a patient can have such a value is not decided here.
    """
    if part.value_quantity is not None:
        return _of_quantity(variable, loinc, part.value_quantity)
    if part.value_integer is not None:
        return _of_number(variable, loinc, part.value_integer)
    if part.value_string is not None:
        return _of_text(variable, loinc, part.value_string)
    return no_value(variable, part)


def no_value(variable: Variable, part: ObservationComponent) -> Unread:
    """Nothing was measured, or it is written in a way that cannot carry it."""
    if not _has_value(part):
        return unread(variable, "no_value", _NO_VALUE)
    # FHIR's rule obs-6; which of the two is right cannot be told.
    if part.data_absent_reason is not None:
        return unread(variable, "contradiction", _VALUE_AND_NONE)
    return unread(variable, "wrong_type", _WRONG_TYPE)


def _has_value(part: ObservationComponent) -> bool:
    if part.value_quantity is not None:
        return part.value_quantity.value is not None
    names = (name for name in part.__struct_fields__ if name.startswith("value_"))
    return any(getattr(part, name) is not None for name in names)


def unread(variable: Variable, code: str, text: Text, **shown: str) -> Unread:
    """A value of this variable that cannot be used; `text` has its `{label}`."""
    return Unread(code, text.format(label=variable.label, **shown))


def _of_quantity(variable: Variable, loinc: str, sent: Quantity) -> Read | Unread:
    if sent.value is None:
        return unread(variable, "no_value", _NO_VALUE)
    spelled = [text for text in (sent.code, sent.unit) if text]
    units = {_unit(variable, loinc, text) for text in spelled}
    known = [unit.code for unit in units if unit]
    if len(known) > 1:
        return unread(variable, "ambiguous", _TWO_UNITS)
    # One that is unknown is refused by its name when the value is read.
    unit = known[0] if known else next(reversed(spelled), None)
    return _of_number(
        variable, loinc, sent.value, unit=unit, comparator=sent.comparator
    )


def _of_text(variable: Variable, loinc: str, sent: str) -> Read | Unread:
    """A result that a laboratory wrote out, such as `5,6 mmol/L` or `> 11.1`."""
    found = _COMPARED.fullmatch(_FLAG.sub("", sent.strip()))
    numeral_read = read_numeral(variable, found["number"]) if found else None
    if found is None or numeral_read is None:
        return unread(variable, "unreadable", _UNREADABLE)
    unit = numeral_read.unit
    known = _unit(variable, loinc, unit) if unit else None
    if unit and known is None and not _UNIT_LIKE.fullmatch(unit):
        return unread(variable, "unreadable", _UNREADABLE)
    return _of_number(
        variable,
        loinc,
        numeral_read.number,
        unit=known.code if known else unit,
        comparator=found["comparator"],
        notice=numeral_read.notice,
    )


def _of_number(
    variable: Variable,
    loinc: str,
    number: float,
    *,
    unit: str | None = None,
    comparator: str | None = None,
    notice: Notice | None = None,
) -> Read | Unread:
    if comparator is not None and comparator not in AT_LEAST:
        return unread(variable, "inexact", _INEXACT)
    notices = [] if notice is None else [notice]
    if comparator is not None:
        notices.append(_notice(variable, "bound", _BOUND, number))
    if unit is not None:
        return Read({"value": number, "unit": unit}, joined(notices))
    if loinc in UREA_BY_MASS:
        return unread(variable, "ambiguous", _UREA_OR_NITROGEN)
    if variable.name != "age":  # years go without saying
        notices.append(_notice(variable, "unit_assumed", _UNIT_ASSUMED, number))
    return Read(number, joined(notices))


def _unit(variable: Variable, loinc: str, spelled: str) -> Unit | None:
    """The unit of the variable that a UCUM code or a laboratory's spelling means."""
    if (exact := find_unit(variable.units, spelled)) is not None:
        return exact
    bare = _SCALE.sub("", _ANNOTATION.sub("", spelled))
    bare = _UCUM.get(bare.lower(), bare)
    if loinc in UREA_IN_MG_PER_DL and find_unit((Unit(MG_PER_DL),), bare):
        bare = _weighed(spelled) or UREA_IN_MG_PER_DL[loinc]
    return find_unit(variable.units, bare)


def _weighed(spelled: str) -> str | None:
    """What an annotation says was weighed, such as mg/dL{urea}."""
    annotation = " ".join(_ANNOTATION.findall(spelled.lower()))
    if "bun" in annotation or "nitrogen" in annotation:
        return _NITROGEN
    return _UREA if "urea" in annotation else None


def joined(notices: Sequence[Notice]) -> Notice | None:
    """One notice for all that was done to a value, under the last one's code."""
    if not notices:
        return None
    last = notices[-1]
    return Notice(
        last.variable,
        last.code,
        Text(
            " ".join(notice.text.en for notice in notices),
            " ".join(notice.text.vi for notice in notices),
        ),
    )


def _notice(variable: Variable, code: str, text: Text, number: float) -> Notice:
    return Notice(
        variable.name,
        code,
        text.format(
            label=variable.label,
            value=numeral(to_float(number)),
            unit=variable.units[0].symbol,
        ),
    )


_NO_VALUE = Text("{label}: no result.", "{label}: không có kết quả.")
_VALUE_AND_NONE = Text(
    "{label}: a value, and a reason why there is none (dataAbsentReason).",
    "{label}: vừa có giá trị vừa có lý do không có kết quả (dataAbsentReason).",
)
_WRONG_TYPE = Text(
    "{label}: this kind of value[x] cannot carry it.",
    "{label}: kiểu value[x] này không dùng được cho chỉ số này.",
)
_UNREADABLE = Text(
    "{label}: the text is no number, or could be two.",
    "{label}: nội dung không phải là số, hoặc có thể hiểu thành hai số.",
)
_INEXACT = Text(
    "{label}: only an upper bound is given, not a value.",
    "{label}: chỉ cho biết giới hạn trên, không phải giá trị.",
)
_UREA_OR_NITROGEN = Text(
    "{label}: without a unit it may be urea in mmol/L or a mass of it; send the unit.",
    "{label}: không có đơn vị nên không rõ theo mmol/L hay theo khối lượng; hãy gửi kèm"
    " đơn vị.",
)
_TWO_UNITS = Text(
    "{label}: the unit's code and its text are two different units.",
    "{label}: mã đơn vị và tên đơn vị chỉ hai đơn vị khác nhau.",
)
_BOUND = Text(
    "{label}: the result is at least {value}; {value} was used.",
    "{label}: kết quả từ {value} trở lên; dùng giá trị {value}.",
)
_UNIT_ASSUMED = Text(
    "{label} {value} came without a unit and was read in {unit}.",
    "{label} {value} không kèm đơn vị; được hiểu theo {unit}.",
)
