"""How risk grows with the years: an exponent, estimated from the cohort.

Diabetes is seen at one follow-up visit (current status), so time cannot enter as time
to event. Under a Weibull hazard the log cumulative hazard is k log t + const; for risks
this small so are the log-odds. Hence log-odds(t) = log-odds(3 years) + k log(t / 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.errors import TrainingError
from training.logistic import Floats, fit_logistic

REFERENCE_YEARS = 3.0


class HorizonError(TrainingError):
    """A horizon at which nobody of the cohort was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExponent:
    """k with its standard error."""

    value: float
    standard_error: float

    def offset(self, years: Floats) -> Floats:
        """Log-odds to add to those of 3 years."""
        added: Floats = self.value * np.log(years / REFERENCE_YEARS)
        return added


NOT_YET_KNOWN = TimeExponent(value=1.0, standard_error=float("inf"))
"""A constant hazard, where the estimation starts."""


def estimate(log_odds: Floats, outcome: Floats, years: Floats) -> TimeExponent:
    """Estimate k from log-odds at 3 years of people who were not trained on.

    People followed for longer are other people: the score has to be beside time in
    the regression.
    """
    design = np.column_stack([log_odds, np.log(years / REFERENCE_YEARS)])
    fitted = fit_logistic(design, outcome)
    return TimeExponent(
        value=round(float(fitted.coefficients[2]), 4),
        standard_error=round(float(fitted.standard_errors[2]), 4),
    )


def check_horizons(horizons: Sequence[float], years: Floats) -> None:
    """Refuse a risk for a time before anybody was seen again.

    Raises:
        HorizonError: A horizon is shorter than the shortest follow-up.
    """
    shortest = float(years.min())
    if min(horizons) < shortest:
        raise HorizonError(
            f"A horizon of {min(horizons):g} years is shorter than any follow-up "
            f"({shortest:.1f} years): the cohort says nothing about it."
        )
