"""A boosted tree rewritten as a tree whose leaves hold contributions.

TreeSHAP values change only where the answer to some split changes, so they are
themselves a decision tree: ask every split that still matters and is still open, then
add up what each original leaf contributes under the answers.
"""

from collections.abc import Iterable, Mapping

from training.compiler.reach import ANYTHING, Reach
from training.compiler.shapley import LeafTable
from training.compiler.trees import Split, Step
from training.compiler.vector_tree import Branch, Leaf, VectorTree


def pattern_tree(leaves: Iterable[LeafTable]) -> VectorTree:
    """Build the tree that gives the summed contributions of `leaves` for any row.

    Its targets are the inputs.
    """
    return _grow(tuple(leaves), {}, {})


def _grow(
    open_leaves: tuple[LeafTable, ...],
    settled: Mapping[int, float],
    reaches: Mapping[int, Reach],
) -> VectorTree:
    """Settle the leaves whose pattern is known here, and ask for the first that is not.

    Args:
        open_leaves: those whose pattern was not known one split earlier.
        settled: contributions of all the others, by feature.
        reaches: the values that can arrive here, by feature.
    """
    contributions = dict(settled)
    undecided: list[LeafTable] = []
    question: Split | None = None
    for leaf in open_leaves:
        pattern: list[bool] = []
        for feature, steps in zip(leaf.features, leaf.conditions, strict=True):
            met = _met(steps, reaches.get(feature, ANYTHING))
            if isinstance(met, Split):
                undecided.append(leaf)
                question = question or met
                break
            pattern.append(met)
        else:
            values = leaf.contributions[tuple(pattern)]
            for feature, value in zip(leaf.features, values, strict=True):
                contributions[feature] = contributions.get(feature, 0.0) + value
    if question is None:
        return Leaf(values=contributions)
    left, right = (
        _grow(tuple(undecided), contributions, _narrowed(reaches, question, left=side))
        for side in (True, False)
    )
    return Branch(split=question, left=left, right=right)


def _met(steps: tuple[Step, ...], reach: Reach) -> bool | Split:
    """Say whether a row meets all of a feature's steps, or which split is still open.

    One failed step settles the matter, whatever the others would say.
    """
    answers = [(step, reach.answer(step.split)) for step in steps]
    if any(answer is (not step.left) for step, answer in answers):
        return False
    return next((step.split for step, answer in answers if answer is None), True)


def _narrowed(
    reaches: Mapping[int, Reach], split: Split, *, left: bool
) -> dict[int, Reach]:
    reach = reaches.get(split.feature, ANYTHING)
    return {**reaches, split.feature: reach.after(split, left=left)}
