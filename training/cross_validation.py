"""Scores of people by a model that never saw anybody of their centre.

Folds of whole centres, always the same ones, so that recipes, subsets, baselines and
the time exponent are compared on the same splits.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from training.baseline import LinearBaseline
from training.cohort import Cohort, Rows
from training.definition import Definition
from training.logistic import Floats, fit_logistic
from training.missingness import COMPLETE
from training.model import Model, train
from training.recipe import Recipe
from training.tiers import tier_of, tier_of_subset
from training.time_offset import TimeCourse, TimeExponent, estimate, not_yet_known

WORKERS = 2  # xgboost lets go of the interpreter; each booster trains on one thread

_SETTLED = 0.03  # a third of the least standard error of an exponent
_ROUNDS = 5

Scores = dict[str, Floats]
"""Out-of-fold log-odds at the reference time [people], by subset of inputs."""

Split = tuple[Rows, Rows]
"""Rows to train on, and rows held out."""


def folds(cohort: Cohort, definition: Definition) -> Rows:
    """The fold that holds out each person [people]; no centre is in two folds.

    Where there is one centre its clusters are dealt to the folds instead.
    """
    several = len(np.unique(cohort.site)) > 1
    groups = cohort.site if several else cohort.cluster
    fold = np.empty(cohort.people, dtype=np.intp)
    parts = min(definition.folds, len(np.unique(groups)))
    for number, (_, held_out) in enumerate(
        GroupKFold(parts).split(cohort.x, groups=groups)
    ):
        fold[held_out] = number
    return fold


def splits(cohort: Cohort, definition: Definition) -> list[Split]:
    """(training rows, held-out rows) of each fold."""
    fold = folds(cohort, definition)
    return [
        (np.flatnonzero(fold != number), np.flatnonzero(fold == number))
        for number in range(int(fold.max()) + 1)
    ]


def out_of_fold(
    cohort: Cohort,
    definition: Definition,
    score_fold: Callable[[int, Split], Scores],
    title: str,
) -> Scores:
    """Score every person by the fold that held them out."""
    parts = splits(cohort, definition)
    scores: Scores = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        scored: Iterable[Scores] = tqdm(
            pool.map(score_fold, range(len(parts)), parts),
            title,
            len(parts),
            leave=False,
        )
        for (_, held_out), part in zip(parts, scored, strict=True):
            for subset, values in part.items():
                whole = scores.setdefault(subset, np.empty(cohort.people))
                whole[held_out] = values
    return scores


def offsets(
    cohort: Cohort, definition: Definition, time: TimeCourse, subset: str
) -> Floats:
    """What each person's own follow-up adds to the log-odds [people].

    Each is in the tier of what is known in this subset of the inputs.
    """
    x = definition.gaps.without(cohort.x, cohort.inputs, subset)
    return time.offset(tier_of(x, cohort.inputs, definition.tiers), cohort.years)


def fold_models(
    cohort: Cohort, definition: Definition, recipe: Recipe, time: TimeCourse
) -> list[Model]:
    """The bundle's model, trained once without each fold."""
    parts = splits(cohort, definition)

    def train_fold(fold: int) -> Model:
        rows, seed = parts[fold][0], (definition.seed, fold)
        part = cohort.take(rows)
        return train(part, recipe, time, definition, definition.gaps, seed=seed)

    with ThreadPoolExecutor(WORKERS) as pool:
        trained: Iterable[Model] = tqdm(
            pool.map(train_fold, range(len(parts))),
            "one model for every subset",
            len(parts),
            leave=False,
        )
        return list(trained)


def score_subsets(
    cohort: Cohort, definition: Definition, models: list[Model]
) -> Scores:
    """Score every person in every subset by the model that never saw them."""

    def score(fold: int, split: Split) -> Scores:
        x = cohort.x[split[1]]
        return {
            subset: models[fold].log_odds(
                definition.gaps.without(x, cohort.inputs, subset)
            )
            for subset in definition.gaps.subsets
        }

    return out_of_fold(cohort, definition, score, "subsets")


def estimate_time(cohort: Cohort, definition: Definition, recipe: Recipe) -> TimeCourse:
    """Estimate the time exponents that agree with the models trained with them."""
    reference = float(definition.horizons_years[0])
    time = not_yet_known([tier.code for tier in definition.tiers], reference)
    for _ in range(_ROUNDS):
        models = fold_models(cohort, definition, recipe, time)
        scores = score_subsets(cohort, definition, models)
        before = time
        time = TimeCourse(
            tuple(
                _exponent(cohort, definition, scores, number, reference)
                for number in range(len(definition.tiers))
            )
        )
        moved = [
            abs(now.value - then.value)
            for now, then in zip(time.exponents, before.exponents, strict=True)
        ]
        if max(moved) < _SETTLED:
            break
    return time


def _exponent(
    cohort: Cohort,
    definition: Definition,
    scores: Scores,
    number: int,
    reference: float,
) -> TimeExponent:
    """That of a tier: the mean over its subsets, or over all where it has none."""
    subsets = [
        subset for subset in scores if tier_of_subset(definition, subset) == number
    ]
    found = [
        estimate(
            scores[subset],
            cohort.outcome,
            cohort.years,
            cohort.cluster,
            tier=definition.tiers[number].code,
            reference_years=reference,
        )
        for subset in subsets or scores
    ]
    return TimeExponent(
        tier=definition.tiers[number].code,
        value=round(float(np.mean([it.value for it in found])), 4),
        standard_error=round(float(np.mean([it.standard_error for it in found])), 4),
        reference_years=reference,
    )


def dedicated(
    cohort: Cohort, definition: Definition, recipe: Recipe, time: TimeCourse
) -> Scores:
    """A model for each subset alone: the same recipe, no incomplete rows."""

    def score(subset: str, fold: int, split: Split) -> Scores:
        rows, held_out = split
        part = cohort.select(definition.gaps.known(cohort.inputs, subset))
        seed = (definition.seed, fold)
        model = train(part.take(rows), recipe, time, definition, None, seed=seed)
        return {subset: model.log_odds(part.x[held_out])}

    return _each_subset(cohort, definition, score, "dedicated")


def linear(cohort: Cohort, definition: Definition, time: TimeCourse) -> Scores:
    """Linear logistic regression for each subset alone."""

    def score(subset: str, _: int, split: Split) -> Scores:
        rows, held_out = split
        baseline = linear_model(cohort.take(rows), definition, subset, time)
        part = cohort.select(definition.gaps.known(cohort.inputs, subset))
        return {subset: baseline.log_odds(part.x[held_out])}

    return _each_subset(cohort, definition, score, "linear")


def linear_model(
    cohort: Cohort, definition: Definition, subset: str, time: TimeCourse
) -> LinearBaseline:
    """Linear logistic regression on the inputs that a subset leaves."""
    return LinearBaseline.fit(
        cohort.select(definition.gaps.known(cohort.inputs, subset)).x,
        cohort.outcome,
        offsets(cohort, definition, time, subset),
        cohort.weight,
    )


def one_measurement(
    cohort: Cohort, definition: Definition, name: str, time: TimeCourse
) -> Floats:
    """Log-odds by logistic regression on one quantity alone; the median if unknown."""
    values = cohort.value(name)
    design = np.nan_to_num(values, nan=np.nanmedian(values))[:, None]
    offset = offsets(cohort, definition, time, COMPLETE)

    def score(_: int, split: Split) -> Scores:
        rows, held_out = split
        fitted = fit_logistic(
            design[rows], cohort.outcome[rows], offset[rows], cohort.weight[rows]
        )
        return {name: fitted.log_odds(design[held_out])}

    return out_of_fold(cohort, definition, score, name)[name]


def _each_subset(
    cohort: Cohort,
    definition: Definition,
    score: Callable[[str, int, Split], Scores],
    title: str,
) -> Scores:
    scores: Scores = {}
    for subset in definition.gaps.subsets:

        def score_fold(fold: int, split: Split, subset: str = subset) -> Scores:
            return score(subset, fold, split)

        named = f"{title}: {subset}"
        scores |= out_of_fold(cohort, definition, score_fold, named)
    return scores
