"""Whether a recalibration helps people it was not fitted on: the out-of-bag bootstrap.

Each resample draws people with replacement, fits on them and looks at the third that
was not drawn. Medians and 2.5 and 97.5 percentiles over resamples are given; the left-out
third is small, so its intervals are wider than those of the whole file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from training.cohort import Floats
from training.figures import Estimate
from training.recalibration.observed import Observed
from training.recalibration.updating import Update, intercept_and_slope

RESAMPLES = 200
_LEVELS = (2.5, 97.5)

Fit = Callable[[Observed], Update]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeftOut:
    """One way of recalibrating, on the people left out of each resample.

    Attributes:
        loss: [resamples] log loss.
        observed_expected: [resamples] events over those expected.
        slope: [resamples] calibration slope; NaN where it cannot be estimated.
    """

    loss: Floats
    observed_expected: Floats
    slope: Floats


def left_out(
    observed: Observed, fits: Sequence[Fit], seed: int, *, slopes: bool
) -> list[LeftOut]:
    """Test each way of recalibrating on the same resamples.

    Args:
        observed: The people of one tier.
        fits: The ways.
        seed: Of the draws.
        slopes: Whether there are events enough for calibration slopes.
    """
    rng = np.random.default_rng(seed)
    rows: list[list[tuple[float, float, float]]] = [[] for _ in fits]
    while len(rows[0]) < RESAMPLES:
        drawn = rng.integers(observed.people, size=observed.people)
        rest = np.setdiff1d(np.arange(observed.people), drawn)
        inside, outside = observed.take(drawn), observed.take(rest)
        if not inside.rarer or not outside.rarer:
            continue
        raw = intercept_and_slope(outside).slope if slopes else np.nan
        for found, fit in zip(rows, fits, strict=True):
            update = fit(inside)
            change = (update.intercept, update.slope)
            found.append(
                (
                    outside.log_loss(*change),
                    outside.observed_expected(*change),
                    # A regression on slope * score finds the rest of the slope.
                    raw / update.slope,
                )
            )
    columns = [np.array(found).T for found in rows]
    return [
        LeftOut(loss=loss, observed_expected=ratio, slope=slope)
        for loss, ratio, slope in columns
    ]


def estimate(values: Floats) -> Estimate:
    """Median and 95 % of a figure over resamples."""
    low, high = np.percentile(values, _LEVELS)
    return Estimate(value=float(np.median(values)), low=float(low), high=float(high))
