"""Calibration and discrimination of a bundle in use, whole and by quarter."""

from dataclasses import dataclass

import numpy as np

from training.cohort import Floats
from training.figures import Estimate
from training.monitoring.control import ODDS_RATIO, Cusum, Ratio, cusum, ratio
from training.monitoring.pairs import Counts, Pairs
from training.validation.binned_logistic import Binned
from training.validation.calibration import slopes
from training.validation.ranking import rank
from training.validation.resampling import Resamples, estimate
from training.validation.sample import Sample

SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """People whose outcome is known.

    Attributes:
        people: How many.
        events: Among them.
        observed_expected: With control limits.
        auc: None below ten events, or ten without.
        slope: Of calibration; None as above.
    """

    people: int
    events: int
    observed_expected: Ratio
    auc: Estimate | None
    slope: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A quarter of the year, by the day of the prediction.

    Attributes:
        quarter: Such as "2026-Q1".
        waiting: People whose outcome is not known yet.
        figures: None where nobody's is.
    """

    quarter: str
    waiting: int
    figures: Figures | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything that a verdict is made from."""

    counts: Counts
    whole: Figures
    periods: tuple[Period, ...]
    more: Cusum
    fewer: Cusum


def review(pairs: Pairs) -> Review:
    """Compare predictions with outcomes."""
    quarters, waiting = quarter(pairs.day), quarter(pairs.waiting)
    more, fewer = (
        cusum(pairs.day, pairs.log_odds, pairs.outcome, odds_ratio=odds, seed=SEED)
        for odds in (ODDS_RATIO, 1 / ODDS_RATIO)
    )
    return Review(
        counts=pairs.counts,
        whole=_figures(pairs.log_odds, pairs.outcome),
        periods=tuple(
            Period(
                quarter=str(name),
                waiting=int((waiting == name).sum()),
                figures=_of_rows(pairs, quarters == name),
            )
            for name in np.unique(np.concatenate([quarters, waiting]))
        ),
        more=more,
        fewer=fewer,
    )


def quarter(
    days: np.ndarray[tuple[int], np.dtype[np.datetime64]],
) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """The quarter of each day, such as "2026-Q1"."""
    months = days.astype("datetime64[M]").astype(int)
    names = [f"{1970 + month // 12}-Q{month % 12 // 3 + 1}" for month in months]
    return np.array(names, dtype=np.str_)


def _of_rows(
    pairs: Pairs, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Figures | None:
    return _figures(pairs.log_odds[rows], pairs.outcome[rows]) if rows.any() else None


def _figures(log_odds: Floats, outcome: Floats) -> Figures:
    sample = Sample(
        outcome=outcome,
        weight=np.ones(len(outcome)),
        resamples=Resamples.of_people(len(outcome), SEED),
    )
    return Figures(
        people=sample.people,
        events=sample.events,
        observed_expected=ratio(log_odds, outcome),
        auc=estimate(rank(sample, log_odds).auc) if sample.is_enough else None,
        slope=(
            estimate(slopes(Binned.of(sample, log_odds))) if sample.is_enough else None
        ),
    )
