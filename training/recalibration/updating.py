"""Fit an intercept, or an intercept and a slope, of what was seen on the score.

Steyerberg 2019, Clinical Prediction Models, ch. 20: updating in steps, as far as the
number of events carries. A test holds the regressions to statsmodels'.
"""

from dataclasses import dataclass

import numpy as np

from training.logistic import Floats, Logistic, fit_logistic
from training.recalibration.observed import Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """New log-odds = intercept + slope * log-odds, with standard errors."""

    intercept: float = 0.0
    slope: float = 1.0
    intercept_error: float = 0.0
    slope_error: float = 0.0


UNCHANGED = Update()


def intercept_alone(observed: Observed) -> Update:
    """The intercept with the slope held at 1."""
    found = _fit(observed, np.empty((observed.people, 0)), observed.score)
    return Update(
        intercept=float(found.coefficients[0]),
        intercept_error=float(found.standard_errors[0]),
    )


def intercept_and_slope(observed: Observed) -> Update:
    """Both; the intercept's error is that at the mean score, where it matters."""
    centre = float(np.average(observed.score, weights=observed.weight))
    design = (observed.score - centre)[:, None]
    found = _fit(observed, design, np.zeros(observed.people))
    at_centre, slope = found.coefficients.tolist()
    return Update(
        intercept=at_centre - slope * centre,
        slope=slope,
        intercept_error=float(found.standard_errors[0]),
        slope_error=float(found.standard_errors[1]),
    )


def shrunk_intercept(observed: Observed, spread: float) -> Update:
    """The intercept drawn towards 0, as far as centres are known to be alike.

    The empirical Bayes estimate of a centre's own intercept: `spread` is the standard
    deviation between centres, and the square root of 1 / events the error of a
    logarithm of observed over expected.

    Args:
        observed: People with at least one event.
        spread: Of the log-odds between centres.
    """
    found = intercept_alone(observed)
    kept = shrinkage(observed.rarer, spread)
    return Update(
        intercept=kept * found.intercept,
        intercept_error=spread * float(np.sqrt(1 - kept)),
    )


def shrinkage(events: int, spread: float) -> float:
    """The share of an intercept that so many events let stand: 0 to 1."""
    return spread**2 / (spread**2 + 1 / events)


def _fit(observed: Observed, design: Floats, given: Floats) -> Logistic:
    successes = observed.event
    trials = successes + observed.failures
    return fit_logistic(
        design,
        successes / trials,
        given + observed.offset,
        trials * observed.weight,
    )
