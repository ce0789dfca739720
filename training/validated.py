"""Everything a card says of how good a bundle is, made from its graph and its recipe.

At home nobody is scored by a model that saw their centre: the model is trained again
without each fold. Abroad the bundle's own graph is used, the one that is served.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from service.clinical.variables import VARIABLES
from training import cross_validation
from training.cohort import Cohort, Inputs
from training.definition import Definition
from training.figures import SubsetFigures
from training.learnt_abroad import Teacher
from training.logistic import Floats, fit_logistic
from training.missingness import COMPLETE
from training.model import Model
from training.recipe import Recipe
from training.shrinkage import Shrinkage, shrink
from training.sources import Source
from training.tiers import tier_of, tier_of_subset
from training.time_offset import TimeCourse
from training.validation.abroad import validate_censored
from training.validation.home import validate

DECISION_AT = (0.02, 0.05, 0.10)
GLUCOSE = "fasting_glucose"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AtHome:
    """Out-of-fold models and what came of them.

    Attributes:
        models: Trained without each fold.
        shrinkage: How far their log-odds are drawn together.
        scores: Out-of-fold log-odds at the reference time, by subset, drawn together;
            before any transfer to another population.
        figures: Of these, by subset.
    """

    models: list[Model]
    shrinkage: Shrinkage
    scores: cross_validation.Scores
    figures: dict[str, SubsetFigures]


def validate_at_home(
    source: Source, cohort: Cohort, recipe: Recipe, time: TimeCourse
) -> AtHome:
    """Cross-validate the model and its rivals on the training cohort."""
    definition = source.definition
    models = cross_validation.fold_models(cohort, definition, recipe, time)
    folds = cross_validation.folds(cohort, definition)
    raw = cross_validation.score_subsets(cohort, definition, models)
    # A transfer has a penalty of its own, towards what was fitted here.
    shrinkage = (
        unshrunk(definition, raw)
        if definition.transfer
        else shrink(cohort, definition, raw, time, folds)
    )
    ours = shrinkage.scores
    rivals = {
        "dedicated": cross_validation.dedicated(cohort, definition, recipe, time),
        "linear": cross_validation.linear(cohort, definition, time),
    }
    scores = {
        subset: {
            "model": ours[subset],
            **{code: found[subset] for code, found in rivals.items()},
        }
        for subset in definition.gaps.subsets
    }
    if GLUCOSE in definition.inputs:
        alone = cross_validation.one_measurement(cohort, definition, GLUCOSE, time)
        for subset, found in scores.items():
            if GLUCOSE in definition.gaps.known(definition.inputs, subset):
                found[GLUCOSE] = alone
    threshold = flagging_threshold(definition)
    figures = validate(
        cohort,
        scores,
        {
            subset: cross_validation.offsets(cohort, definition, time, subset)
            for subset in definition.gaps.subsets
        },
        folds=folds,
        horizons=definition.horizons_years if definition.timed else (),
        threshold=threshold,
        decision_at=DECISION_AT,
        seed=definition.seed,
    )
    return AtHome(
        models=models,
        shrinkage=shrinkage,
        scores=ours,
        figures=figures,
    )


def unshrunk(definition: Definition, scores: cross_validation.Scores) -> Shrinkage:
    """Log-odds as they are."""
    return Shrinkage(
        recalibration=tuple((0.0, 1.0) for _ in definition.tiers), scores=scores
    )


def validate_abroad(
    source: Source,
    cohort: Cohort,
    external: Cohort,
    time: TimeCourse,
    score: Callable[[Inputs], Floats],
    *,
    teachers: Sequence[Teacher],
) -> dict[str, SubsetFigures]:
    """Validate the finished model, and rivals of the same cohort, abroad.

    Inputs whose curves were learnt there are hidden, so that nothing of the figures was
    learnt on these people; then they are known, each person scored by curves from
    others.

    Args:
        source: Of the bundle; it has an external cohort.
        cohort: The training cohort, on which the rivals are fitted.
        external: The people to validate on.
        time: Time's part of the log-odds.
        score: The bundle's log-odds of the first horizon for rows [N, F].
        teachers: Of the inputs whose curves were learnt there.
    """
    definition = source.definition
    assert source.external is not None  # noqa: S101 - the caller read `external` by it
    scores: dict[str, dict[str, Floats]] = {}
    later: dict[str, Callable[[float], Floats]] = {}
    for subset in definition.gaps.subsets:
        x = never_learnt(external, definition, subset)
        inputs = definition.gaps.known(definition.inputs, subset)
        linear = cross_validation.linear_model(cohort, definition, subset, time)
        found = {
            "model": score(x),
            "linear": linear.log_odds(external.select(inputs).x),
        }
        if GLUCOSE in inputs:
            found[GLUCOSE] = _glucose_alone(cohort, external, definition, time)
        scores[subset] = found
        later[subset] = partial(
            time.offset, tier_of(x, external.inputs, definition.tiers)
        )
    for teacher in teachers:
        for tier in range(len(definition.tiers)):
            name = known_beside(definition, tier, teacher.name)
            scores[name] = {"model": teacher.out_of_fold(tier, definition.seed)}
            everybody = np.full(external.people, tier)
            later[name] = partial(time.offset, everybody)
    return validate_censored(
        external,
        scores,
        later,
        horizons=source.external.horizons_years,
        bands_horizon=definition.bands_horizon_years,
        threshold=flagging_threshold(definition),
        decision_at=DECISION_AT,
        seed=definition.seed,
    )


def never_learnt(external: Cohort, definition: Definition, subset: str) -> Inputs:
    """The people as a subset knows them, without the inputs that were learnt there."""
    x = definition.gaps.without(external.x, external.inputs, subset)
    x[:, [external.inputs.index(name) for name in definition.learnt_abroad]] = np.nan
    return x


def known_beside(definition: Definition, tier: int, name: str) -> str:
    """What a subset is called in which an input learnt abroad is known."""
    subset = next(
        subset
        for subset in definition.gaps.subsets
        if tier_of_subset(definition, subset) == tier
    )
    return f"{subset}, {VARIABLES[name].label.en} known"


def flagging_threshold(definition: Definition) -> float:
    """Where the band `high` begins: above it a person is flagged."""
    threshold = definition.bands[1].below
    assert threshold is not None  # noqa: S101 - only the last band has no end
    return threshold


def _glucose_alone(
    cohort: Cohort, external: Cohort, definition: Definition, time: TimeCourse
) -> Floats:
    at_home, abroad = cohort.value(GLUCOSE), external.value(GLUCOSE)
    median = np.nanmedian(at_home)
    fitted = fit_logistic(
        np.nan_to_num(at_home, nan=median)[:, None],
        cohort.outcome,
        cross_validation.offsets(cohort, definition, time, COMPLETE),
        cohort.weight,
    )
    return fitted.log_odds(np.nan_to_num(abroad, nan=median)[:, None])
