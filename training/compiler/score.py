"""The score: what the trees and the curves contribute to it, and the row's tier.

One operator answers all of it, target by target: F contributions in log-odds; T numbers
that are 1 for the row's tier and 0 for the others, so that a product with a table of
tiers takes the tier's row of it; and, if there are curves, F slopes, by which the graph
adds to each contribution what its curve rises from the centre.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from xgboost import Booster

from training.compiler.curve_tree import Targets, centre, curve_tree
from training.compiler.ensemble import LOGISTIC, read_ensemble
from training.compiler.pattern import pattern_tree
from training.compiler.shapley import tabulate
from training.compiler.smooth import SmoothPart
from training.compiler.tier_tree import Columns, tier_tree
from training.compiler.vector_tree import Leaf, VectorTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What gives the score of a row before any recalibration.

    Attributes:
        trees: With F + T targets, and F more if there are centres.
        bases: Of each tier, in log-odds, as float32 holds them.
        centres: Of each of the F inputs, from where its curve's slope counts; none if
            no input has a curve.
    """

    trees: tuple[VectorTree, ...]
    bases: tuple[float, ...]
    centres: tuple[float, ...]


def read_score(
    booster: Booster,
    smooth: SmoothPart,
    *,
    inputs: Sequence[str],
    tiers: Sequence[Columns],
) -> Score:
    """Read the model itself, whose smooth part fits these inputs and tiers.

    Raises:
        CannotCompileError: The explanation would not be exact.
    """
    ensemble = read_ensemble(booster, inputs, objective=LOGISTIC)
    tables = [[tabulate(path) for path in tree] for tree in ensemble.trees]
    tree_base = ensemble.start + math.fsum(
        leaf.expected for leaves in tables for leaf in leaves
    )
    columns, count = len(inputs), len(tiers)
    centres = [0.0] * columns if smooth.inputs else []
    curves = []
    for number, name in enumerate(smooth.inputs):
        column = inputs.index(name)
        centres[column] = centre(smooth.knots[number])
        of_tier = [[of_inputs[number]] for of_inputs in smooth.curves]
        targets = [Targets(value=column, slope=columns + count + column)]
        curves.append(curve_tree(column, of_tier, targets, tiers))
    in_tier = [Leaf(values={columns + tier: 1.0}) for tier in range(count)]
    return Score(
        trees=(
            *(pattern_tree(leaves) for leaves in tables if len(leaves) > 1),
            *curves,
            tier_tree(in_tier, tiers),
        ),
        bases=tuple(float(np.float32(tree_base + it)) for it in smooth.bases),
        centres=tuple(centres),
    )
