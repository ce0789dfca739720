"""How far a row is from the people a model learned from: the statistics.

Known quantities are held together against how they went together in training: a
Gaussian copula, that is normal scores and their correlation. Nothing here is about a
person: a bundle keeps quantiles, correlations and thresholds only.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from service.clinical.variables import VARIABLES

Doubles = npt.NDArray[np.float64]
LAST_SCORE = 3.0  # the grid's ends; beyond them a value is told by its own range


class Range(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """0.1 and 99.9 percentile in training, in the canonical unit."""

    low: float
    high: float


class Familiarity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of the training people to recognise who is unlike them.

    Attributes:
        ranges: Of each quantity among the inputs.
        quantities: Those compared together, in the order of `correlation`.
        grid: For each of them its values at equally spaced normal scores from -3 to 3.
        correlation: Of the normal scores.
        thresholds: By the number of known quantities the squared distance that 99.9 %
            of the training people stay below.
    """

    ranges: dict[str, Range]
    quantities: tuple[str, ...]
    grid: dict[str, tuple[float, ...]]
    correlation: tuple[tuple[float, ...], ...]
    thresholds: dict[str, float]


def normal_score(value: float, grid: Sequence[float]) -> float:
    """Where a value stands in training, as a normal score from -3 to 3.

    Linear between the places of the grid, and held at its ends; NaN stays NaN.
    """
    if math.isnan(value):
        return math.nan
    above = bisect_right(grid, value)
    if above in {0, len(grid)}:
        return LAST_SCORE if above else -LAST_SCORE
    below = grid[above - 1]
    place = above - 1 + (value - below) / (grid[above] - below)
    return LAST_SCORE * (2 * place / (len(grid) - 1) - 1)


def distances(scores: Doubles, correlation: Doubles) -> Doubles:
    """Squared Mahalanobis distances [N] of normal scores [N, Q], NaN where unknown."""
    filled = _average_if_unknown(scores)
    solved = np.linalg.solve(_of_known(scores, correlation), filled)
    squared: Doubles = (filled * solved).sum(axis=(1, 2))
    return squared


def given_the_others(scores: Doubles, correlation: Doubles) -> Doubles:
    """Each normal score [N, Q] as a z-score given the other known ones; NaN unknown."""
    precision = np.linalg.inv(_of_known(scores, correlation))
    pulled = (precision @ _average_if_unknown(scores))[:, :, 0]
    conditional: Doubles = pulled / np.sqrt(np.diagonal(precision, axis1=1, axis2=2))
    return np.where(np.isnan(scores), np.nan, conditional)


def _average_if_unknown(scores: Doubles) -> Doubles:
    columns: Doubles = np.where(np.isnan(scores), 0.0, scores)[:, :, None]
    return columns


def _of_known(scores: Doubles, correlation: Doubles) -> Doubles:
    """The correlation for each row [N, Q, Q]; what is unknown stands apart in it.

    Uncorrelated and at its mean, it leaves the distance of what is known.
    """
    known = ~np.isnan(scores)
    pairs = known[:, :, None] & known[:, None, :]
    apart: Doubles = np.where(pairs, correlation, np.eye(len(correlation)))
    return apart


def inconsistencies(kept: Familiarity, inputs: Sequence[str]) -> Iterator[str]:
    """What keeps this from being used with these inputs, in words."""
    measured = {name for name in inputs if VARIABLES[name].kind == "quantity"}
    if strange := ({*kept.ranges, *kept.quantities} - measured):
        yield f"{', '.join(sorted(strange))} are no measured inputs"
    if any(not ends.low <= ends.high for ends in kept.ranges.values()):
        yield "a range ends before it begins"
    grids = [kept.grid.get(name, ()) for name in kept.quantities]
    if any(len(grid) < 2 or list(grid) != sorted(grid) for grid in grids):  # noqa: PLR2004
        yield "each quantity needs a rising grid"
    size = len(kept.quantities)
    matrix = kept.correlation
    if len(matrix) != size or any(len(row) != size for row in matrix):
        yield f"the correlation is not {size} by {size}"
    elif size and not _is_correlation(np.array(matrix)):
        yield "the correlation is not positive definite with ones on its diagonal"
    if any(str(count) not in kept.thresholds for count in range(2, size + 1)):
        yield f"thresholds are needed for 2 to {size} quantities"


def _is_correlation(matrix: Doubles) -> bool:
    symmetric = np.allclose(matrix, matrix.T) and np.allclose(np.diag(matrix), 1)
    return bool(symmetric and np.linalg.eigvalsh(matrix).min() > 0)
