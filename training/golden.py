"""Rows that every deployment scores again before it serves.

They are synthetic: every value is drawn on its own from a quantile of its marginal
distribution, so no row is or resembles a record. The expected answers come from the
booster itself, not from the graph that they will check.
"""

import math

import numpy as np
import xgboost

from service.clinical.variables import VARIABLES
from training.cohort import Cohort, Inputs
from training.logistic import Floats, sigmoid
from training.missingness import ALWAYS_KNOWN, SUBSETS, without
from training.model import THREADS

TOLERANCE = 1e-5
_COMPLETE_ROWS = 8
_INCOMPLETE_ROWS = 3  # of each subset of inputs
_QUANTILES = (0.01, 0.99)


def golden_rows(cohort: Cohort, seed: int) -> Inputs:
    """About two dozen rows [rows, inputs]: complete, incomplete, empty, extreme."""
    rng = np.random.default_rng(seed)
    rows = [_draw(cohort, _COMPLETE_ROWS, rng)]
    for subset in list(SUBSETS)[1:]:
        drawn = _draw(cohort, _INCOMPLETE_ROWS, rng)
        rows.append(without(drawn, cohort.inputs, subset))
    age_and_sex = _draw(cohort, 2, rng)
    optional = [name not in ALWAYS_KNOWN for name in cohort.inputs]
    age_and_sex[:, optional] = np.nan
    nothing = np.full((1, len(cohort.inputs)), np.nan, dtype=np.float32)
    limits = [_limits(name) for name in cohort.inputs]
    return np.vstack([*rows, age_and_sex, nothing, np.array(limits, np.float32).T])


def _draw(cohort: Cohort, people: int, rng: np.random.Generator) -> Inputs:
    columns = [
        np.nanquantile(column, rng.uniform(*_QUANTILES, people), method="nearest")
        for column in cohort.x.T
    ]
    return np.round(np.column_stack(columns), 1).astype(np.float32)


def _limits(name: str) -> tuple[float, float]:
    variable = VARIABLES[name]
    numbers = [choice.number for choice in variable.choices]
    return (min(numbers), max(numbers)) if numbers else (variable.low, variable.high)


def expected_answers(
    booster: xgboost.Booster, x: Inputs, horizon_offsets: list[float]
) -> tuple[Floats, Floats, Floats]:
    """What the booster answers: risk [N, H], log-odds [N, 1], contributions [N, F].

    The risk is that of its prediction. The log-odds are the sum of its contributions:
    the prediction adds its trees one by one in single precision, which with 300 trees
    is itself wrong by up to 1e-5 of log-odds.
    """
    matrix = xgboost.DMatrix(x, feature_names=booster.feature_names, nthread=THREADS)
    parts = booster.predict(matrix, pred_contribs=True).astype(np.float64)
    margin = booster.predict(matrix, output_margin=True).astype(np.float64)[:, None]
    risk = sigmoid(margin + np.array(horizon_offsets))
    return risk, parts.sum(axis=1, keepdims=True), parts[:, :-1]


def golden_json(
    booster: xgboost.Booster, x: Inputs, horizon_offsets: list[float]
) -> dict[str, object]:
    """The content of `golden.json`; a missing value is null."""
    answers = expected_answers(booster, x, horizon_offsets)
    rows = [
        {
            "x": [
                None if math.isnan(value) else float(f"{value:.6g}") for value in row
            ],
            "risk": _rounded(risk),
            "log_odds": _rounded(margin)[0],
            "contributions": _rounded(parts),
        }
        for row, risk, margin, parts in zip(x, *answers, strict=True)
    ]
    return {"tolerance": TOLERANCE, "rows": rows}


def _rounded(values: Floats) -> list[float]:
    return [round(float(value), 8) for value in values]
