"""How far the score could move if what is missing became known: two quantiles.

Learnt from the training people with values hidden: their score with the hidden values
less their score without. Nothing is imputed; the two boosters see what the model sees.
"""

import numpy as np
from xgboost import Booster, QuantileDMatrix, train

from training.cohort import Cohort, Inputs
from training.definition import Definition
from training.manifest import IF_KNOWN_LEVEL
from training.missingness import ALWAYS_KNOWN, Gaps
from training.model import THREADS, Model
from training.recipe import DEPTH

QUANTILES = ((1 - IF_KNOWN_LEVEL) / 2, (1 + IF_KNOWN_LEVEL) / 2)
TREES = 100
LEARNING_RATE = 0.15
MIN_PEOPLE = 100  # in a leaf: a 10 % quantile of fewer is a handful of people
MAX_BIN = 64
NEARLY_COMPLETE = 0.25  # share of people who lose one or two inputs alone


def train_if_known(
    cohort: Cohort, model: Model, definition: Definition, *, seed: int
) -> tuple[Booster, Booster]:
    """Train the low and the high end of the change of a model's log-odds.

    Each person loses values once, in a situation drawn by its share in training or one
    or two inputs alone. A
    person's own record counts as complete, whatever it lacks; those who lose nothing
    are left out.

    Args:
        cohort: The people that the model was trained on.
        model: Whose log-odds move.
        definition: What may be missing.
        seed: Of what is hidden.

    Returns:
        Boosters of the lower and the upper quantile of log-odds as complete as it was,
        less log-odds with values hidden; from the incomplete row.
    """
    hidden = hide(cohort, definition.gaps, seed)
    rows = np.flatnonzero((np.isnan(hidden) & ~np.isnan(cohort.x)).any(axis=1))
    x = hidden[rows]
    change = model.log_odds(cohort.x[rows]) - model.log_odds(x)
    matrix = QuantileDMatrix(
        x,
        change,
        weight=cohort.weight[rows],
        feature_names=list(cohort.inputs),
        max_bin=MAX_BIN,
        nthread=THREADS,
    )
    low, high = (
        train(
            {
                "objective": "reg:quantileerror",
                "quantile_alpha": quantile,
                "max_depth": DEPTH,
                "eta": LEARNING_RATE,
                "min_child_weight": MIN_PEOPLE,
                "max_bin": MAX_BIN,
                "seed": seed % 2**31,
                "nthread": THREADS,
            },
            matrix,
            num_boost_round=TREES,
        )
        for quantile in QUANTILES
    )
    return low, high


def hide(cohort: Cohort, gaps: Gaps, seed: int) -> Inputs:
    """The people with values hidden [people, inputs], each in one situation.

    A part of them loses one or two inputs alone: a nearly complete record is what an
    EMR sends, and its range has to be as narrow as what is missing.
    """
    rng = np.random.default_rng((seed, 2))
    x = cohort.x.copy()
    shares = np.array([situation.share for situation in gaps.situations])
    drawn = rng.choice(len(shares), cohort.people, p=shares / shares.sum())
    for number, situation in enumerate(gaps.situations):
        rows = np.flatnonzero(drawn == number)
        part = x[rows]
        part[gaps.draw_mask(len(rows), cohort.inputs, situation, rng)] = np.nan
        x[rows] = part
    few = np.flatnonzero(rng.random(cohort.people) < NEARLY_COMPLETE)
    x[few] = cohort.x[few]
    may_miss = [
        column for column, name in enumerate(cohort.inputs) if name not in ALWAYS_KNOWN
    ]
    x[few, rng.choice(may_miss, len(few))] = np.nan
    second = few[rng.random(len(few)) < 1 / 2]
    x[second, rng.choice(may_miss, len(second))] = np.nan
    return x
