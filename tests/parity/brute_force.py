"""Shapley values by their definition: every coalition, every tree walked in full.

Shares no code with the compiler, reads the saved arrays itself, and takes time that
doubles with every feature; only for tiny models.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from math import comb, isnan

SavedTree = Mapping[str, Sequence[float]]


def expectation(
    tree: SavedTree, row: Sequence[float], known: Collection[int], node: int = 0
) -> float:
    """Return the mean of a tree's value given the known features of the row.

    A split on an unknown feature is taken both ways, weighted by training cover.
    """
    left, right = int(tree["left_children"][node]), int(tree["right_children"][node])
    if left < 0:
        return tree["split_conditions"][node]
    feature = int(tree["split_indices"][node])
    if feature in known:
        value = row[feature]
        goes_left = (
            bool(tree["default_left"][node])
            if isnan(value)
            else value < tree["split_conditions"][node]
        )
        return expectation(tree, row, known, left if goes_left else right)
    cover = tree["sum_hessian"]
    return sum(
        cover[side] * expectation(tree, row, known, side) for side in (left, right)
    ) / (cover[left] + cover[right])


def shapley_values(trees: Sequence[SavedTree], row: Sequence[float]) -> list[float]:
    """Average, over coalitions, what knowing each feature adds to the expectation."""
    players = range(len(row))
    worth = {
        coalition: sum(expectation(tree, row, coalition) for tree in trees)
        for size in range(len(row) + 1)
        for coalition in combinations(players, size)
    }
    values = []
    for player in players:
        total = 0.0
        for coalition, without in worth.items():
            if player not in coalition:
                joined = tuple(sorted((*coalition, player)))
                orders = len(row) * comb(len(row) - 1, len(coalition))
                total += (worth[joined] - without) / orders
        values.append(total)
    return values
