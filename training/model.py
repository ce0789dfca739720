"""The model: smooth curves first, then boosted trees on what they leave.

Augmented people in, log-odds at the reference time out. The curves carry what age,
weight, pressure and glucose say, so that no risk jumps where a value moves by less than
it can be measured; the trees carry what inputs say together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import xgboost

from service.clinical.variables import VARIABLES
from training.additive import fit_additive
from training.augmentation import augment
from training.cohort import Cohort, Inputs
from training.compiler import SmoothPart
from training.definition import Definition, Tier
from training.logistic import Floats
from training.missingness import Gaps
from training.recipe import DEPTH, Recipe
from training.tiers import tier_of
from training.time_offset import TimeCourse

THREADS = 1  # sums, and so the bytes, depend on it; folds run side by side instead


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """Curves and trees whose log-odds add up.

    Attributes:
        inputs: Names of the columns.
        tiers: How much is known of a person: each has curves of its own.
        smooth: The curves, and the base of each tier.
        booster: The trees; their margin starts at 0.
    """

    inputs: tuple[str, ...]
    tiers: tuple[Tier, ...]
    smooth: SmoothPart
    booster: xgboost.Booster

    def log_odds(self, x: Inputs) -> Floats:
        """Log-odds of each row of `x` [people, inputs] at the reference time."""
        return margin(self.booster, x) + _curves(
            self.smooth, x, self.inputs, self.tiers
        )

    def with_smooth(self, smooth: SmoothPart) -> "Model":
        """The same trees beside other curves."""
        return replace(self, smooth=smooth)


def train(
    cohort: Cohort,
    recipe: Recipe,
    time: TimeCourse,
    definition: Definition,
    gaps: Gaps | None,
    *,
    seed: int | Sequence[int],
) -> Model:
    """Train on a cohort, the rows of each person weighing that person's weight.

    Args:
        cohort: Its `inputs` may be some of the bundle's: a model for a subset.
        recipe: The hyperparameters.
        time: Time's part of the log-odds, given as an offset.
        definition: The tiers and the shapes of the curves.
        gaps: What may be missing; without it no incomplete rows are added, and the
            model is only good for people as complete as the cohort's.
        seed: Of the augmentation and of the booster.
    """
    rng = np.random.default_rng(seed)
    rows = augment(cohort, recipe, gaps, rng)
    outcome = cohort.outcome[rows.person]
    tier = tier_of(rows.x, cohort.inputs, definition.tiers)
    offset = time.offset(tier, cohort.years[rows.person])
    smooth = fit_additive(
        rows.x,
        cohort.inputs,
        tier,
        outcome=outcome,
        offset=offset,
        weight=rows.weight,
        curves=definition.curves,
        tiers=len(definition.tiers),
        smoothness=recipe.smoothness,
        ridge=recipe.ridge,
        average_over=cohort.x,
        average_weight=cohort.weight,
    )
    curves = _curves(smooth, rows.x, cohort.inputs, definition.tiers)
    x = rows.x.copy()
    hidden = [
        column
        for column, name in enumerate(cohort.inputs)
        if name in definition.curves and not definition.curves[name].seen_by_trees
    ]
    x[:, hidden] = np.nan
    matrix = xgboost.QuantileDMatrix(
        x,
        outcome,
        weight=rows.weight,
        base_margin=offset + curves,
        feature_names=list(cohort.inputs),
        max_bin=recipe.max_bin,
        nthread=THREADS,
    )
    parameters = {
        "objective": "binary:logistic",
        # A base margin takes its place while training, and nothing afterwards.
        "base_score": 0.5,
        "tree_method": "hist",
        "max_depth": DEPTH,
        "eta": recipe.learning_rate,
        "min_child_weight": recipe.min_child_weight,
        "reg_lambda": recipe.reg_lambda,
        "subsample": recipe.subsample,
        "colsample_bytree": recipe.colsample_bytree,
        "max_bin": recipe.max_bin,
        "monotone_constraints": tuple(VARIABLES[n].monotone for n in cohort.inputs),
        "seed": int(rng.integers(2**31)),
        "nthread": THREADS,
    }
    return Model(
        inputs=cohort.inputs,
        tiers=definition.tiers,
        smooth=smooth,
        booster=xgboost.train(parameters, matrix, num_boost_round=recipe.trees),
    )


def margin(booster: xgboost.Booster, x: Inputs) -> Floats:
    """What a booster alone says of each row of `x` [people, inputs]."""
    found: Floats = booster.inplace_predict(x, predict_type="margin").astype(np.float64)
    return found


def _curves(
    smooth: SmoothPart, x: Inputs, inputs: Sequence[str], tiers: Sequence[Tier]
) -> Floats:
    columns = [inputs.index(name) for name in smooth.inputs]
    values, bases = smooth.contributions(x[:, columns], tier_of(x, inputs, tiers))
    added: Floats = values.sum(axis=1) + bases
    return added
