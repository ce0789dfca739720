"""How far a centre differs from the model, beyond chance: what no replicate shows.

Replicates show what the choice of centres does to the model. That the people of a new
centre have other risks than the same people elsewhere is a property of centres, and is
measured where it can be seen: on centres that were left out.

Sources: Debray et al., BMJ 2017;356:i6460 (meta-analysis of validations by centre);
Paule and Mandel, J Res Natl Bur Stand 1982;87:377 (the estimate of the spread);
Higgins, Thompson and Spiegelhalter, J R Stat Soc A 2009;172:137 (a spread of few centres
is itself unsure: the interval of a new one is Student's t with two degrees fewer).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm, t as student
from statsmodels.stats.meta_analysis import combine_effects

from training.cohort import Cohort, Rows
from training.cross_validation import Scores, offsets
from training.definition import Definition
from training.logistic import Floats, sigmoid
from training.manifest import INTERVAL_LEVEL
from training.tiers import tier_of_subset
from training.time_offset import TimeCourse

MIN_EXPECTED = 10.0  # events at a centre: below, its own level is mostly chance
MIN_CENTRES = 3
UNKNOWN_SD = 0.4
"""Where a cohort has too few centres: the spread of 13 Chinese centres with glucose."""

_FAR = 20.0  # log-odds: no centre is further away


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How far a centre lies from the model in log-odds, and its variance by chance."""

    centre: int
    shift: float
    variance: float


def added_sd(
    cohort: Cohort, definition: Definition, scores: Scores, time: TimeCourse
) -> dict[str, float]:
    """The spread of the log-odds between centres that each tier is given.

    It is the measured one, and never less than that of a better known tier: who knows
    less of people cannot be surer of them, though centres may happen to differ in
    opposite ways in what is known and in what is not.

    Args:
        cohort: With `site`, the centres.
        definition: With the subsets and the tiers.
        scores: Out-of-fold log-odds at the reference time, by subset.
        time: Time's part.

    Returns:
        Standard deviation in log-odds by code of the tier.
    """
    given: dict[str, float] = {}
    for tier, sd in measured_sd(cohort, definition, scores, time).items():
        given[tier] = max(sd, *given.values(), 0.0)
    return given


def measured_sd(
    cohort: Cohort, definition: Definition, scores: Scores, time: TimeCourse
) -> dict[str, float]:
    """Measure the spread of the log-odds between centres for each tier.

    A tier gets the greatest spread of the subsets of inputs that fall in it, and of
    all subsets where none does. The part that a centre's absence from the training
    data explains is in this spread and in that of the replicates: it is counted twice,
    on the side of caution.

    Args:
        cohort: With `site`, the centres.
        definition: With the subsets and the tiers.
        scores: Out-of-fold log-odds at the reference time, by subset.
        time: Time's part.

    Returns:
        Standard deviation in log-odds by code of the tier.
    """
    found = {
        subset: spread(
            levels(cohort, scores[subset] + offsets(cohort, definition, time, subset))
        )
        for subset in definition.gaps.subsets
    }
    by_tier: dict[str, float] = {}
    for number, tier in enumerate(definition.tiers):
        here = [
            value
            for subset, value in found.items()
            if tier_of_subset(definition, subset) == number
        ]
        by_tier[tier.code] = round(max(here or found.values()), 4)
    return by_tier


def levels(cohort: Cohort, at_follow_up: Floats) -> tuple[Level, ...]:
    """Measure each centre where the model expects enough events.

    Args:
        cohort: With `site`, `outcome` and `weight`.
        at_follow_up: Log-odds [people] at each person's own follow-up, by a model that
            never saw their centre.
    """
    risk = sigmoid(at_follow_up)
    found = []
    for centre in np.unique(cohort.site):
        rows = np.flatnonzero(cohort.site == centre)
        if risk[rows].sum() >= MIN_EXPECTED:
            shift = _shift(cohort, rows, at_follow_up)
            variance = chance(at_follow_up[rows] + shift, cohort.weight[rows])
            found.append(Level(centre=int(centre), shift=shift, variance=variance))
    return tuple(found)


def spread(measured: tuple[Level, ...]) -> float:
    """The standard deviation of centres in log-odds, without the part of chance.

    Widened so that as many standard deviations as a normal interval has hold what
    Student's t asks for with so few centres.
    """
    if len(measured) < MIN_CENTRES:
        return UNKNOWN_SD
    fitted = combine_effects(
        np.array([level.shift for level in measured]),
        np.array([level.variance for level in measured]),
        method_re="iterated",
    )
    upper = (1 + INTERVAL_LEVEL) / 2
    few = student.ppf(upper, len(measured) - 2) / norm.ppf(upper)
    return float(few * np.sqrt(fitted.tau2))


def chance(log_odds: Floats, weight: Floats) -> float:
    """Variance, by chance alone, of the level of people with these log-odds."""
    risk = sigmoid(log_odds)
    binomial = risk * (1 - risk)
    return float((weight**2 * binomial).sum() / (weight * binomial).sum() ** 2)


def _shift(cohort: Cohort, rows: Rows, at_follow_up: Floats) -> float:
    """The log-odds to add so that as many events are expected as were observed.

    Half an event is the least and the most, so that a level is never infinite.
    """
    weight = cohort.weight[rows]
    observed = float(weight @ cohort.outcome[rows])
    observed = min(max(observed, 0.5), float(weight.sum()) - 0.5)

    def excess(shift: float) -> float:
        return float(weight @ sigmoid(at_follow_up[rows] + shift)) - observed

    return float(brentq(excess, -_FAR, _FAR))


def by_centre(measured: tuple[Level, ...]) -> Mapping[int, float]:
    """For each centre the spread of all the others."""
    return {
        left_out.centre: spread(tuple(it for it in measured if it is not left_out))
        for left_out in measured
    }
