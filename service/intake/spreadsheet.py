"""CSV as spreadsheets and hospital systems write it, forgiving and telling.

Separators may be comma, semicolon or tab; decimals may be written with a comma;
yes/no and choices may be Vietnamese or English; a unit may stand in the heading
(`fasting_glucose [mg/dL]`) or behind the number. What was read otherwise than it
stands is a notice; what cannot be read stays as it is and is refused with its reason.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from typing import TextIO

from service.clinical.language import Text
from service.clinical.patient import Notice
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from service.intake.rows import Row

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
    heading = file.readline()
    separator = max(",;\t", key=heading.count)
    names = next(csv.reader([heading], delimiter=separator), [])
    columns = [_HEADING.fullmatch(name) for name in names]
    for number, cells in enumerate(csv.reader(file, delimiter=separator), start=1):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            yield Row(number, error=f"{len(cells)} values for {len(names)} headings.")
            continue
        notices: list[Notice] = []
        patient: dict[str, object] = {}
        row: dict[str, object] = {"patient": patient}
        for name, column, cell in zip(names, columns, cells, strict=False):
            known = column["name"].lower() if column else name
            if known == "id":
                row["id"] = cell.strip() or None
                continue
            unit = column["unit"] if column else None
            patient[known] = _value(VARIABLES.get(known), cell.strip(), unit, notices)
        yield Row(number, row, notices=tuple(notices))


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
    text = found["number"]
    if "," in text:
        # The last of the two marks is the decimal one: 1.234,5 and 1,234.5.
        decimal, grouping = (
            (",", ".") if text.rfind(",") > text.rfind(".") else (".", ",")
        )
        text = text.replace(grouping, "").replace(decimal, ".")
        notices.append(
            Notice(
                variable.name,
                "decimal_comma",
                Text(
                    "{label}: {cell} was read as {text}.",
                    "{label}: đọc {cell} là {text}.",
                ).format(label=variable.label, cell=cell[:40], text=text),
            )
        )
    try:
        number = float(text)
    except ValueError:
        return cell
    spelled = found["unit"] or unit
    return number if spelled is None else {"value": number, "unit": spelled}
