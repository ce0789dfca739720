"""CSV as spreadsheets and hospital systems write it, forgiving and telling.

Separators may be comma, semicolon or tab; decimals may be written with a comma;
yes/no and choices may be Vietnamese or English; a unit may stand in the heading
(`fasting_glucose [mg/dL]`) or behind the number. What was read otherwise than it
stands is a notice; what cannot be read stays as it is and is refused with its reason.
"""

import csv
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from service.clinical.language import Text
from service.clinical.patient import Notice
from service.clinical.problems import shown
from service.clinical.units import find_unit
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from service.intake.rows import Row

_GROUPED_BY_POINTS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
_GROUPED_BY_COMMAS = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+")
_THREE_DIGITS = re.compile(r"\d{1,3}[.,]\d{3}")
# The csv module's own limit, which any library may lift for the whole process.
_LONGEST_CELL = 131_072
NOT_KNOWN = {"", "-", "?", "na", "n/a", "nan", "null"}
YES = {"yes", "y", "true", "1", "có", "co", "x"}
NO = {"no", "n", "false", "0", "không", "khong"}
_HEADING = re.compile(r"\s*(?P<name>\w+)\s*(?:[\[(]\s*(?P<unit>[^\])]+?)\s*[\])])?\s*")
_QUANTITY = re.compile(r"(?P<number>[+-]?[\d.,]*\d[\d.,]*)\s*(?P<unit>\S.*)?")


def read_spreadsheet(file: TextIO) -> Iterator[Row]:
    """Rows of a CSV file, numbered from 1 below the heading.

    A column `id` is returned with the answer; a column that is no variable is refused
    in every row, so that no value is dropped in silence.
    """
    heading = unicodedata.normalize("NFC", file.readline())
    separator = max(",;\t", key=heading.count)
    columns = [
        _column(name) for name in next(csv.reader([heading], delimiter=separator), [])
    ]
    lines = csv.reader(file, delimiter=separator)
    for number in itertools.count(1):
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:  # such as a quote that is never closed
            yield Row(number, error=f"Not readable as CSV: {error}.")
            continue
        if any(cell.strip() for cell in cells):
            yield _refusal(number, columns, cells) or _row(number, columns, cells)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    unit: str | None


def _column(heading: str) -> _Column:
    found = _HEADING.fullmatch(heading)
    if found is None:
        return _Column(heading.strip(), None)
    return _Column(found["name"].lower(), found["unit"])


def _refusal(
    number: int, columns: Sequence[_Column], cells: Sequence[str]
) -> Row | None:
    """Why no value of this row can be told to belong to one variable."""
    if any(len(cell) > _LONGEST_CELL for cell in cells):
        return Row(
            number,
            error=f"A value is over {_LONGEST_CELL} characters: a quote never closed?",
        )
    names = [column.name for column in columns if column.name]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        shown_names = ", ".join(map(shown, repeated))
        return Row(number, error=f"Headings appear more than once: {shown_names}.")
    if any(cell.strip() for cell in cells[len(columns) :]):
        return Row(number, error=f"{len(cells)} values for {len(columns)} headings.")
    return None


def _row(number: int, columns: Sequence[_Column], cells: Sequence[str]) -> Row:
    notices: list[Notice] = []
    patient: dict[str, object] = {}
    row: dict[str, object] = {"patient": patient}
    for column, cell in zip(columns, cells, strict=False):
        text = unicodedata.normalize("NFC", cell.strip())
        if column.name == "id":
            row["id"] = text or None
        elif column.name or text:  # a last separator makes an empty column
            variable = VARIABLES.get(column.name)
            patient[column.name] = _value(variable, text, column.unit, notices)
    return Row(number, row, notices=tuple(notices))


def _value(
    variable: Variable | None, cell: str, unit: str | None, notices: list[Notice]
) -> object:
    word = cell.lower()
    if word in NOT_KNOWN:
        return None
    if variable is None:
        return cell
    if variable.kind == "yes_no":
        return True if word in YES else False if word in NO else cell
    if variable.kind == "choice":
        spellings = _spellings(variable)
        return spellings.get(word, cell)
    return _quantity(variable, cell, unit, notices)


def _spellings(variable: Variable) -> Mapping[str, str]:
    return {
        spelling.lower(): choice.code
        for choice in variable.choices
        for spelling in (choice.code, choice.label.en, choice.label.vi)
    }


def _quantity(
    variable: Variable, cell: str, unit: str | None, notices: list[Notice]
) -> object:
    found = _QUANTITY.fullmatch(cell)
    if found is None:
        return cell
    spelled = found["unit"] or unit
    if _is_ambiguous(variable, found["number"], spelled):
        return cell  # reading refuses it: only the sender knows
    text = _with_decimal_point(found["number"])
    try:
        number = float(text)
    except ValueError:
        return cell
    if text != found["number"]:
        notices.append(
            Notice(
                variable.name,
                "decimal_comma",
                Text(
                    "{label}: {cell} was read as {text}.",
                    "{label}: đã hiểu {cell} là {text}.",
                ).format(label=variable.label, cell=shown(cell), text=text),
            )
        )
    return number if spelled is None else {"value": number, "unit": spelled}


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
