"""A spreadsheet of a few cells, as the reader takes it."""

import io

from service.intake.rows import Row
from service.intake.spreadsheet import read_spreadsheet


def read(text: str) -> list[Row]:
    return list(read_spreadsheet(io.StringIO(text, newline="")))


def patient(heading: str, cells: str) -> dict[str, object]:
    """The patient of a file of one row, before it is validated."""
    (row,) = read(f"{heading}\n{cells}\n")
    assert row.error is None
    assert isinstance(row.content, dict)
    found: dict[str, object] = row.content["patient"]
    return found


def one(heading: str, cell: str) -> object:
    """The value of a file of one cell, under its variable's name."""
    ((_, value),) = patient(heading, f'"{cell}"').items()
    return value
