"""What the training people looked like, value by value and together.

The service tells when a patient is unlike them. Quantities become normal scores (their
rank among the training people, on the scale of a standard normal), so that skewed
laboratory values can be compared by one correlation matrix and Mahalanobis distance.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import norm

from service.clinical.variables import VARIABLES
from training.cohort import Cohort
from training.logistic import Floats

SEEN = (0.001, 0.999)
"""Outside these quantiles a value is one that the model hardly saw."""

SCORES = np.linspace(-3, 3, 41)
_UNUSUAL = 0.999
_SHRINKAGE = 0.01  # towards no correlation, so that the matrix can be inverted
_SUBSETS = 40
_PEOPLE = 5_000


def familiarity_json(
    cohort: Cohort, known: Mapping[str, Floats], seed: int
) -> dict[str, object]:
    """The part `familiarity` of `reference.json`.

    Args:
        cohort: The training people.
        known: Known values of each input; of one that they lack, other people's.
        seed: Of the people drawn for thresholds.

    Returns:
        `ranges` of every quantity (0.1 and 99.9 percentile); `quantities`, those known
        together of the training people, in the order of
        `correlation`; `grid`, the value of each quantity at the normal scores `SCORES`;
        `thresholds`, by number of known quantities, of the squared Mahalanobis distance
        that 1 in 1,000 training people exceed.
    """
    measured = [n for n in cohort.inputs if VARIABLES[n].kind == "quantity"]
    columns = {name: cohort.value(name) for name in measured}
    names = [name for name in measured if not np.isnan(columns[name]).all()]
    grids = {
        name: np.nanquantile(column, norm.cdf(SCORES))
        for name, column in columns.items()
        if name in names
    }
    scores = np.column_stack([np.interp(columns[n], grids[n], SCORES) for n in names])
    correlation = _correlation(scores)
    rng = np.random.default_rng(seed)
    return {
        "ranges": {
            name: dict(zip(("low", "high"), _limits(known[name]), strict=True))
            for name in measured
        },
        "quantities": names,
        "grid": {n: [round(float(v), 4) for v in grid] for n, grid in grids.items()},
        "correlation": [[round(float(v), 5) for v in row] for row in correlation],
        "thresholds": {
            str(known): round(_threshold(scores, correlation, known, rng), 3)
            for known in range(2, len(names) + 1)
        },
    }


def _limits(column: Floats) -> list[float]:
    return [round(float(value), 4) for value in np.quantile(column, SEEN)]


def _correlation(scores: Floats) -> Floats:
    pairwise = pd.DataFrame(scores).corr().to_numpy()
    shrunk: Floats = (1 - _SHRINKAGE) * pairwise + _SHRINKAGE * np.eye(len(pairwise))
    return shrunk


def _threshold(
    scores: Floats, correlation: Floats, known: int, rng: np.random.Generator
) -> float:
    """The distance that 1 in 1,000 people exceed whose `known` quantities are known."""
    distances = []
    for _ in range(_SUBSETS):
        chosen = rng.choice(scores.shape[1], known, replace=False)
        complete = np.flatnonzero(~np.isnan(scores[:, chosen]).any(axis=1))
        if len(complete):
            rows = scores[np.ix_(rng.choice(complete, _PEOPLE), chosen)]
            inverse = np.linalg.inv(correlation[np.ix_(chosen, chosen)])
            distances.append(np.einsum("ij,jk,ik->i", rows, inverse, rows))
    return float(np.quantile(np.concatenate(distances), _UNUSUAL))
