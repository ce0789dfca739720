"""Numbers as people and laboratories write them, with or without a unit behind.

A decimal comma and grouped thousands are read and told; what may be either is not
guessed.
"""

import re
from dataclasses import dataclass

from service.clinical.language import Text
from service.clinical.patient import Notice
from service.clinical.problems import shown
from service.clinical.units import find_unit
from service.clinical.variable import Variable

# Nothing that was matched is tried again: a text of any length takes linear time.
_QUANTITY = re.compile(r"(?P<number>[+-]?[.,]*+\d[\d.,]*+)\s*+(?P<unit>\S.*)?")
_GROUPED_BY_POINTS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
_GROUPED_BY_COMMAS = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+")
_THREE_DIGITS = re.compile(r"\d{1,3}[.,]\d{3}")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that was written out, the unit behind it, and how it was read."""

    number: float
    unit: str | None
    notice: Notice | None


def read_numeral(
    variable: Variable, text: str, unit: str | None = None
) -> Numeral | None:
    """Read a value of a variable.

    Args:
        variable: Decides whether 1.234 can be a thousand or must be a little over one.
        text: Such as `5,6`, `106 mg/dL` or `1.234,5`.
        unit: The unit it is in if none is written behind it.

    Returns:
        None if it is no number, or could be two.
    """
    found = _QUANTITY.fullmatch(text)
    if found is None:
        return None
    spelled = found["unit"] or unit
    if _is_ambiguous(variable, found["number"], spelled):
        return None
    plain = _with_decimal_point(found["number"])
    try:
        number = float(plain)
    except ValueError:
        return None
    notice = None
    if plain != found["number"]:
        notice = Notice(
            variable.name,
            "decimal_comma",
            Text(
                "{label}: {text} was read as {plain}.",
                "{label}: đã hiểu {text} là {plain}.",
            ).format(label=variable.label, text=shown(text), plain=plain),
        )
    return Numeral(number, spelled, notice)


def _with_decimal_point(number: str) -> str:
    """Write 5,6 and 1.234,5 and 1,234.5 as Python does; leave what is no number."""
    if _GROUPED_BY_POINTS.fullmatch(number):
        return number.replace(".", "").replace(",", ".")
    if _GROUPED_BY_COMMAS.fullmatch(number):
        return number.replace(",", "")
    return number if "." in number else number.replace(",", ".")


def _is_ambiguous(variable: Variable, number: str, unit: str | None) -> bool:
    """Whether 1.234 may be a thousand or a little more than one, both plausible."""
    if not _THREE_DIGITS.fullmatch(number):
        return False
    known = find_unit(variable.units, unit) if unit else variable.units[0]
    readings = (float(number.replace(",", ".")), float(re.sub("[.,]", "", number)))
    return known is not None and all(
        variable.is_plausible(known.to_canonical(reading)) for reading in readings
    )
