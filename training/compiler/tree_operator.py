"""The ONNX operator that holds trees with several targets.

Source: ONNX operators, ai.onnx.ml TreeEnsembleRegressor version 3. The newer
TreeEnsemble (version 5) allows one target per leaf only, so it cannot hold a vector of
contributions in a leaf.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onnx import AttributeProto, NodeProto, helper

from training.compiler.vector_tree import Leaf, VectorTree

ML_DOMAIN = "ai.onnx.ml"
ML_OPSET = 3


class _Node(NamedTuple):
    """One entry of the operator's parallel `nodes_*` arrays."""

    treeids: int
    nodeids: int
    modes: str = "LEAF"
    featureids: int = 0
    values: float = 0.0
    truenodeids: int = 0
    falsenodeids: int = 0
    missing_value_tracks_true: int = 0


class _Vote(NamedTuple):
    """One entry of the operator's parallel `target_*` arrays."""

    treeids: int
    nodeids: int
    ids: int
    weights: float


def tree_operator(
    rows: str, output: str, trees: Sequence[VectorTree], *, targets: int
) -> NodeProto:
    """Write the operator `rows` [N, F] -> `output` [N, targets].

    Args:
        rows: The name of what it reads.
        output: The name of what it computes.
        trees: At least one; their values are summed.
        targets: How many the trees have.
    """
    nodes: list[_Node] = []
    votes: list[_Vote] = []
    for tree_id, tree in enumerate(trees):
        for node, leaf in _numbered(tree, tree_id, 0):
            nodes.append(node)
            votes.extend(_votes(node, leaf) if leaf else ())
    operator = helper.make_node(
        "TreeEnsembleRegressor", [rows], [output], name=output, domain=ML_DOMAIN
    )
    operator.attribute.extend(
        [
            *_attributes("nodes", nodes),
            *_attributes("target", votes),
            helper.make_attribute("n_targets", targets),
        ]
    )
    return operator


def _numbered(
    tree: VectorTree, tree_id: int, node_id: int
) -> list[tuple[_Node, Leaf | None]]:
    """Number the nodes in preorder from `node_id`; a branch comes with no leaf."""
    if isinstance(tree, Leaf):
        return [(_Node(tree_id, node_id), tree)]
    left = _numbered(tree.left, tree_id, node_id + 1)
    right_id = node_id + 1 + len(left)
    branch = _Node(
        treeids=tree_id,
        nodeids=node_id,
        modes="BRANCH_LT",
        featureids=tree.split.feature,
        values=tree.split.threshold,
        truenodeids=node_id + 1,
        falsenodeids=right_id,
        missing_value_tracks_true=int(tree.split.missing_goes_left),
    )
    return [(branch, None), *left, *_numbered(tree.right, tree_id, right_id)]


def _votes(node: _Node, leaf: Leaf) -> list[_Vote]:
    """Write a leaf's votes, none for a target to which it adds nothing.

    The specification does not say what a leaf without votes means, so an empty leaf
    votes zero.
    """
    votes = [
        _Vote(node.treeids, node.nodeids, target, value)
        for target, value in sorted(leaf.values.items())
        if value != 0
    ]
    return votes or [_Vote(node.treeids, node.nodeids, 0, 0.0)]


def _attributes(
    prefix: str, rows: Sequence[_Node] | Sequence[_Vote]
) -> Iterator[AttributeProto]:
    """Turn rows into the operator's parallel arrays."""
    for index, name in enumerate(rows[0]._fields):
        yield helper.make_attribute(f"{prefix}_{name}", [row[index] for row in rows])
