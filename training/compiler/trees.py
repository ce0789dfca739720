"""A boosted tree as its leaves, each with the splits on the way to it.

The contribution of a tree is the sum of its leaves' contributions, and a leaf's depends
only on the splits of its own path, so paths are the form the compiler works with.
Thresholds are kept exactly as xgboost stores them: float32 values.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypedDict

import numpy as np

from training.compiler.refusal import CannotCompileError

MAX_SPLITS = 7
"""What a tree of depth 3 can have: a pattern tree has up to 2**splits leaves."""


class SavedTree(TypedDict):
    """The arrays of one tree in xgboost's JSON model format, one entry per node."""

    left_children: list[int]
    right_children: list[int]
    split_indices: list[int]
    split_conditions: list[float]
    split_type: list[int]
    default_left: list[int]
    sum_hessian: list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The test `x[feature] < threshold`; a missing value goes where it learned to."""

    feature: int
    threshold: float
    missing_goes_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One split on the way to a leaf, and the side the way takes."""

    split: Split
    left: bool
    cover_fraction: float  # of the training weight at the split, the part on this side


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A leaf: its value in log-odds and the steps from the root to it."""

    value: float
    steps: tuple[Step, ...]


Tree: TypeAlias = tuple[Path, ...]


def read_tree(saved: SavedTree) -> Tree:
    """Read the leaves of one tree, from left to right.

    Raises:
        CannotCompileError: for categorical splits, more than `MAX_SPLITS` splits, or
            splits no training weight reached.
    """
    if any(saved["split_type"]):
        raise CannotCompileError(
            "The model splits on a category; encode categories as ordered numbers."
        )
    paths = tuple(_paths_below(saved, 0, ()))
    if len(paths) - 1 > MAX_SPLITS:
        raise CannotCompileError(
            f"A tree has {len(paths) - 1} splits; its exact explanation needs a table"
            f" that doubles with every split, so at most {MAX_SPLITS} are compiled."
            " Train with max_depth=3."
        )
    return paths


def _paths_below(
    saved: SavedTree, node: int, steps: tuple[Step, ...]
) -> Iterator[Path]:
    left_child, right_child = (
        saved["left_children"][node],
        saved["right_children"][node],
    )
    condition = float(np.float32(saved["split_conditions"][node]))
    if left_child < 0:
        yield Path(value=condition, steps=steps)
        return
    split = Split(
        feature=saved["split_indices"][node],
        threshold=condition,
        missing_goes_left=bool(saved["default_left"][node]),
    )
    cover = saved["sum_hessian"][node]
    if cover <= 0:
        raise CannotCompileError(
            "A split was reached by no training weight (sum_hessian is 0), so TreeSHAP"
            " is not defined there. Train with min_child_weight above 0."
        )
    for child, left in ((left_child, True), (right_child, False)):
        fraction = saved["sum_hessian"][child] / cover
        step = Step(split=split, left=left, cover_fraction=fraction)
        yield from _paths_below(saved, child, (*steps, step))
