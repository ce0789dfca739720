"""What was seen of each row of a local file later: outcome, time, centre, weight.

A cell that is neither empty nor readable stops the reading: an outcome is never
guessed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from service.intake.spreadsheet import NO, NOT_KNOWN, YES
from training.cohort import Floats, Labels
from training.cohorts.layout import OUTCOME, UNITS_A_YEAR, Layout
from training.cohorts.local_table import LocalFileError, find_column, recoded

ONE_CENTRE = "all"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FollowUp:
    """One entry for each row; NaN or "" where not known.

    Attributes:
        outcome: 1, 0 or NaN.
        years: Of follow-up; 0 where the outcome is the present state.
        timed: Whether `years` mean something.
        site: Label of the centre.
        weight: Of a survey; 1 where there is none.
    """

    outcome: Floats
    years: Floats
    timed: bool
    site: Labels
    weight: Floats

    def lacks(self, row: int) -> tuple[str, str] | None:
        """What is not known of a row that nobody can be learnt from without."""
        if np.isnan(self.outcome[row]):
            return OUTCOME, "no outcome recorded"
        if self.timed and not self.years[row] > 0:
            return "years", "no follow-up time"
        if not self.site[row]:
            return "site", "centre not known"
        if not self.weight[row] > 0:
            return "weight", "no weight"
        return None


def named_columns(table: pd.DataFrame, layout: Layout) -> dict[str, str]:
    """The headings of outcome, follow-up, centre and weight that the layout names.

    Raises:
        LocalFileError: The table does not have one of them.
    """
    wanted = {
        OUTCOME: layout.outcome,
        "years": None if layout.seen == "now" else layout.years,
        "site": layout.site,
        "weight": layout.weight,
    }
    return {
        key: find_column(table, heading, f"data.{key}")
        for key, heading in wanted.items()
        if heading is not None
    }


def read_follow_up(table: pd.DataFrame, layout: Layout) -> FollowUp:
    """Read what was seen later.

    Raises:
        LocalFileError: A column is absent, or a cell of it cannot be read.
    """
    columns = named_columns(table, layout)
    rows = len(table)
    coding = layout.codings.get(OUTCOME, {})
    years, weight = np.zeros(rows), np.ones(rows)
    site = np.full(rows, ONE_CENTRE)
    if "years" in columns:
        years = read_numbers(table[columns["years"]], "data.years")
        years = years / UNITS_A_YEAR[layout.time_unit]
    if "weight" in columns:
        weight = read_numbers(table[columns["weight"]], "data.weight")
    if "site" in columns:
        site = table[columns["site"]].to_numpy(str)
    return FollowUp(
        outcome=read_yes_no(recoded(table[columns[OUTCOME]], coding), "data.outcome"),
        years=years,
        timed="years" in columns,
        site=site,
        weight=weight,
    )


def read_yes_no(cells: "pd.Series[str]", key: str) -> Floats:
    """1 for yes, 0 for no, NaN for what is not known, in the service's own words.

    Raises:
        LocalFileError: A cell says something else.
    """
    return _read(cells, _yes_no, key)


def read_numbers(cells: "pd.Series[str]", key: str) -> Floats:
    """Numbers, perhaps with a decimal comma; NaN for what is not known.

    Raises:
        LocalFileError: A cell says something else.
    """
    return _read(cells, _number, key)


def _read(cells: "pd.Series[str]", convert: Callable[[str], float], key: str) -> Floats:
    values = np.full(len(cells), np.nan)
    strange = []
    for row, cell in enumerate(cells):
        word = cell.lower()
        if word in NOT_KNOWN:
            continue
        try:
            values[row] = convert(word)
        except ValueError:
            strange.append(row + 1)
    if strange:
        raise LocalFileError(
            f"{key}: {len(strange):,} cells cannot be read, first in row {strange[0]}; "
            "mend them, or empty them if they are not known."
        )
    return values


def _yes_no(word: str) -> float:
    if word not in YES | NO:
        raise ValueError
    return float(word in YES)


def _number(word: str) -> float:
    return float(word.replace(",", "."))
