"""The browser's evaluator computes as ONNX Runtime, or refuses the model."""

import base64
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from onnx import ModelProto, TensorProto, helper
from playwright.sync_api import Error, Page

from tests.parity.boosters import (
    COLUMNS,
    KNOTS,
    Rows,
    compiled_from,
    drawn_curves,
    hard_rows,
    opened as opened_in_onnx_runtime,
    trained,
)
from tests.web.bare import LOAD, bare_page
from tests.web.browser import Visitor
from training.compiler import Compiled
from training.compiler.tree_operator import tree_operator
from training.compiler.trees import Split
from training.compiler.vector_tree import Branch, Leaf

OPEN = f"""async (model) => {{
  {LOAD}
  const {{ openGraph }} = await load("engine/graph.js");
  const bytes = Uint8Array.from(atob(model), (letter) => letter.charCodeAt(0));
  const graph = await openGraph(bytes);
  const x = {{ dims: [3, 1], data: Float32Array.of(4, 5, NaN) }};
  return Array.from(graph.run({{ x }}).get("y").data);
}}"""
RUN = f"""async ({{ model, rows, width }}) => {{
  {LOAD}
  const {{ openGraph }} = await load("engine/graph.js");
  const read = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const graph = await openGraph(read(model));
  const data = new Float32Array(read(rows).buffer);
  const x = {{ dims: [data.length / width, width], data }};
  const results = Array.from(graph.run({{ x, companion_rows: {{
    dims: [1], data: BigInt64Array.of(BigInt(x.dims[0])) }} }}));
  return Object.fromEntries(results.map(([name, it]) => [name, Array.from(it.data)]));
}}"""
CURVES = drawn_curves(KNOTS, tiers=3, seed=30)


@pytest.fixture
def opened(visitor: Visitor) -> Page:
    return bare_page(visitor)


def below_five() -> ModelProto:
    """One tree: 0.25 below 5 and where nothing is known, else 0.75; then a sigmoid."""
    tree = Branch(
        split=Split(feature=0, threshold=5.0, missing_goes_left=True),
        left=Leaf(values={0: 0.25}),
        right=Leaf(values={0: 0.75}),
    )
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", 1])
        for name in ("x", "y")
    ]
    nodes = [
        tree_operator("x", "sum", [tree], targets=1),
        helper.make_node("Add", ["sum", "shift"], ["y"]),
    ]
    nodes[0].attribute.append(helper.make_attribute("base_values", [1.0]))
    shift = helper.make_tensor("shift", TensorProto.FLOAT, [1], b"\0\0\0\0", raw=True)
    return helper.make_model(
        helper.make_graph(nodes, "g", ends[:1], ends[1:], initializer=[shift]),
        opset_imports=[
            helper.make_opsetid("", 13),
            helper.make_opsetid("ai.onnx.ml", 3),
        ],
        ir_version=8,
    )


def answer(page: Page, model: bytes) -> Any:
    return page.evaluate(OPEN, base64.b64encode(model).decode())


def test_a_tree_is_followed_by_its_split_and_by_what_is_missing(opened: Page) -> None:
    found = answer(opened, below_five().SerializeToString())
    assert found == [1.25, 1.75, 1.25]


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compiled_from(
        trained(20),
        smooth=CURVES,
        horizon_offsets=[[0.0, 0.5], [0.0, 0.4], [0.1, 0.3]],
        tiers=[["fasting_glucose"], ["alt", "triglycerides"], []],
        recalibration=[(-0.7, 0.8), (0.4, 1.3), (1.1, 0.5)],
    )


def in_browser(page: Page, model: ModelProto, rows: Rows) -> dict[str, list[float]]:
    found: dict[str, list[float]] = page.evaluate(
        RUN,
        {
            "model": base64.b64encode(model.SerializeToString()).decode(),
            "rows": base64.b64encode(rows.tobytes()).decode(),
            "width": len(COLUMNS),
        },
    )
    return found


def test_trees_and_curves_come_out_as_onnx_runtime_gives_them(
    opened: Page, compiled: Compiled
) -> None:
    rows = hard_rows(trained(20), 1_000, 31, CURVES)
    session = opened_in_onnx_runtime(compiled)
    names = [output.name for output in session.get_outputs()]
    expected = dict(zip(names, session.run(names, {"x": rows}), strict=True))
    found = {
        name: np.array(it).reshape(expected[name].shape)
        for name, it in in_browser(opened, compiled.model, rows).items()
    }

    assert set(found) == set(names)
    # Every step of these is of single numbers, the same on every machine.
    for name in ("base", "contributions"):
        assert np.array_equal(found[name], expected[name]), name
    # Machines sum a row in orders of their own, and every one has its own sigmoid.
    for name in ("log_odds", "replicates", "if_known", "risk"):
        assert np.abs(found[name] - expected[name]).max() <= 5e-6, name


def node_of(model: ModelProto, operator: str) -> Any:
    return next(node for node in model.graph.node if node.op_type == operator)


def ask_no_question(model: ModelProto) -> None:
    node_of(model, "Where").input[0] = "x"


def swap_choices(model: ModelProto) -> None:
    node_of(model, "Where").input[1:] = ["x", "centres"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (ask_no_question, "a tensor is not of bool"),
        (swap_choices, "Where must choose for each number of its last input"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_curves_that_do_not_fit_are_refused(
    opened: Page,
    compiled: Compiled,
    change: Callable[[ModelProto], None],
    message: str,
) -> None:
    model = ModelProto.FromString(compiled.to_bytes())
    change(model)
    rows = np.zeros((2, len(COLUMNS)), np.float32)
    with pytest.raises(Error, match=re.escape(message)):
        in_browser(opened, model, rows)


def tree_attribute(model: ModelProto, name: str) -> Any:
    attributes = model.graph.node[0].attribute
    return next(it for it in attributes if it.name == name)


def set_mode(model: ModelProto, mode: bytes) -> None:
    tree_attribute(model, "nodes_modes").strings[0] = mode


def set_number(model: ModelProto, name: str, index: int, value: int) -> None:
    tree_attribute(model, name).ints[index] = value


def drop_weight(model: ModelProto) -> None:
    tree_attribute(model, "target_weights").floats.pop()


def set_operator(model: ModelProto, name: str) -> None:
    model.graph.node[1].op_type = name


def add_attribute(model: ModelProto) -> None:
    model.graph.node[1].attribute.append(helper.make_attribute("broadcast", 1))


def set_version(model: ModelProto) -> None:
    model.opset_import[0].version = 14


def rename_input(model: ModelProto) -> None:
    model.graph.node[1].input[0] = "total"


def store_outside(model: ModelProto) -> None:
    model.graph.initializer[0].data_location = TensorProto.EXTERNAL


def widen(model: ModelProto) -> None:
    model.graph.initializer[0].data_type = TensorProto.DOUBLE


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (partial(set_mode, mode=b"BRANCH_LEQ"), "trees split by BRANCH_LEQ"),
        (
            partial(set_number, name="nodes_truenodeids", index=0, value=0),
            "a split of tree 0 leads back or out of it",
        ),
        (
            partial(set_number, name="nodes_nodeids", index=1, value=7),
            "tree 0 is not numbered in order",
        ),
        (
            partial(set_number, name="target_nodeids", index=1, value=0),
            "votes of the trees are not in the order of their leaves",
        ),
        (
            partial(set_number, name="nodes_featureids", index=0, value=1),
            "trees need 2 columns",
        ),
        (drop_weight, "target_weights of the trees is not as long as the others"),
        (partial(set_operator, name="Div"), "operator Div is not known here"),
        (add_attribute, "Add has an attribute broadcast that is not known here"),
        (set_version, "operator set ai.onnx 14 is not known here"),
        (rename_input, "Add reads total, which nothing computes"),
        (store_outside, "constant has a field 14 that is not known here"),
        (widen, "constant shift is of type 11, which is not known here"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_model_that_is_not_understood_is_refused(
    opened: Page, change: Callable[[ModelProto], None], message: str
) -> None:
    model = below_five()
    change(model)
    with pytest.raises(Error, match=re.escape(message)):
        answer(opened, model.SerializeToString())


@pytest.mark.parametrize("kept", [1, 40, 200], ids=lambda n: f"{n} bytes")
def test_a_file_that_was_cut_off_is_refused(opened: Page, kept: int) -> None:
    with pytest.raises(Error, match=r"ends too early|nothing computes"):
        answer(opened, below_five().SerializeToString()[:kept])
