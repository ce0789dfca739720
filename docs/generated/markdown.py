"""Markdown that the generators share: tables, and JSON a reader can take in."""

import json
from collections.abc import Iterable, Mapping, Sequence

INDENT = "  "


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell is escaped."""
    lines = [header, ["---"] * len(header), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def fenced(language: str, text: str) -> str:
    """A block of code."""
    return f"```{language}\n{text}\n```"


def laid_out(value: object, depth: int = 0, *, width: int = 0) -> str:
    """JSON on one line where it holds plain values only or fits, else indented."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) <= width:
        return line
    outer, inner = INDENT * depth, INDENT * (depth + 1)
    if isinstance(value, Mapping) and any(map(_holds, value.values())):
        parts = [
            f"{inner}{json.dumps(name)}: {laid_out(part, depth + 1, width=width)}"
            for name, part in value.items()
        ]
        return "{\n" + ",\n".join(parts) + f"\n{outer}}}"
    if isinstance(value, Sequence) and any(map(_holds, value)):
        parts = [inner + laid_out(part, depth + 1, width=width) for part in value]
        return "[\n" + ",\n".join(parts) + f"\n{outer}]"
    return line


def _holds(value: object) -> bool:
    return isinstance(value, Mapping | list | tuple) and bool(value)
