"""Rows that every deployment scores again before it serves.

They are synthetic: every value is drawn on its own from a quantile of its marginal
distribution, so no row is or resembles a record. The expected answers come from the
boosters themselves, not from the graph that they will check.
"""

import math

import numpy as np

from service.clinical.variables import VARIABLES
from training.boosters import Boosters
from training.cohort import Inputs
from training.logistic import Floats
from training.missingness import ALWAYS_KNOWN, Gaps
from training.reference import Known

TOLERANCE = 1e-5
_COMPLETE_ROWS = 8
_INCOMPLETE_ROWS = 3  # of each subset of inputs
_QUANTILES = (0.01, 0.99)


def golden_rows(known: Known, gaps: Gaps, seed: int) -> Inputs:
    """About two dozen rows [rows, inputs]: complete, incomplete, empty, extreme."""
    rng = np.random.default_rng(seed)
    inputs = tuple(known)
    rows = [_draw(known, _COMPLETE_ROWS, rng)]
    for subset in list(gaps.subsets)[1:]:
        drawn = _draw(known, _INCOMPLETE_ROWS, rng)
        rows.append(gaps.without(drawn, inputs, subset))
    age_and_sex = _draw(known, 2, rng)
    optional = [name not in ALWAYS_KNOWN for name in inputs]
    age_and_sex[:, optional] = np.nan
    nothing = np.full((1, len(inputs)), np.nan, dtype=np.float32)
    limits = [_limits(name) for name in inputs]
    return np.vstack([*rows, age_and_sex, nothing, np.array(limits, np.float32).T])


def _draw(known: Known, people: int, rng: np.random.Generator) -> Inputs:
    columns = [
        np.quantile(values, rng.uniform(*_QUANTILES, people), method="nearest")
        for values in known.values()
    ]
    return np.round(np.column_stack(columns), 1).astype(np.float32)


def _limits(name: str) -> tuple[float, float]:
    variable = VARIABLES[name]
    if variable.kind == "quantity":
        return variable.low, variable.high
    numbers = [choice.number for choice in variable.choices] or [0.0, 1.0]
    return min(numbers), max(numbers)


def golden_json(boosters: Boosters, x: Inputs) -> dict[str, object]:
    """The content of `golden.json`; a missing value is null."""
    answers = boosters.answers(x)
    rows: list[dict[str, object]] = []
    for number, row in enumerate(x):
        found = {name: _rounded(values[number]) for name, values in answers.items()}
        given = [None if math.isnan(v) else float(f"{v:.6g}") for v in row]
        single = {name: found[name][0] for name in ("log_odds", "base")}
        rows.append({"x": given, **found, **single})
    return {"tolerance": TOLERANCE, "rows": rows}


def _rounded(values: Floats) -> list[float]:
    return [round(float(value), 8) for value in values]
