"""Join predictions with outcomes: one pair for each person, in the order of dates.

Both files carry the hospital's own `id`, which is used to join and then forgotten. Rows
that do not join are counted, because outcomes that arrive for some people only mislead.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import logit

from training.cohort import Floats
from training.cohorts.layout import OUTCOME
from training.cohorts.local_follow_up import read_numbers, read_yes_no
from training.cohorts.local_table import LocalFileError, find_column, read_text
from training.errors import TrainingError
from training.time_offset import TimeExponent

DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")
ID, DATE, RISK = "id", "date", "risk"
HORIZON, YEARS = "horizon_years", "years"


class PairsError(TrainingError):
    """Predictions and outcomes that cannot be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the rows of both files.

    Attributes:
        predictions: Rows of predictions.
        repeated: Of people with an earlier prediction; the first one counts.
        outcomes: Rows of outcomes.
        unknown_outcome: Rows of outcomes that say neither yes nor no.
        without_prediction: People with an outcome and no prediction.
        without_outcome: People with a prediction and no outcome yet.
        pairs: People with both.
    """

    predictions: int
    repeated: int
    outcomes: int
    unknown_outcome: int
    without_prediction: int
    without_outcome: int
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """People with a prediction and an outcome, the earliest prediction first.

    Attributes:
        day: [people] of the prediction.
        log_odds: [people] of the risk, at the time the outcome was looked for.
        outcome: [people] 1 where it was seen, else 0.
        waiting: Days of the predictions whose outcome is not known yet.
        counts: What became of all rows.
    """

    day: NDArray[np.datetime64]
    log_odds: Floats
    outcome: Floats
    waiting: NDArray[np.datetime64]
    counts: Counts


def read_pairs(
    predictions: Path, outcomes: Path, exponent: TimeExponent | None
) -> Pairs:
    """Read and join both files.

    Args:
        predictions: `id`, `date` and `risk` (0 to 1), and `horizon_years` of the risk
            if outcomes say after how many `years` they were looked for.
        outcomes: `id` and `outcome`, and perhaps `years`.
        exponent: Of the bundle's time, to move a risk to the years of its outcome.

    Raises:
        TrainingError: A file cannot be read, or the two do not fit.
    """
    predicted = _predictions(predictions)
    seen = _outcomes(outcomes)
    first = predicted.drop_duplicates(ID)
    known = seen[seen[OUTCOME].notna()].drop_duplicates(ID)
    joined = first.merge(known, on=ID, how="left").sort_values(DATE, kind="stable")
    paired = joined[joined[OUTCOME].notna()]
    if paired.empty:
        raise PairsError(
            f"No id of {predictions.name} is in {outcomes.name}: are both the same kind "
            "of number?"
        )
    return Pairs(
        day=paired[DATE].to_numpy("datetime64[D]"),
        log_odds=_at_outcome(paired, exponent),
        outcome=paired[OUTCOME].to_numpy(np.float64),
        waiting=joined.loc[joined[OUTCOME].isna(), DATE].to_numpy("datetime64[D]"),
        counts=Counts(
            predictions=len(predicted),
            repeated=len(predicted) - len(first),
            outcomes=len(seen),
            unknown_outcome=int(seen[OUTCOME].isna().sum()),
            without_prediction=int((~known[ID].isin(first[ID])).sum()),
            without_outcome=len(first) - len(paired),
            pairs=len(paired),
        ),
    )


def _predictions(path: Path) -> pd.DataFrame:
    table = read_text(path)
    risk = read_numbers(table[find_column(table, RISK, path.name)], RISK)
    strange = np.flatnonzero(~((risk > 0) & (risk < 1)))
    if len(strange):
        raise LocalFileError(
            f"{path.name}: {len(strange):,} risks are not between 0 and 1, first in row "
            f"{strange[0] + 1}; write 4 % as 0.04."
        )
    found = pd.DataFrame({ID: _ids(table, path.name), RISK: risk})
    found[DATE] = _days(table[find_column(table, DATE, path.name)], path.name)
    if HORIZON in table:
        found[HORIZON] = read_numbers(table[HORIZON], HORIZON)
    return found.sort_values(DATE, kind="stable")


def _outcomes(path: Path) -> pd.DataFrame:
    table = read_text(path)
    outcome = read_yes_no(table[find_column(table, OUTCOME, path.name)], OUTCOME)
    found = pd.DataFrame({ID: _ids(table, path.name)})
    found[OUTCOME] = outcome
    if YEARS in table:
        found[YEARS] = read_numbers(table[YEARS], YEARS)
    distinct = found.dropna(subset=[OUTCOME]).drop_duplicates([ID, OUTCOME])
    contradicted = distinct[ID].duplicated()
    if contradicted.any():
        raise PairsError(
            f"{path.name}: {int(contradicted.sum()):,} people have both outcomes; keep "
            "the one that counts."
        )
    return found


def _ids(table: pd.DataFrame, file: str) -> "pd.Series[str]":
    """The id of every row: two rows without one would pass for one person."""
    ids: pd.Series[str] = table[find_column(table, ID, file)]
    empty = np.flatnonzero(ids == "")
    if len(empty):
        raise LocalFileError(
            f"{file}: {len(empty):,} rows have no {ID}, first row {empty[0] + 1}; "
            "without it nobody's prediction finds its outcome."
        )
    return ids


def _days(cells: "pd.Series[str]", file: str) -> NDArray[np.datetime64]:
    days = [_day(cell) for cell in cells]
    strange = [row for row, day in enumerate(days, start=1) if day is None]
    if strange:
        raise LocalFileError(
            f"{file}: {len(strange):,} dates cannot be read, first in row {strange[0]}; "
            "write 2026-11-22 or 22/11/2026."
        )
    return np.array(days, dtype="datetime64[D]")


def _day(cell: str) -> date | None:
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _at_outcome(paired: pd.DataFrame, exponent: TimeExponent | None) -> Floats:
    """Log-odds at the time the outcome was looked for."""
    log_odds: Floats = logit(paired[RISK].to_numpy(np.float64))
    if HORIZON not in paired or YEARS not in paired:
        return log_odds
    horizon, years = (paired[name].to_numpy(np.float64) for name in (HORIZON, YEARS))
    if np.array_equal(horizon, years):
        return log_odds
    if exponent is None:
        raise PairsError(
            f"Outcomes were looked for at other times than {HORIZON}: give the bundle "
            "that made the predictions with --bundle, so that risks can be moved to "
            "those times."
        )
    if not (horizon > 0).all() or not (years > 0).all():
        raise PairsError(f"{HORIZON} and {YEARS} must be above 0 for everybody.")
    return log_odds + exponent.offset(years) - exponent.offset(horizon)
