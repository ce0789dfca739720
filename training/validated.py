"""Everything a card says of how good a bundle is, made from its graph and its recipe.

At home nobody is scored by a model that saw their centre: the model is trained again
without each fold. Abroad the bundle's own graph is used, the one that is served.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from xgboost import Booster

from training import cross_validation
from training.ancestry import DIMENSION, AncestryTerm, fit_term
from training.cohort import Cohort, Inputs
from training.definition import Definition
from training.figures import SubsetFigures
from training.logistic import Floats, fit_logistic
from training.recipe import Recipe
from training.sources import Source
from training.time_offset import TimeExponent
from training.validation.abroad import validate_censored
from training.validation.home import validate

DECISION_AT = (0.02, 0.05, 0.10)
GLUCOSE = "fasting_glucose"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AtHome:
    """Out-of-fold models and what came of them.

    Attributes:
        boosters: Trained without each fold.
        scores: Out-of-fold log-odds at the reference time, by subset; without the
            ancestry term.
        figures: By subset, without the ancestry term: a constant for everybody whom
            the bundle is shipped for, it ranks nobody.
        ancestry: The term, where the bundle has one, with what it does to calibration.
        target: Figures, by subset, of the people for whom it is shipped, with the term
            that the other cycles gave; empty where there is no term.
    """

    boosters: list[Booster]
    scores: cross_validation.Scores
    figures: dict[str, SubsetFigures]
    ancestry: AncestryTerm | None
    target: dict[str, SubsetFigures]


def validate_at_home(
    source: Source, cohort: Cohort, recipe: Recipe, exponent: TimeExponent
) -> AtHome:
    """Cross-validate the model and its rivals on the training cohort."""
    definition = source.definition
    boosters = cross_validation.fold_boosters(cohort, definition, recipe, exponent)
    ours = cross_validation.score_subsets(cohort, definition, boosters)
    rivals = {
        "dedicated": cross_validation.dedicated(cohort, definition, recipe, exponent),
        "linear": cross_validation.linear(cohort, definition, exponent),
    }
    term = (
        fit_term(cohort, definition, ours, source.ancestry) if source.ancestry else None
    )
    scores = {
        subset: {
            "model": ours[subset],
            **{code: found[subset] for code, found in rivals.items()},
        }
        for subset in definition.gaps.subsets
    }
    if GLUCOSE in definition.inputs:
        alone = cross_validation.one_measurement(cohort, definition, GLUCOSE, exponent)
        for subset, found in scores.items():
            if GLUCOSE in definition.gaps.known(definition.inputs, subset):
                found[GLUCOSE] = alone
    folds = cross_validation.folds(cohort, definition)
    threshold = flagging_threshold(definition)
    figures = validate(
        cohort,
        scores,
        exponent.offset(cohort.years),
        folds=folds,
        threshold=threshold,
        decision_at=DECISION_AT,
        seed=definition.seed,
    )
    target: dict[str, SubsetFigures] = {}
    if term:
        people = np.flatnonzero(cohort.groups[DIMENSION] == source.ancestry)
        shipped = {
            subset: {"model": (score + term.added[subset])[people]}
            for subset, score in ours.items()
        }
        target = validate(
            cohort.take(people),
            shipped,
            np.zeros(len(people)),
            folds=folds[people],
            threshold=threshold,
            decision_at=DECISION_AT,
            seed=definition.seed,
        )
    return AtHome(
        boosters=boosters, scores=ours, figures=figures, ancestry=term, target=target
    )


def validate_abroad(
    source: Source,
    cohort: Cohort,
    external: Cohort,
    exponent: TimeExponent,
    score: Callable[[Inputs], Floats],
) -> dict[str, SubsetFigures]:
    """Validate the finished model, and rivals of the same cohort, abroad.

    Args:
        source: Of the bundle; it has an external cohort.
        cohort: The training cohort, on which the rivals are fitted.
        external: The people to validate on.
        exponent: Of time.
        score: The bundle's log-odds of the first horizon for rows [N, F].
    """
    definition = source.definition
    assert source.external is not None  # noqa: S101 - the caller read `external` by it
    scores: dict[str, dict[str, Floats]] = {}
    for subset in definition.gaps.subsets:
        inputs = definition.gaps.known(definition.inputs, subset)
        linear = cross_validation.linear_model(
            cohort, definition.gaps, subset, exponent
        )
        found = {
            "model": score(
                definition.gaps.without(external.x, external.inputs, subset)
            ),
            "linear": linear.log_odds(external.select(inputs).x),
        }
        if GLUCOSE in inputs:
            found[GLUCOSE] = _glucose_alone(cohort, external, exponent)
        scores[subset] = found
    return validate_censored(
        external,
        scores,
        lambda years: float(exponent.offset(np.array(years))),
        horizons=source.external.horizons_years,
        bands_horizon=definition.bands_horizon_years,
        threshold=flagging_threshold(definition),
        decision_at=DECISION_AT,
        seed=definition.seed,
    )


def flagging_threshold(definition: Definition) -> float:
    """Where the band `high` begins: above it a person is flagged."""
    threshold = definition.bands[1].below
    assert threshold is not None  # noqa: S101 - only the last band has no end
    return threshold


def _glucose_alone(cohort: Cohort, external: Cohort, exponent: TimeExponent) -> Floats:
    at_home, abroad = cohort.value(GLUCOSE), external.value(GLUCOSE)
    median = np.nanmedian(at_home)
    fitted = fit_logistic(
        np.nan_to_num(at_home, nan=median)[:, None],
        cohort.outcome,
        exponent.offset(cohort.years),
        cohort.weight,
    )
    return fitted.log_odds(np.nan_to_num(abroad, nan=median)[:, None])
