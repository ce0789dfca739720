"""Values of a local file that the service would refuse: where, and why, never which.

One typing error is blanked and counted. A column that is refused often is in another
unit or coding than it says: that stops the reading, because blanking it would hide it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.clinical.patient import Problem
from training.cleaning import CleaningStep
from training.errors import TrainingError

MOST_REFUSED = 0.2  # of the known values of a column
FEWEST = 5  # refused values below this number may be typing errors of a small file
ROWS_SHOWN = 5


class RefusedColumnError(TrainingError):
    """So many values of a column are refused that it must mean something else."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One value of row `row` below the heading, counted from 1."""

    row: int
    variable: str
    code: str


def refused_in(row: int, problems: Iterable[Problem]) -> list[Refused]:
    """The variables and codes of a row's problems."""
    return [
        Refused(row, problem.pointer.split("/")[1], problem.code)
        for problem in problems
    ]


def check_columns(refused: Iterable[Refused], known: Mapping[str, int]) -> None:
    """Stop where a column cannot be what it says.

    Args:
        refused: All refused values.
        known: Number of cells with something in them, by variable.

    Raises:
        RefusedColumnError: More than a fifth of a column was refused.
    """
    rows: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for value in refused:
        rows[value.variable, value.code].append(value.row)
    for (variable, code), hit in sorted(rows.items()):
        if len(hit) >= FEWEST and len(hit) > MOST_REFUSED * known.get(variable, 0):
            raise RefusedColumnError(
                f"{variable}: {len(hit):,} of {known.get(variable, 0):,} values are "
                f"refused as {code}, first in rows {_listed(hit)}. The column is "
                "probably in another unit or coding: say it in the TOML file under "
                f"[data.units] or [data.codings.{variable}]."
            )


def steps(refused: Iterable[Refused]) -> list[CleaningStep]:
    """How many values were blanked, by variable and code."""
    counts = Counter((value.variable, value.code) for value in refused)
    return [
        CleaningStep(
            variable=variable,
            action="blanked",
            reason=f"refused as {code}",
            count=count,
        )
        for (variable, code), count in sorted(counts.items())
    ]


def lines(refused: Iterable[Refused]) -> list[str]:
    """Where to look: the rows of each variable and code."""
    rows: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for value in refused:
        rows[value.variable, value.code].append(value.row)
    return [
        f"- {variable}: {code} in row{'s' * (len(hit) > 1)} {_listed(hit)}"
        for (variable, code), hit in sorted(rows.items())
    ]


def _listed(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:ROWS_SHOWN]))
    more = len(rows) - ROWS_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
