"""How risk grows with the years: an exponent for each tier, estimated from the cohort.

Diabetes is seen at one follow-up visit (current status), so time cannot enter as time
to event. Under a Weibull hazard the log cumulative hazard is k log t + const; for risks
this small so are the log-odds. Hence log-odds(t) = log-odds(r) + k log(t / r), where r
is the first horizon. k depends on what is known: who has a high glucose falls ill
sooner, and those who are followed for longer are other people. A bundle about the
present state has no time in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.cohort import Rows
from training.errors import TrainingError
from training.logistic import Floats, fit_logistic, sigmoid


class HorizonError(TrainingError):
    """A horizon at which nobody of the cohort was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExponent:
    """k of one tier with its standard error, and the time at which it adds nothing.

    Attributes:
        tier: Code of the tier.
        value: k.
        standard_error: Clustered by centre.
        reference_years: The first horizon.
    """

    tier: str
    value: float
    standard_error: float
    reference_years: float

    def offset(self, years: Floats) -> Floats:
        """Log-odds to add to those of the reference time."""
        if not self.value:
            return np.zeros_like(years)
        added: Floats = self.value * np.log(years / self.reference_years)
        return added


@dataclass(frozen=True, slots=True)
class TimeCourse:
    """The exponents of all tiers, in their order."""

    exponents: tuple[TimeExponent, ...]

    @property
    def is_timed(self) -> bool:
        """Whether the outcome comes later; otherwise it is the present state."""
        return any(exponent.reference_years for exponent in self.exponents)

    def offset(self, tier: Rows, years: Floats) -> Floats:
        """Log-odds [N] to add to those of the reference time.

        Args:
            tier: [N] number of each row's tier.
            years: [N], or one number for all.
        """
        each = np.broadcast_to(np.asarray(years, np.float64), tier.shape)
        added = np.empty(tier.shape)
        for number, exponent in enumerate(self.exponents):
            rows = tier == number
            added[rows] = exponent.offset(each[rows])
        return added

    def horizon_offsets(
        self, horizons: Sequence[float]
    ) -> tuple[tuple[float, ...], ...]:
        """What each horizon adds to the log-odds: [tier][horizon]."""
        years = np.array(horizons, np.float64)
        return tuple(tuple(it.offset(years).tolist()) for it in self.exponents)

    def sd(self, tier: Rows, years: Floats) -> Floats:
        """How unsure the exponents leave the log-odds [N] at these years [N]."""
        found = np.zeros(tier.shape)
        for number, exponent in enumerate(self.exponents):
            if exponent.reference_years:
                rows = tier == number
                log_ratio = np.log(years[rows] / exponent.reference_years)
                found[rows] = exponent.standard_error * np.abs(log_ratio)
        return found

    def horizon_sd(self, horizons: Sequence[float]) -> dict[str, tuple[float, ...]]:
        """By tier, how unsure the exponent leaves the log-odds of each horizon."""
        return {
            it.tier: tuple(
                round(it.standard_error * abs(np.log(years / it.reference_years)), 4)
                if it.reference_years
                else 0.0
                for years in horizons
            )
            for it in self.exponents
        }


def no_time(tiers: Sequence[str]) -> TimeCourse:
    """For an outcome that is the present state."""
    return TimeCourse(
        tuple(
            TimeExponent(tier=tier, value=0.0, standard_error=0.0, reference_years=0.0)
            for tier in tiers
        )
    )


def not_yet_known(tiers: Sequence[str], reference_years: float) -> TimeCourse:
    """A constant hazard, where the estimation starts."""
    return TimeCourse(
        tuple(
            TimeExponent(
                tier=tier,
                value=1.0,
                standard_error=float("inf"),
                reference_years=reference_years,
            )
            for tier in tiers
        )
    )


def estimate(
    log_odds: Floats,
    outcome: Floats,
    years: Floats,
    cluster: Rows,
    *,
    tier: str,
    reference_years: float,
) -> TimeExponent:
    """Estimate k from log-odds at the reference time of people not trained on.

    People followed for longer are other people: the score has to be beside time in
    the regression. People of a centre are alike and were seen again at its own pace:
    the standard error is the sandwich of their summed scores (Liang and Zeger,
    Biometrika 1986;73:13), with G / (G - 1) for G centres.
    """
    design = np.column_stack([log_odds, np.log(years / reference_years)])
    fitted = fit_logistic(design, outcome)
    columns = np.column_stack([np.ones(len(outcome)), design])
    risk = sigmoid(columns @ fitted.coefficients)
    information = (columns * (risk * (1 - risk))[:, np.newaxis]).T @ columns
    clusters, member = np.unique(cluster, return_inverse=True)
    scores = np.zeros((len(clusters), columns.shape[1]))
    np.add.at(scores, member, columns * (outcome - risk)[:, np.newaxis])
    bread = np.linalg.inv(information)
    few = len(clusters) / max(len(clusters) - 1, 1)
    covariance = few * bread @ (scores.T @ scores) @ bread
    return TimeExponent(
        tier=tier,
        value=round(float(fitted.coefficients[2]), 4),
        standard_error=round(float(np.sqrt(covariance[2, 2])), 4),
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
