"""Curves of one input as a tree with linear leaves.

A leaf of it holds for every curve a value at the centre and a slope, each for a target
of its own; the graph adds the slope times the input's distance from the centre. So a
curve costs a tree what one more boosted tree does, and its arithmetic is float32 of one
row and one input, the same in every runtime.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from training.compiler.refusal import CannotCompileError
from training.compiler.smooth import Curve
from training.compiler.tier_tree import Columns, tier_tree, unknown
from training.compiler.trees import Split
from training.compiler.vector_tree import Leaf, VectorTree, branch

STEEPEST = 32.0
"""Log-odds of a line from the centre, above which float32 would lose the fifth decimal."""


class Targets(NamedTuple):
    """Where a curve's line goes: its value at the centre, and its slope."""

    value: int
    slope: int


def centre(knots: Sequence[float]) -> float:
    """The value from which an input is measured: a knot in the middle of the others.

    Far from 0 a slope times the input itself would lose digits in float32.
    """
    return float(np.float32(knots[len(knots) // 2]))


def curve_tree(
    column: int,
    of_tier: Sequence[Sequence[Curve]],
    targets: Sequence[Targets],
    tiers: Sequence[Columns],
) -> VectorTree:
    """Build the tree that gives the lines of C curves for any row.

    Args:
        column: The number of the input.
        of_tier: C curves of it for each tier, all with the same knots.
        targets: Where the line of each of the C curves goes.
        tiers: What decides each tier.

    Raises:
        CannotCompileError: A curve is too steep for float32.
    """
    return branch(
        unknown(column),
        left=tier_tree(
            [_missing(curves, targets) for curves in of_tier], tiers, {column: False}
        ),
        right=tier_tree(
            [_segments(column, curves, targets) for curves in of_tier],
            tiers,
            {column: True},
        ),
    )


def _missing(curves: Sequence[Curve], targets: Sequence[Targets]) -> Leaf:
    return Leaf(
        values={
            at.value: curve.missing for curve, at in zip(curves, targets, strict=True)
        }
    )


def _segments(
    column: int, curves: Sequence[Curve], targets: Sequence[Targets]
) -> VectorTree:
    """Find the segment of a known value, of K + 1: before, between and after K knots.

    Every segment's line goes through the curve at the knot where it starts, the first
    one's at the knot where it ends.
    """
    knots = curves[0].positions
    values = np.array([curve.values for curve in curves])  # [C, K]
    slopes = np.pad(np.diff(values) / np.diff(knots), [(0, 0), (1, 1)])  # [C, K + 1]
    from_centre = knots - centre(curves[0].knots)  # [K]
    starts = np.maximum(np.arange(-1, len(knots)), 0)  # [K + 1]
    ends = np.minimum(np.arange(len(knots) + 1), len(knots) - 1)  # [K + 1]
    at_centre = values[:, starts] - slopes * from_centre[starts]  # [C, K + 1]
    farthest = np.maximum(np.abs(from_centre[starts]), np.abs(from_centre[ends]))
    if not (np.abs(slopes) * farthest).max() <= STEEPEST:
        raise CannotCompileError(
            f"A curve is too steep between two of its knots {curves[0].knots} to be"
            " exact in float32: take knots that are farther apart."
        )
    leaves = [
        Leaf(
            values={
                at.value: float(value)
                for at, value in zip(targets, at_centre[:, segment], strict=True)
            }
            | {
                at.slope: float(slope)
                for at, slope in zip(targets, slopes[:, segment], strict=True)
            }
        )
        for segment in range(len(knots) + 1)
    ]
    return _search(column, knots.tolist(), leaves)


def _search(
    column: int, knots: Sequence[float], leaves: Sequence[VectorTree]
) -> VectorTree:
    """Find by halving the leaf whose number is that of the knots up to the value."""
    if not knots:
        return leaves[0]
    middle = len(knots) // 2
    return branch(
        Split(feature=column, threshold=knots[middle], missing_goes_left=False),
        left=_search(column, knots[:middle], leaves[: middle + 1]),
        right=_search(column, knots[middle + 1 :], leaves[middle + 1 :]),
    )
