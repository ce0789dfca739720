"""The elements of a JSON array as separate texts, however long the array.

Only brackets, commas and strings are looked at. What is wrong inside one element is
therefore found by whoever decodes it, and costs no other element.
"""

import itertools
import re
from collections.abc import Iterator
from typing import IO

BLOCK_BYTES = 64 * 1024
# Looking for the end of a longer element would keep everybody else waiting.
MAX_PASSED_OVER = 1024 * 1024
_OUTSIDE_STRINGS = re.compile(rb'["\[\]{},]')
_INSIDE_A_STRING = re.compile(rb'["\\]')
_END_OF_BLOCK = b""
_DEPTH = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}


class BrokenArrayError(Exception):
    """The array does not end where the file does; the message says how."""


def array_elements(file: IO[bytes], max_bytes: int) -> Iterator[bytes | None]:
    """Yield each element's text; None for one of more than `max_bytes`.

    Args:
        file: Positioned before the opening bracket.
        max_bytes: Longer elements are passed over, not kept.

    Raises:
        BrokenArrayError: After the last whole element, if there is no closing bracket
            or text behind it, or an element is too long to look for its end.
    """
    depth, start, length, first = 0, 0, 0, True
    element = bytearray()
    for block, at, mark in _marks(file):
        if mark == _END_OF_BLOCK or (depth == 1 and mark in {b",", b"]"}):
            # One byte beyond the limit is enough to know that it is too long.
            element += block[start:at][: max_bytes + 1 - len(element)]
            length += at - start
            if length > MAX_PASSED_OVER:
                raise BrokenArrayError(
                    f"The row is over {MAX_PASSED_OVER} bytes; later rows were not read."
                )
            start = at + 1
        if mark == _END_OF_BLOCK:
            start = 0
        elif depth == 1 and mark in {b",", b"]"}:
            if mark == b"," or not first or element.strip():
                yield bytes(element) if len(element) <= max_bytes else None
            first = False
            element.clear()
            length = 0
        depth += _DEPTH.get(mark, 0)
        if depth == 1 and mark == b"[":
            start = at + 1
        elif depth == 0 and mark == b"]":
            _refuse_more(block[at + 1 :], file)
            return
    if depth == 1 and element.strip():  # whole: its own brackets are closed
        yield bytes(element) if len(element) <= max_bytes else None
    raise BrokenArrayError("The array is cut off here; later rows were not read.")


def _marks(file: IO[bytes]) -> Iterator[tuple[bytes, int, bytes]]:
    """Brackets and commas outside strings, as (block, position in it, mark)."""
    in_string, position = False, 0
    while block := file.read(BLOCK_BYTES):
        marks = _INSIDE_A_STRING if in_string else _OUTSIDE_STRINGS
        while found := marks.search(block, position):
            mark, position = found[0], found.end()
            if mark == b'"':
                in_string = not in_string
                marks = _INSIDE_A_STRING if in_string else _OUTSIDE_STRINGS
            elif mark == b"\\":
                position += 1  # the character behind it, perhaps in the next block
            else:
                yield block, found.start(), mark
        yield block, len(block), _END_OF_BLOCK
        position = max(0, position - len(block))


def _refuse_more(rest: bytes, file: IO[bytes]) -> None:
    blocks = itertools.chain([rest], iter(lambda: file.read(BLOCK_BYTES), b""))
    if any(block.strip() for block in blocks):
        raise BrokenArrayError("There is text behind the array; it was not read.")
