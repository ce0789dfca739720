"""Validation of people with censored follow-up: nothing of the model is fitted on it.

Published scores are no probabilities: each is turned into one by regression on these
very people, in folds, which the model is not. So their net benefit is flattered here.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.special import logit

from training.cohort import Cohort, Floats, Rows
from training.figures import SubsetFigures
from training.validation.calibration import calibrate
from training.validation.censored import at_horizon, harrell_c, horizon_figures
from training.validation.decision import MODEL, decide
from training.validation.fairness import fairness
from training.validation.grouping import groupings
from training.validation.published import published_scores
from training.validation.resampling import Resamples, estimate
from training.validation.rivals import compare
from training.validation.subgroups import subgroups

_FOLDS = 5


def validate_censored(
    cohort: Cohort,
    scores: Mapping[str, Mapping[str, Floats]],
    offset: Mapping[str, Callable[[float], Floats]],
    *,
    horizons: Sequence[float],
    bands_horizon: float,
    threshold: float,
    decision_at: Sequence[float],
    seed: int,
) -> dict[str, SubsetFigures]:
    """Figures of every subset of the inputs.

    Calibration, net benefit and subgroups are those of the bands' horizon, with people
    weighed against censoring; rivals are compared by Harrell's C.

    Args:
        cohort: The people, censored.
        scores: By subset and code, log-odds [people] of the first horizon; the model
            under "model", every other code a rival. Published scores are added.
        offset: By subset, what so many years add to those log-odds [people].
        horizons: In years, each with figures of its own.
        bands_horizon: In years.
        threshold: The risk at or above which a person counts as flagged.
        decision_at: Threshold risks where net benefit gets intervals.
        seed: Of the draws.
    """
    resamples = Resamples.of(cohort, seed)
    sample, rows = at_horizon(cohort, resamples, bands_horizon)
    known = cohort.take(rows)
    dimensions = groupings(known)
    published = published_scores(cohort)
    folds = np.random.default_rng(seed).integers(_FOLDS, size=len(rows))
    incomplete = {code: score.incomplete for code, score in published.items()}
    # One regression for everybody would rank as the points do; so rank by the points.
    points = {code: score.points for code, score in published.items()}
    added = {
        code: score.take(rows).log_odds(sample, np.zeros(len(rows)), folds)
        for code, score in published.items()
    }

    def c_index(score: Floats, among: Rows) -> Floats:
        return harrell_c(cohort, resamples, score, among)

    figures = {}
    for subset, given in scores.items():
        model = given[MODEL]
        at_bands = {
            **{
                code: score[rows] + offset[subset](bands_horizon)[rows]
                for code, score in given.items()
            },
            **added,
        }
        groups = subgroups(sample, at_bands[MODEL], dimensions, float(logit(threshold)))
        figures[subset] = SubsetFigures(
            subset=subset,
            people=cohort.people,
            events=cohort.events,
            ranking=None,
            c_index=estimate(c_index(model, np.arange(cohort.people))),
            calibration=calibrate(sample, at_bands[MODEL]),
            rivals=compare(sample, at_bands, {**given, **points}, incomplete, c_index),
            decision=decide(sample, at_bands, decision_at),
            subgroups=groups,
            fairness=fairness(groups, threshold),
            horizons=tuple(
                horizon_figures(cohort, resamples, model + offset[subset](years), years)
                for years in horizons
            ),
        )
    return figures
