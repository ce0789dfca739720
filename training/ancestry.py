"""The term that calibrates a bundle for people of one ancestry.

A model of everybody is right for the mean person. Where the users are of a group that
is few in the cohort and ill at a lower weight, it halves their risk. The trees see no
ancestry; a constant in log-odds, one for each tier, is estimated from the group's
people with the out-of-fold log-odds as offset, and is folded into the graph.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from training.card.sections import Ancestry, GroupCalibration, TierTerm
from training.cohort import Cohort, Floats, Rows
from training.cross_validation import Scores
from training.definition import Definition
from training.errors import TrainingError
from training.logistic import fit_logistic
from training.uncertainty.between_centres import tier_of_subset
from training.validation.binned_logistic import Binned
from training.validation.calibration import intercepts, observed_expected
from training.validation.resampling import estimate
from training.validation.sample import MIN_EVENTS, Sample

DIMENSION = "ancestry"
EVERYBODY = "everybody"


class TooFewPeopleError(TrainingError):
    """The group has too few people with the outcome to estimate a term."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AncestryTerm:
    """What is added for a group, and how that was tested.

    Attributes:
        intercepts: Added to the log-odds in the shipped bundle, by code of the tier.
        standard_errors: Of these, by code of the tier.
        added: By subset [people], what it was tested with: for the group's people the
            term estimated without their own cycle, for the others 0.
        section: What the card says of it.
    """

    intercepts: Mapping[str, float]
    standard_errors: Mapping[str, float]
    added: Mapping[str, Floats]
    section: Ancestry


def fit_term(
    cohort: Cohort, definition: Definition, out_of_fold: Scores, group: str = "asian"
) -> AncestryTerm:
    """Estimate the term, and test it on each cycle with the term of the others.

    A tier's term is the mean of those of the subsets of inputs that fall in it: it
    has to serve all of its people, whatever else is known of them.

    Args:
        cohort: A survey, with its weights and sampling units, and `groups["ancestry"]`.
        definition: With the subsets and the tiers.
        out_of_fold: Log-odds [people] by subset, from models without the own cycle.
        group: The ancestry, as `cohort.groups` has it.

    Raises:
        TooFewPeopleError: Of the group or, leaving out a cycle, of the others.
    """
    of_group = np.flatnonzero(cohort.groups[DIMENSION] == group)
    everybody = Sample.of(cohort, definition.seed)
    people = everybody.take(of_group)
    _check_events(people.events)
    subsets = _subsets_by_tier(definition)
    series = {
        tier: _resampled(people, [out_of_fold[name][of_group] for name in names])
        for tier, names in subsets.items()
    }
    added: dict[str, Floats] = {}
    for names in subsets.values():
        tested = _left_out(cohort, of_group, [out_of_fold[name] for name in names])
        added |= dict.fromkeys(names, tested)
    errors = {tier: float(np.nanstd(found[1:])) for tier, found in series.items()}
    fullest = next(iter(series))
    wald = float(series[fullest][0]) / errors[fullest]
    calibration = []
    for tier, names in subsets.items():
        for name in names:
            score = out_of_fold[name]
            judged = (score + added[name])[of_group]
            shipped = score + float(series[tier][0])
            calibration += [
                _compare(group, name, people, score[of_group], judged),
                _compare(EVERYBODY, name, everybody, score, shipped),
            ]
    return AncestryTerm(
        intercepts={tier: round(float(it[0]), 4) for tier, it in series.items()},
        standard_errors={tier: round(error, 4) for tier, error in errors.items()},
        added=added,
        section=Ancestry(
            group=group,
            terms=tuple(
                TierTerm(tier=tier, added=estimate(found))
                for tier, found in series.items()
            ),
            p_value=float(2 * norm.sf(abs(wald))),
            calibration=tuple(calibration),
        ),
    )


def _subsets_by_tier(definition: Definition) -> dict[str, list[str]]:
    by_tier: dict[str, list[str]] = {tier.code: [] for tier in definition.tiers}
    for subset in definition.gaps.subsets:
        tier = definition.tiers[tier_of_subset(definition, subset)]
        by_tier[tier.code].append(subset)
    return by_tier


def _resampled(people: Sample, scores: list[Floats]) -> Floats:
    """Mean intercept of these log-odds: [1 + resamples]."""
    found = [intercepts(Binned.of(people, score)) for score in scores]
    mean: Floats = np.mean(found, axis=0)
    return mean


def _left_out(cohort: Cohort, of_group: Rows, scores: list[Floats]) -> Floats:
    """For each person of the group the term of the other cycles: [people]."""
    added = np.zeros(cohort.people)
    for cycle in np.unique(cohort.site[of_group]):
        here = cohort.site[of_group] == cycle
        others = of_group[~here]
        _check_events(int(cohort.outcome[others].sum()))
        found = [_intercept(cohort.take(others), score[others]) for score in scores]
        added[of_group[here]] = np.mean(found)
    return added


def _intercept(people: Cohort, log_odds: Floats) -> float:
    no_columns = np.empty((people.people, 0))
    fitted = fit_logistic(no_columns, people.outcome, log_odds, people.weight)
    return float(fitted.coefficients[0])


def _check_events(events: int) -> None:
    if events < MIN_EVENTS:
        raise TooFewPeopleError(
            f"Only {events} people of the ancestry that the bundle is calibrated for "
            f"have the outcome; a term needs {MIN_EVENTS}. Use more people."
        )


def _compare(
    group: str, subset: str, people: Sample, without: Floats, with_term: Floats
) -> GroupCalibration:
    return GroupCalibration(
        group=group,
        tier=subset,
        people=people.people,
        events=people.events,
        without=estimate(observed_expected(people, without)),
        with_term=estimate(observed_expected(people, with_term)),
    )
