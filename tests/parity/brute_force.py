"""Shapley values by their definition: every coalition, every tree walked in full.

A curve is worth its value to a coalition that knows its input, and nothing to others.

Shares no code with the compiler, reads the saved arrays itself, and takes time that
doubles with every feature; only for tiny models.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from math import comb, isnan

import numpy as np

from training.compiler import Curve

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


def curve_value(curve: Curve, value: float) -> float:
    """Return the curve at one value, from the two knots that it lies between."""
    if isnan(value):
        return curve.missing
    knots = [float(np.float32(knot)) for knot in curve.knots]
    if value <= knots[0]:
        return curve.values[0]
    if value >= knots[-1]:
        return curve.values[-1]
    at = next(at for at, knot in enumerate(knots[1:]) if value <= knot)
    share = (value - knots[at]) / (knots[at + 1] - knots[at])
    return (1 - share) * curve.values[at] + share * curve.values[at + 1]


def shapley_values(
    trees: Sequence[SavedTree],
    row: Sequence[float],
    curves: Mapping[int, Curve],
) -> list[float]:
    """Average, over coalitions, what knowing each feature adds to the expectation.

    Args:
        trees: As xgboost saves them.
        row: The value of each feature.
        curves: Those of the row's tier, by feature.
    """
    players = range(len(row))
    worth = {
        coalition: sum(expectation(tree, row, coalition) for tree in trees)
        + sum(curve_value(curves[it], row[it]) for it in coalition if it in curves)
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
