"""The boosters beside the model: how unsure it is, and what a missing value may hide.

Their answers come from one operator apart from the score's, so that a caller who does
not ask for them does not pay for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xgboost import Booster

from training.compiler.curve_tree import Targets, curve_tree
from training.compiler.ensemble import LOGISTIC, QUANTILE, Ensemble, read_ensemble
from training.compiler.smooth import SmoothPart
from training.compiler.tier_tree import Columns, tier_tree
from training.compiler.vector_tree import Leaf, VectorTree, margin_tree

MIN_REPLICATES = 2  # fewer have no spread
ENDS = 2  # of the range of missing values


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """B replicates and the range of missing values, target by target.

    Attributes:
        trees: With a target for each replicate, its distance in log-odds from the base
            of the row's tier; two for the low and the high change, from the base of the
            first tier; then, for each smooth input, the slopes of the B replicates.
        replicates: B.
        smooth_columns: The numbers of the smooth inputs.
    """

    trees: tuple[VectorTree, ...]
    replicates: int
    smooth_columns: tuple[int, ...]


def read_companions(
    replicates: Sequence[Booster],
    replicate_smooths: Sequence[SmoothPart],
    if_known: tuple[Booster, Booster],
    *,
    inputs: Sequence[str],
    tiers: Sequence[Columns],
    bases: Sequence[float],
) -> Companions:
    """Read the companions of a model.

    Args:
        replicates: B boosters.
        replicate_smooths: Their smooth parts, of the same inputs, knots and tiers.
        if_known: Boosters of the low and the high change.
        inputs: The columns of every booster.
        tiers: What decides each tier.
        bases: The model's own base in each tier, in log-odds.

    Raises:
        CannotCompileError: A booster is not what it should be.
        ValueError: There are fewer than two replicates.
    """
    if len(replicates) < MIN_REPLICATES:
        raise ValueError(
            f"{len(replicates)} replicate(s) have no spread: give {MIN_REPLICATES} or"
            " more, about 20."
        )
    scores = [read_ensemble(it, inputs, objective=LOGISTIC) for it in replicates]
    ends = [read_ensemble(it, inputs, objective=QUANTILE) for it in if_known]
    smooth_columns = tuple(inputs.index(name) for name in replicate_smooths[0].inputs)
    return Companions(
        trees=(
            _starts(scores, replicate_smooths, ends, tiers, bases),
            *(
                margin_tree(tree, target)
                for target, ensemble in enumerate((*scores, *ends))
                for tree in ensemble.trees
            ),
            *_curves(replicate_smooths, smooth_columns, tiers),
        ),
        replicates=len(replicates),
        smooth_columns=smooth_columns,
    )


def _starts(
    scores: Sequence[Ensemble],
    smooths: Sequence[SmoothPart],
    ends: Sequence[Ensemble],
    tiers: Sequence[Columns],
    bases: Sequence[float],
) -> VectorTree:
    """What the targets of a row start from in its tier."""
    of_tier = []
    for tier, base in enumerate(bases):
        distances = [
            score.start + smooth.bases[tier] - base
            for score, smooth in zip(scores, smooths, strict=True)
        ]
        changes = [end.start + base - bases[0] for end in ends]
        of_tier.append(Leaf(values=dict(enumerate([*distances, *changes]))))
    return tier_tree(of_tier, tiers)


def _curves(
    smooths: Sequence[SmoothPart],
    smooth_columns: Sequence[int],
    tiers: Sequence[Columns],
) -> list[VectorTree]:
    """One tree for each smooth input, with the curves of all replicates."""
    count = len(smooths)
    trees = []
    for number, column in enumerate(smooth_columns):
        of_tier = [
            [smooth.curves[tier][number] for smooth in smooths]
            for tier in range(len(tiers))
        ]
        first = count + ENDS + number * count
        targets = [Targets(value=it, slope=first + it) for it in range(count)]
        trees.append(curve_tree(column, of_tier, targets, tiers))
    return trees
