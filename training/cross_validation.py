"""Scores of people by a model that never saw anybody of their centre.

Five folds of whole centres, always the same ones, so that recipes, subsets, baselines
and the time exponent are compared on the same splits.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from training.baseline import LinearBaseline
from training.cohort import Cohort, Rows
from training.logistic import Floats
from training.missingness import COMPLETE, SUBSETS, known, without
from training.model import log_odds, train
from training.recipe import Recipe
from training.time_offset import NOT_YET_KNOWN, TimeExponent, estimate

FOLDS = 5
WORKERS = 2  # xgboost lets go of the interpreter; each booster trains on one thread

_SETTLED = 0.02  # a third of the exponent's standard error
_ROUNDS = 5

Scores = dict[str, Floats]
"""Out-of-fold log-odds of the 3-year risk [people], by subset of inputs."""

Split = tuple[Rows, Rows]
FoldScores = Callable[[int, Split], Scores]


def splits(cohort: Cohort) -> list[Split]:
    """(training rows, held-out rows) of each fold; no centre is on both sides."""
    folds = GroupKFold(FOLDS).split(cohort.x, groups=cohort.site)
    return [(fold[0], fold[1]) for fold in folds]


def out_of_fold(cohort: Cohort, score_fold: FoldScores, title: str) -> Scores:
    """Score every person by the fold that held them out."""
    folds = splits(cohort)
    scores: Scores = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        parts: Iterable[Scores] = tqdm(
            pool.map(score_fold, range(FOLDS), folds), title, FOLDS, leave=False
        )
        for (_, held_out), part in zip(folds, parts, strict=True):
            for subset, values in part.items():
                whole = scores.setdefault(subset, np.empty(cohort.people))
                whole[held_out] = values
    return scores


def one_model(
    cohort: Cohort, recipe: Recipe, exponent: TimeExponent, seed: int
) -> Scores:
    """The bundle's model, trained once for every subset."""

    def score(fold: int, split: Split) -> Scores:
        training, held_out = split
        booster = train(cohort.take(training), recipe, exponent, seed=(seed, fold))
        x = cohort.x[held_out]
        return {
            subset: log_odds(booster, without(x, cohort.inputs, subset))
            for subset in SUBSETS
        }

    return out_of_fold(cohort, score, "one model for every subset")


def estimate_exponent(cohort: Cohort, recipe: Recipe, seed: int) -> TimeExponent:
    """Estimate the time exponent that agrees with the models trained with it."""
    exponent = NOT_YET_KNOWN
    for _ in range(_ROUNDS):
        scores = one_model(cohort, recipe, exponent, seed)
        before = exponent
        exponent = estimate(scores[COMPLETE], cohort.outcome, cohort.years)
        if abs(exponent.value - before.value) < _SETTLED:
            break
    return exponent


def dedicated(
    cohort: Cohort, recipe: Recipe, exponent: TimeExponent, seed: int
) -> Scores:
    """A model for each subset alone: the same recipe, no augmentation."""

    def score(subset: str, fold: int, split: Split) -> Scores:
        training, held_out = split
        part = cohort.select(known(cohort.inputs, subset))
        booster = train(
            part.take(training), recipe, exponent, seed=(seed, fold), augmented=False
        )
        return {subset: log_odds(booster, part.x[held_out])}

    scores: Scores = {}
    for subset in SUBSETS:
        scores |= out_of_fold(cohort, partial(score, subset), f"dedicated: {subset}")
    return scores


def linear(cohort: Cohort, exponent: TimeExponent) -> Scores:
    """Linear logistic regression for each subset alone."""
    offset = exponent.offset(cohort.years)

    def score(subset: str, _: int, split: Split) -> Scores:
        training, held_out = split
        x = cohort.select(known(cohort.inputs, subset)).x
        baseline = LinearBaseline.fit(
            x[training], cohort.outcome[training], offset[training]
        )
        return {subset: baseline.log_odds(x[held_out])}

    scores: Scores = {}
    for subset in SUBSETS:
        scores |= out_of_fold(cohort, partial(score, subset), f"linear: {subset}")
    return scores
