"""Independent computations of the same Shapley values, on trees and curves of any shape.

The trees are drawn, not trained: thresholds met twice on a path, branches no row can
reach, both default directions for one feature, roots that are leaves. So are the curves
of the tiers: one or several inputs, few or many knots, none at all.
"""

import json
from collections import deque

import numpy as np
import pytest
import xgboost
from hypothesis import given, settings, strategies as st

from tests.parity.boosters import (
    compiled_from,
    native_contributions,
    run,
    tier_numbers,
)
from tests.parity.brute_force import SavedTree, expectation, shapley_values
from training.compiler import Curve, SmoothPart

INPUTS = ("a", "b", "c", "d")
FEATURES = len(INPUTS)
TIERS = (("a",), ("d", "b"), ())
KNOTS = [-1.6, -1.1, -0.4, 0.1, 0.7, 1.3]
THRESHOLDS = [-1e30, -1.5, 0.0, 1e-40, 0.1, 0.5, 1.0, 1e30]
EDGES = [
    float(value)
    for threshold in map(np.float32, [*THRESHOLDS, *KNOTS])
    for value in (
        threshold,
        np.nextafter(threshold, np.float32(np.inf)),
        np.nextafter(threshold, np.float32(-np.inf)),
    )
]
NAMES = (
    "left_children",
    "right_children",
    "parents",
    "split_indices",
    "split_conditions",
    "default_left",
    "sum_hessian",
)
# (feature, threshold, missing goes left, part of the cover that goes left, sides)
Shape = float | tuple[int, float, bool, float, "Shape", "Shape"]


def shapes(depth: int) -> st.SearchStrategy[Shape]:
    leaf = st.integers(-200, 200).map(lambda hundredths: hundredths / 100)
    if depth == 0:
        return leaf
    split = st.tuples(
        st.integers(0, FEATURES - 1),
        st.sampled_from(THRESHOLDS),
        st.booleans(),
        st.integers(1, 63).map(lambda part: part / 64),
        shapes(depth - 1),
        shapes(depth - 1),
    )
    return st.one_of(split, leaf)


hundredths = st.integers(-100, 100).map(lambda number: number / 100)


@st.composite
def smooth_parts(draw: st.DrawFn) -> SmoothPart:
    inputs = draw(st.lists(st.sampled_from(INPUTS), unique=True))
    knots = [
        draw(st.lists(st.sampled_from(KNOTS), min_size=2, unique=True).map(sorted))
        for _ in inputs
    ]
    return SmoothPart(
        inputs=tuple(inputs),
        curves=tuple(
            tuple(
                Curve(
                    knots=tuple(of_input),
                    values=tuple(draw(hundredths) for _ in of_input),
                    missing=draw(hundredths),
                )
                for of_input in knots
            )
            for _ in TIERS
        ),
        bases=tuple(draw(hundredths) for _ in TIERS),
    )


rows = st.lists(
    st.lists(
        st.sampled_from([*EDGES, -0.0, float("nan")]),
        min_size=FEATURES,
        max_size=FEATURES,
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def stub() -> bytearray:
    """Return a saved booster whose trees are there to be replaced."""
    data = xgboost.DMatrix(np.zeros((4, FEATURES), np.float32), [0, 1, 0, 1])
    parameters = {"objective": "binary:logistic", "base_score": 0.5}
    return xgboost.train(parameters, data, 1).save_raw("json")


def saved_tree(shape: Shape, tree_id: int) -> dict[str, object]:
    """Write a shape as the arrays of xgboost's model format."""
    nodes: list[tuple[float, ...]] = []
    waiting = deque([(shape, 2**31 - 1, 64.0)])
    while waiting:
        below, parent, cover = waiting.popleft()
        node = len(nodes)
        if isinstance(below, tuple):
            feature, threshold, default_left, part, left, right = below
            first_child = node + len(waiting) + 1  # siblings are neighbours in xgboost
            waiting.append((left, node, cover * part))
            waiting.append((right, node, cover * (1 - part)))
            children = (first_child, first_child + 1)
            nodes.append(
                (*children, parent, feature, threshold, int(default_left), cover)
            )
        else:
            nodes.append((-1, -1, parent, 0, below, 0, cover))
    columns = zip(*nodes, strict=True)
    arrays = {name: list(column) for name, column in zip(NAMES, columns, strict=True)}
    empty = [0.0] * len(nodes)
    return {
        **arrays,
        "base_weights": empty,
        "loss_changes": empty,
        "split_type": [0] * len(nodes),
        "id": tree_id,
        "categories": [],
        "categories_nodes": [],
        "categories_segments": [],
        "categories_sizes": [],
        "tree_param": {
            "num_deleted": "0",
            "num_feature": str(FEATURES),
            "num_nodes": str(len(nodes)),
            "size_leaf_vector": "1",
        },
    }


def booster_of(trees: list[dict[str, object]], stub: bytearray) -> xgboost.Booster:
    saved = json.loads(stub)
    saved["learner"]["gradient_booster"]["model"] |= {
        "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": str(len(trees))},
        "iteration_indptr": list(range(len(trees) + 1)),
        "tree_info": [0] * len(trees),
        "trees": trees,
    }
    return xgboost.Booster(
        {"nthread": 1}, model_file=bytearray(json.dumps(saved), "utf8")
    )


@pytest.mark.slow
@settings(deadline=None, max_examples=200, derandomize=True)
@given(
    drawn=st.lists(shapes(3), min_size=1, max_size=3),
    smooth=smooth_parts(),
    values=rows,
)
def test_definition_xgboost_and_graph_agree(
    stub: bytearray,
    drawn: list[Shape],
    smooth: SmoothPart,
    values: list[list[float]],
) -> None:
    booster = booster_of([saved_tree(*it[::-1]) for it in enumerate(drawn)], stub)
    x = np.array(values, np.float32)
    compiled = compiled_from(booster, INPUTS, smooth=smooth, tiers=TIERS)
    _, log_odds, contributions = run(compiled, x)

    trees: list[SavedTree] = [
        {**tree, "split_conditions": np.float32(tree["split_conditions"])}
        for tree in json.loads(booster.save_raw("json"))["learner"]["gradient_booster"][
            "model"
        ]["trees"]
    ]
    tiers = tier_numbers(x, TIERS, INPUTS)
    features = [INPUTS.index(name) for name in smooth.inputs]
    curves = [dict(zip(features, it, strict=True)) for it in smooth.curves]
    defined = np.array(
        [
            shapley_values(trees, row, curves[tier])
            for row, tier in zip(x, tiers, strict=True)
        ]
    )
    base = sum(expectation(tree, x[0], ()) for tree in trees)
    bases = base + np.array(smooth.bases)
    native = native_contributions(booster, x)[:, :-1]
    native[:, features] += smooth.contributions(x[:, features], tiers)[0]

    assert np.abs(contributions - defined).max() <= 1e-5
    assert np.abs(native - defined).max() <= 1e-5
    assert compiled.base_log_odds == pytest.approx(bases[0], abs=1e-5)
    assert np.abs(log_odds - bases[tiers] - defined.sum(axis=1)).max() <= 1e-5
