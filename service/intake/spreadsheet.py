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

from service.clinical.patient import Notice
from service.clinical.problems import shown
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from service.intake.numerals import read_numeral
from service.intake.rows import Row

# The csv module's own limit, which any library may lift for the whole process.
_LONGEST_CELL = 131_072
NOT_KNOWN = {"", "-", "?", "na", "n/a", "nan", "null"}
YES = {"yes", "y", "true", "1", "có", "co", "x"}
NO = {"no", "n", "false", "0", "không", "khong"}
_HEADING = re.compile(r"\s*(?P<name>\w+)\s*(?:[\[(]\s*(?P<unit>[^\])]+?)\s*[\])])?\s*")


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
    read = read_numeral(variable, cell, unit)
    if read is None:
        return cell  # refused later: only the sender knows what it means
    if read.notice is not None:
        notices.append(read.notice)
    return (
        read.number if read.unit is None else {"value": read.number, "unit": read.unit}
    )
