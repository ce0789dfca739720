"""Figures of people whose follow-up ends before the outcome can be known.

Harrell's C over the whole follow-up; at a horizon the Kaplan-Meier risk, and people
weighed by the inverse probability of not being censored (Uno et al., Stat Med
2007;26:2389), so that the figures of uncensored people serve. The weights are
scikit-survival's and stay as they are in resamples; a test holds C, AUC, Brier score
and Kaplan-Meier to that package.
"""

import numpy as np
from scipy.special import expit
from sksurv.nonparametric import CensoringDistributionEstimator
from sksurv.util import Surv

from training.cohort import Cohort, Floats, Rows
from training.errors import TrainingError
from training.figures import HorizonFigures
from training.validation.ranking import rank
from training.validation.resampling import Resamples, estimate
from training.validation.sample import MIN_EVENTS, Sample


class FollowUpError(TrainingError):
    """Follow-up says too little of a horizon."""


def at_horizon(
    cohort: Cohort, resamples: Resamples, horizon: float
) -> tuple[Sample, Rows]:
    """People whose state at the horizon is known, weighed for those where it is not.

    Returns:
        The sample, and its rows in the cohort.

    Raises:
        FollowUpError: Almost nobody was followed beyond the horizon, or fell ill before.
    """
    event, years = cohort.outcome == 1, cohort.years
    if (followed := int((years > horizon).sum())) < MIN_EVENTS:
        raise FollowUpError(
            f"The horizon of {horizon:g} years is beyond the follow-up: {followed:,} of "
            f"{cohort.people:,} people were followed for longer, and the longest time "
            f"is {years.max():.3g} years. At least {MIN_EVENTS} people are needed."
        )
    if (fell_ill := int((event & (years <= horizon)).sum())) < MIN_EVENTS:
        raise FollowUpError(
            f"{fell_ill:,} of {cohort.people:,} people have the outcome within "
            f"{horizon:g} years; at least {MIN_EVENTS} are needed."
        )
    uncensored = CensoringDistributionEstimator().fit(Surv.from_arrays(event, years))
    ill = event & (years <= horizon)
    well = years > horizon
    weight = np.zeros(cohort.people)
    weight[ill] = 1 / uncensored.predict_proba(years[ill])
    weight[well] = 1 / uncensored.predict_proba(np.array([horizon]))[0]
    rows = np.flatnonzero(weight)
    sample = Sample(
        outcome=ill[rows].astype(np.float64),
        weight=weight[rows] * cohort.weight[rows],
        resamples=resamples.take(rows),
    )
    return sample, rows


def horizon_figures(
    cohort: Cohort, resamples: Resamples, log_odds: Floats, horizon: float
) -> HorizonFigures:
    """Figures at one horizon.

    Args:
        cohort: The censored people.
        resamples: Of them.
        log_odds: [people] at the horizon.
        horizon: In years.
    """
    sample, rows = at_horizon(cohort, resamples, horizon)
    risk = expit(log_odds)
    observed = kaplan_meier_risk(cohort, resamples, horizon)
    weight = cohort.weight
    expected = resamples.totals(weight * risk) / resamples.totals(weight)
    return HorizonFigures(
        years=horizon,
        people=cohort.people,
        events=sample.events,
        observed=estimate(observed),
        expected=float(expected[0]),
        observed_expected=estimate(observed / expected),
        auc=estimate(rank(sample, log_odds[rows]).auc),
        brier=estimate(sample.mean((sample.outcome - risk[rows]) ** 2)),
    )


def kaplan_meier_risk(cohort: Cohort, resamples: Resamples, horizon: float) -> Floats:
    """1 - Kaplan-Meier survival at the horizon: [1 + resamples]."""
    event, years = cohort.outcome == 1, cohort.years
    times = np.unique(years[event & (years <= horizon)])
    died = np.flatnonzero(event & (years <= horizon))
    passed = np.searchsorted(times, years, "right")
    groups = len(times) + 1
    # At risk at the k-th time are those who passed more than k of the times.
    leaving = resamples.table(passed, groups, cohort.weight)
    at_risk = leaving[::-1].cumsum(axis=0)[::-1][1:]
    counted = np.zeros(cohort.people)
    counted[died] = cohort.weight[died]
    events = resamples.table(np.maximum(passed - 1, 0), groups, counted)[:-1]
    with np.errstate(invalid="ignore"):
        left = np.where(at_risk > 0, 1 - events / at_risk, 1.0)
    risk: Floats = 1 - left.prod(axis=0)
    return risk


def harrell_c(
    cohort: Cohort, resamples: Resamples, score: Floats, rows: Rows
) -> Floats:
    """Harrell's C of a score among these rows: [1 + resamples]."""
    part = resamples.take(rows)
    ranked = score[rows]
    event, years = cohort.outcome[rows] == 1, cohort.years[rows]
    weight = cohort.weight[rows]
    units = len(part.draws)
    cases = np.flatnonzero(event)
    comparable = np.empty((len(cases), units))
    concordant = np.empty((len(cases), units))
    for row, case in enumerate(cases):
        later = (years > years[case]) | (~event & (years == years[case]))
        unit, others = part.unit[later], ranked[later]
        better = (others < ranked[case]) + (others == ranked[case]) / 2
        comparable[row] = np.bincount(unit, weight[later], units)
        concordant[row] = np.bincount(unit, weight[later] * better, units)
    drawn = weight[cases, None] * part.draws[part.unit[cases]]
    pairs = (drawn * (comparable @ part.draws)).sum(axis=0)
    with np.errstate(invalid="ignore"):
        c: Floats = (drawn * (concordant @ part.draws)).sum(axis=0) / pairs
    return c
