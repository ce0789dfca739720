"""The elements of a JSON array as separate texts, however long the array.

Only brackets, commas and strings are looked at. What is wrong inside one element is
therefore found by whoever decodes it, and costs no other element.
"""

import re
from collections.abc import Iterator
from typing import IO

BLOCK_BYTES = 64 * 1024
_OUTSIDE_STRINGS = re.compile(rb'["\[\]{},]')
_INSIDE_A_STRING = re.compile(rb'["\\]')


def array_elements(file: IO[bytes], max_bytes: int) -> Iterator[bytes | None]:
    """Yield each element's text; None for one of more than `max_bytes`.

    Text that ends before the array does, or goes on behind it, is yielded as a last
    element, which is no JSON.

    Args:
        file: Positioned before the opening bracket.
        max_bytes: Longer elements are passed over, not kept.
    """
    depth, in_string, first = 0, False, True
    element = bytearray()
    skip = 0  # a character escaped at the end of the last block
    while block := file.read(BLOCK_BYTES):
        position, start = skip, 0
        skip = 0
        while found := _next_mark(block, position, in_string=in_string):
            position, mark = found.end(), found[0]
            if mark == b"\\":
                position += 1
                skip = position - len(block) if position > len(block) else 0
            elif mark == b'"':
                in_string = not in_string
            elif depth == 1 and mark in b",]":
                element += block[start : found.start()]
                if not (first and mark == b"]" and not element.strip()):
                    yield bytes(element) if len(element) <= max_bytes else None
                first = False
                element.clear()
                start = position
                depth -= mark == b"]"
            elif mark in b"[{":
                depth += 1
                start = position if depth == 1 else start
            elif mark in b"]}":
                depth -= 1
        # One byte beyond the limit is enough to know that it is too long.
        element += block[start : start + max_bytes + 1 - len(element)]
    if element.strip() or depth:
        yield bytes(element) if len(element) <= max_bytes else None


def _next_mark(
    block: bytes, position: int, *, in_string: bool
) -> re.Match[bytes] | None:
    marks = _INSIDE_A_STRING if in_string else _OUTSIDE_STRINGS
    return marks.search(block, position)
