"""What CDS Hooks asks of a service, and the test or the reason that answers each row.

The rows are in `docs/cds-hooks-requirements.toml`; a test shows a row by having its id
in its name, so that neither list can be kept up without the other.
"""

import ast
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from docs.generated.markdown import table

ROOT = Path(__file__).resolve().parents[2]
ROWS = ROOT / "docs" / "cds-hooks-requirements.toml"
TESTS = ROOT / "tests" / "contract" / "cds_hooks" / "requirements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One row: what is asked, and why no test shows it, if none does."""

    id: int
    conformance: str
    topic: str
    summary: str
    reason: str | None = None


def rows() -> list[Requirement]:
    """Every requirement, topic by topic."""
    return [
        Requirement(**row) for row in tomllib.loads(ROWS.read_text())["requirement"]
    ]


def shown_by() -> Mapping[int, list[str]]:
    """The tests of each requirement: `test_080_082_...` shows 80 and 82."""
    found: dict[int, list[str]] = {}
    for path in sorted(TESTS.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for number in _numbers(node.name):
                    found.setdefault(number, []).append(node.name)
    return found


def requirements() -> str:
    """The whole list as tables, after a count."""
    known, shown = rows(), shown_by()
    parts = [_counted(known, shown)]
    for topic, group in groupby(known, key=lambda row: row.topic):
        lines = [
            (str(row.id), row.conformance, row.summary, _answer(row, shown))
            for row in group
        ]
        header = ("Id", "Level", "What is asked", "Shown by")
        parts.append(f"## {topic}\n\n{table(header, lines)}")
    return "\n\n".join(parts)


def _numbers(name: str) -> Iterator[int]:
    for part in name.split("_")[1:]:
        if not part.isdecimal():
            return
        yield int(part)


def _counted(known: Iterable[Requirement], shown: Mapping[int, list[str]]) -> str:
    by_level = Counter(row.conformance for row in known)
    tested = Counter(row.conformance for row in known if row.id in shown)
    lines = [
        (level, str(count), str(tested[level]), str(count - tested[level]))
        for level, count in by_level.most_common()
    ]
    header = ("Level", "Rows", "Shown by a test", "With a reason")
    return table(header, lines)


def _answer(row: Requirement, shown: Mapping[int, list[str]]) -> str:
    if row.id in shown:
        return "<br>".join(f"`{name}`" for name in shown[row.id])
    return f"No test: {row.reason}"
