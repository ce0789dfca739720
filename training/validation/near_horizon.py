"""Figures of people who were seen near a horizon, each at their own follow-up.

Where the outcome is looked for at one visit, only those whose visit was near a horizon
say whether its risks are right.
"""

import numpy as np
from scipy.special import expit

from training.cohort import Floats
from training.figures import HorizonFigures
from training.validation.calibration import observed_expected
from training.validation.ranking import rank
from training.validation.resampling import estimate
from training.validation.sample import Sample

NEAR = 0.5  # years on either side


def near(
    sample: Sample, years: Floats, log_odds: Floats, horizon: float
) -> HorizonFigures | None:
    """Figures of those seen within half a year of a horizon; None if they are too few.

    Args:
        sample: The people.
        years: [people] of follow-up.
        log_odds: [people] at that follow-up.
        horizon: In years.
    """
    rows = np.flatnonzero(np.abs(years - horizon) <= NEAR)
    if not len(rows):
        return None
    part = sample.take(rows)
    if not part.is_enough:
        return None
    risk = expit(log_odds[rows])
    return HorizonFigures(
        years=horizon,
        people=part.people,
        events=part.events,
        observed=estimate(part.mean(part.outcome)),
        expected=float(part.mean(risk)[0]),
        observed_expected=estimate(observed_expected(part, log_odds[rows])),
        auc=estimate(rank(part, log_odds[rows]).auc),
        brier=estimate(part.mean((part.outcome - risk) ** 2)),
    )
