"""GitHub Flavored Markdown that nothing from a record can break out of.

https://github.github.com/gfm/, sections 2.4 (backslash escapes) and 6.9 (autolinks).
"""

import re
from collections.abc import Iterable, Sequence

# What begins markup, HTML, a reference, a cell, or an address that is linked unasked.
_ACTIVE = re.compile(r"[\\`*_\[\]<>|~#&!@]|:(?=//)")
_WWW = re.compile(r"(www)\.", re.IGNORECASE)


def escaped(text: str) -> str:
    """The text as it reads, on one line.

    What has no shape of its own, such as marks that turn the direction of writing, is
    left out.
    """
    shown = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(shown.split())
    return _WWW.sub(r"\1\\.", _ACTIVE.sub(r"\\\g<0>", line))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are escaped."""
    lines = [head, ["---"] * len(head), *(map(escaped, row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """A list; the lines are escaped."""
    return "\n".join(f"- {escaped(line)}" for line in lines)
