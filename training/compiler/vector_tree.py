"""A decision tree whose leaves hold a value for each of several targets.

The one kind of tree that the graph's operator knows: contributions are written as such
trees with one target per input, the companions' scores with one target per booster,
curves with a target for a value and one for a slope.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from training.compiler.trees import Path, Split, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What is added to each target, in log-odds; nothing to those not named."""

    values: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A split, and what follows on either side of it."""

    split: Split
    left: "VectorTree"
    right: "VectorTree"


VectorTree: TypeAlias = Leaf | Branch


def branch(split: Split, *, left: VectorTree, right: VectorTree) -> VectorTree:
    """Split, unless what follows is the same on both sides."""
    return left if left == right else Branch(split=split, left=left, right=right)


def margin_tree(paths: Tree, target: int) -> VectorTree:
    """The boosted tree itself: its value is added to one target."""
    return _below(paths, 0, target)


def _below(paths: tuple[Path, ...], depth: int, target: int) -> VectorTree:
    """The tree below a node, from the paths that pass through it."""
    first = paths[0]
    if len(first.steps) == depth:
        return Leaf(values={target: first.value})
    left, right = (
        tuple(path for path in paths if path.steps[depth].left is side)
        for side in (True, False)
    )
    return Branch(
        split=first.steps[depth].split,
        left=_below(left, depth + 1, target),
        right=_below(right, depth + 1, target),
    )
