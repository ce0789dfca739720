"""The boosted model: augmented people in, log-odds at the reference time out."""

from collections.abc import Sequence

import numpy as np
import xgboost

from service.clinical.variables import VARIABLES
from training.cohort import Cohort, Inputs
from training.logistic import Floats
from training.missingness import Gaps
from training.recipe import DEPTH, Recipe
from training.time_offset import TimeExponent

THREADS = 1  # sums, and so the bytes, depend on it; folds run side by side instead


def train(
    cohort: Cohort,
    recipe: Recipe,
    exponent: TimeExponent,
    gaps: Gaps | None,
    *,
    seed: int | Sequence[int],
) -> xgboost.Booster:
    """Train on a cohort, the rows of each person weighing that person's weight.

    The complete row is joined by one incomplete row for each situation, so that every
    event is seen in every situation.

    Args:
        cohort: Its `inputs` may be some of the bundle's: a model for a subset.
        recipe: The hyperparameters.
        exponent: Time's part of the log-odds, given as an offset.
        gaps: What may be missing; without it no incomplete rows are added, and the
            model is only good for people as complete as the cohort's.
        seed: Of the augmentation and of the booster.
    """
    rng = np.random.default_rng(seed)
    offset = exponent.offset(cohort.years)
    prevalence = float(np.average(cohort.outcome, weights=cohort.weight))
    xs, ys = [cohort.x], [cohort.outcome]
    complete = recipe.complete if gaps else 1.0
    offsets, weights = [offset], [complete * cohort.weight]
    event = cohort.outcome == 1
    if gaps:
        for situation in gaps.situations:
            kept = event | (rng.random(cohort.people) < recipe.negatives)
            rows = np.flatnonzero(kept)
            x = cohort.x[rows]
            x[gaps.draw_mask(len(rows), cohort.inputs, situation, rng)] = np.nan
            xs.append(x)
            ys.append(cohort.outcome[rows])
            offsets.append(offset[rows])
            share = (1 - complete) * situation.share
            drawn = np.where(event[rows], share, share / recipe.negatives)
            weights.append(drawn * cohort.weight[rows])
    matrix = xgboost.QuantileDMatrix(
        np.vstack(xs),
        np.concatenate(ys),
        weight=np.concatenate(weights),
        # A base margin takes the place of the base score while training.
        base_margin=np.concatenate(offsets) + np.log(prevalence / (1 - prevalence)),
        feature_names=list(cohort.inputs),
        max_bin=recipe.max_bin,
        nthread=THREADS,
    )
    directions = [VARIABLES[name].monotone for name in cohort.inputs]
    parameters = {
        "objective": "binary:logistic",
        "base_score": prevalence,
        "tree_method": "hist",
        "max_depth": DEPTH,
        "eta": recipe.learning_rate,
        "min_child_weight": recipe.min_child_weight,
        "reg_lambda": recipe.reg_lambda,
        "subsample": recipe.subsample,
        "colsample_bytree": recipe.colsample_bytree,
        "max_bin": recipe.max_bin,
        "monotone_constraints": tuple(directions),
        "seed": int(rng.integers(2**31)),
        "nthread": THREADS,
    }
    return xgboost.train(parameters, matrix, num_boost_round=recipe.trees)


def log_odds(booster: xgboost.Booster, x: Inputs) -> Floats:
    """Log-odds of each row of `x` [people, inputs] at the reference time."""
    margin: Floats = booster.inplace_predict(x, predict_type="margin").astype(
        np.float64
    )
    return margin
