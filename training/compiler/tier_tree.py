"""The row's tier as splits of a tree: the first tier of which any input is known."""

from collections.abc import Mapping, Sequence

from training.compiler.trees import Split
from training.compiler.vector_tree import VectorTree, branch

Columns = Sequence[int]
"""The numbers of the inputs that decide a tier; of the last tier none."""


def unknown(column: int) -> Split:
    """The split that sends only NaN to the left: no number is below minus infinity."""
    return Split(feature=column, threshold=float("-inf"), missing_goes_left=True)


def tier_tree(
    of_tier: Sequence[VectorTree],
    tiers: Sequence[Columns],
    known: Mapping[int, bool] | None = None,
) -> VectorTree:
    """Send each row to the tree of its tier.

    Args:
        of_tier: T trees.
        tiers: What decides each of the T tiers.
        known: Whether an input is known, where splits before have told it.
    """
    settled = known or {}
    tree = of_tier[-1]
    asked = [
        (column, chosen)
        for columns, chosen in zip(tiers, of_tier, strict=True)
        for column in columns
    ]
    for column, chosen in reversed(asked):
        is_known = settled.get(column)
        if is_known is None:
            tree = branch(unknown(column), left=tree, right=chosen)
        elif is_known:
            tree = chosen
    return tree
