"""How risk grows with the years: an exponent, estimated from the cohort.

Diabetes is seen at one follow-up visit (current status), so time cannot enter as time
to event. Under a Weibull hazard the log cumulative hazard is k log t + const; for risks
this small so are the log-odds. Hence log-odds(t) = log-odds(r) + k log(t / r), where r
is the first horizon. A bundle about the present state has no time in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.errors import TrainingError
from training.logistic import Floats, fit_logistic


class HorizonError(TrainingError):
    """A horizon at which nobody of the cohort was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExponent:
    """k with its standard error, and the time at which it adds nothing."""

    value: float
    standard_error: float
    reference_years: float

    def offset(self, years: Floats) -> Floats:
        """Log-odds to add to those of the reference time."""
        if not self.value:
            return np.zeros_like(years)
        added: Floats = self.value * np.log(years / self.reference_years)
        return added


NO_TIME = TimeExponent(value=0.0, standard_error=0.0, reference_years=0.0)
"""For an outcome that is the present state."""


def not_yet_known(reference_years: float) -> TimeExponent:
    """A constant hazard, where the estimation starts."""
    return TimeExponent(
        value=1.0, standard_error=float("inf"), reference_years=reference_years
    )


def estimate(
    log_odds: Floats, outcome: Floats, years: Floats, reference_years: float
) -> TimeExponent:
    """Estimate k from log-odds at the reference time of people not trained on.

    People followed for longer are other people: the score has to be beside time in
    the regression.
    """
    design = np.column_stack([log_odds, np.log(years / reference_years)])
    fitted = fit_logistic(design, outcome)
    return TimeExponent(
        value=round(float(fitted.coefficients[2]), 4),
        standard_error=round(float(fitted.standard_errors[2]), 4),
        reference_years=reference_years,
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
