"""Many patients in one file, NDJSON or a JSON array, one row at a time.

Rows are numbered from 1. A row that cannot be read is given as such and the rest go
on; memory holds one row, however long the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from service.clinical.patient import Notice
from service.intake.array_elements import BrokenArrayError, array_elements
from service.intake.json_text import MalformedJsonError, read_json

# One patient's JSON is under 4 kB; a longer line is not a patient.
MAX_LINE_BYTES = 64 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it holds, or why it holds nothing."""

    number: int
    content: object = None
    error: str | None = None
    notices: tuple[Notice, ...] = ()


def read_rows(file: IO[bytes]) -> Iterator[Row]:
    """Rows of a JSON array, of NDJSON, or the one patient of a JSON object.

    Args:
        file: A seekable binary file, read from its start.
    """
    file.seek(0)
    start = file.read(MAX_LINE_BYTES).removeprefix(BYTE_ORDER_MARK).lstrip()
    file.seek(0)
    if start.startswith(b"["):
        return _array(file)
    if (one := _one(start)) is not None:
        return iter([one])
    return _lines(file)


def _one(start: bytes) -> Row | None:
    """A single JSON object over several lines, which NDJSON cannot be."""
    first_line = start.partition(b"\n")[0].rstrip()
    if not start.startswith(b"{") or _element(1, first_line).error is None:
        return None
    whole = _element(1, start)
    # A first line of one brace begins an object, even if the object is broken.
    return whole if whole.error is None or first_line == b"{" else None


def _lines(file: IO[bytes]) -> Iterator[Row]:
    number = 0
    while line := file.readline(MAX_LINE_BYTES):
        if number == 0:
            line = line.removeprefix(BYTE_ORDER_MARK)
        whole = line.endswith(b"\n") or len(line) < MAX_LINE_BYTES
        if not line.strip():
            continue
        number += 1
        text: bytes | None = line
        if not whole:
            text = None
            while (rest := file.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
        yield _element(number, text)


def _array(file: IO[bytes]) -> Iterator[Row]:
    number = 0
    try:
        for number, text in enumerate(array_elements(file, MAX_LINE_BYTES), start=1):
            yield _element(number, text)
    except BrokenArrayError as error:
        yield Row(number + 1, error=str(error))


def _element(number: int, text: bytes | None) -> Row:
    if text is None:
        return Row(number, error=f"The row is over {MAX_LINE_BYTES} bytes.")
    try:
        return Row(number, read_json(text))
    except MalformedJsonError as error:
        return Row(number, error=str(error))
