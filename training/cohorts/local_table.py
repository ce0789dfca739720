"""A hospital's file as text, and rewritten under the clinical table's names.

Nothing is interpreted here but what the layout declares; the cells are then read by
the service's own reader of spreadsheets.
"""

import gzip
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

import pandas as pd

from service.clinical.variables import VARIABLES
from training.cohorts.layout import Layout
from training.errors import TrainingError

ENCODING = "utf-8-sig"
SEPARATORS = ",;\t"
UNIT_SUFFIX = "_unit"


class LocalFileError(TrainingError):
    """A hospital's file cannot be read as the table that it should be."""


def read_text(path: Path) -> pd.DataFrame:
    """Read a CSV (comma, semicolon or tab; perhaps .gz) or a workbook, all as text.

    Raises:
        LocalFileError: It is absent, not UTF-8, not a table, or without a row.
    """
    try:
        if path.suffix == ".xlsx":
            table = pd.read_excel(path, engine="calamine", dtype=str)
        else:
            with _open(path) as file:
                heading = file.readline()
            table = pd.read_csv(
                path,
                sep=max(SEPARATORS, key=heading.count),
                dtype=str,
                keep_default_na=False,
                skip_blank_lines=False,
                encoding=ENCODING,
            )
    except (OSError, ValueError) as error:  # pandas' parser errors are ValueErrors
        raise LocalFileError(
            f"{path.name} cannot be read as a table: {error}. Save it as CSV in UTF-8."
        ) from error
    table.columns = table.columns.astype(str).str.strip()
    if table.empty:
        raise LocalFileError(f"{path.name}: there is no row below its headings.")
    stripped: pd.DataFrame = table.fillna("").apply(lambda column: column.str.strip())
    return stripped


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding=ENCODING)
    return path.open(encoding=ENCODING)


def headings(table: pd.DataFrame) -> list[str]:
    """The table's headings, in their order."""
    return [str(name) for name in table.columns]


def find_column(table: pd.DataFrame, heading: str, key: str) -> str:
    """The heading of the table that this is, whatever its case.

    Raises:
        LocalFileError: There is none; `key` says where it is named.
    """
    wanted = heading.strip().casefold()
    found = [name for name in headings(table) if name.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    what = f"no column {heading}" if not found else f"two columns {heading}"
    raise LocalFileError(f"{key}: {what}; the table has {', '.join(headings(table))}.")


def variable_columns(table: pd.DataFrame, layout: Layout) -> dict[str, str]:
    """The heading of each clinical variable that the table has.

    A variable that is not declared may have its unit in the heading: `alt [U/L]`.

    Raises:
        LocalFileError: A declared column is absent, or two could be one variable.
    """
    found = {
        name: find_column(table, heading, f"data.columns.{name}")
        for name, heading in layout.columns.items()
    }
    for heading in headings(table):
        name = heading.split("[")[0].split("(")[0].strip().lower()
        if name not in VARIABLES or name in layout.columns:
            continue
        if name in found:
            raise LocalFileError(
                f"{name}: the columns {found[name]} and {heading} could both be it; "
                "remove one, or name it in the TOML file under [data.columns]."
            )
        found[name] = heading
    return found


def rewritten(
    table: pd.DataFrame, columns: Mapping[str, str], layout: Layout
) -> TextIO:
    """The chosen columns as a CSV of the form that the service reads."""
    cells = {}
    for name, heading in columns.items():
        declared = name in layout.columns
        column = recoded(table[heading], layout.codings.get(name, {}))
        beside = find_beside(table, heading)
        if beside is not None:
            column = _with_unit(column, table[beside])
        elif name in layout.units:
            column = _with_unit(column, pd.Series(layout.units[name], column.index))
        cells[name if declared else heading.lower()] = column
    return io.StringIO(pd.DataFrame(cells).to_csv(index=False))


def find_beside(table: pd.DataFrame, heading: str) -> str | None:
    """The column with the units of another, `<heading>_unit`."""
    wanted = (heading + UNIT_SUFFIX).casefold()
    return next((name for name in headings(table) if name.casefold() == wanted), None)


def recoded(column: "pd.Series[str]", coding: Mapping[str, str]) -> "pd.Series[str]":
    """Replace the cells that a coding names."""
    codes = {cell.casefold(): code for cell, code in coding.items()}
    return column.map(lambda cell: codes.get(cell.casefold(), cell))


def _with_unit(column: "pd.Series[str]", units: "pd.Series[str]") -> "pd.Series[str]":
    """A unit in the cell itself says more than one beside it."""
    bare = column.str[-1:].str.isdigit() & (units != "")
    return column.where(~bare, column + " " + units)


def unread(table: pd.DataFrame, read: Sequence[str]) -> list[str]:
    """Headings that nothing is read from."""
    beside = {find_beside(table, heading) for heading in read}
    return [name for name in headings(table) if name not in read and name not in beside]
