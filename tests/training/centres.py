"""Invented centres whose people differ from those of other centres by a known spread."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tests.parity.boosters import COLUMNS, invented_rows
from training.cohort import Cohort
from training.incident_diabetes import DEFINITION
from training.logistic import sigmoid
from training.recipe import Recipe
from training.time_offset import TimeCourse, TimeExponent

TIME = TimeCourse(
    tuple(
        TimeExponent(
            tier=tier.code, value=1.4, standard_error=0.06, reference_years=3.0
        )
        for tier in DEFINITION.tiers
    )
)
EXPONENT = TIME.exponents[0]
RECIPE = Recipe(
    trees=40,
    learning_rate=0.2,
    min_child_weight=5.0,
    reg_lambda=5.0,
    subsample=0.8,
    colsample_bytree=0.8,
    max_bin=64,
    complete=0.3,
    negatives=0.5,
    smoothness=1.0,
    ridge=0.1,
)
SEED = 11


def truth(cohort: Cohort) -> npt.NDArray[np.float64]:
    """Log-odds within three years, were all centres alike."""
    known = np.nan_to_num(cohort.x - np.nanmean(cohort.x, axis=0)).astype(np.float64)
    x = dict(zip(cohort.inputs, known.T, strict=True))
    return -2.6 + 0.04 * x["age"] + 0.1 * x["bmi"] + 1.4 * x["fasting_glucose"]


def cohort_of(centres: int, people: int, spread: float, seed: int) -> Cohort:
    """Draw centres whose log-odds differ by `spread`."""
    rng = np.random.default_rng(seed)
    count = centres * people
    site = np.repeat(np.arange(centres), people)
    cohort = Cohort(
        inputs=COLUMNS,
        x=invented_rows(count, seed + 1, missing=0.0),
        outcome=np.zeros(count),
        years=rng.uniform(2, 6, count),
        site=site,
        cluster=site,
        weight=np.ones(count),
        cleaning=(),
        files=(),
    )
    shift = rng.normal(0, spread, centres)[site]
    risk = sigmoid(truth(cohort) + EXPONENT.offset(cohort.years) + shift)
    return replace(cohort, outcome=(rng.random(count) < risk).astype(np.float64))
