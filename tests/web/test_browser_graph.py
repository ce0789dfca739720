"""The browser's evaluator refuses a model that it would not compute as ONNX Runtime."""

import base64
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from onnx import ModelProto, TensorProto, helper
from playwright.sync_api import Error, Page

from tests.web.bare import LOAD, bare_page
from tests.web.browser import Visitor
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
        tree_operator("x", "sum", [tree], starts=[1.0]),
        helper.make_node("Add", ["sum", "shift"], ["y"]),
    ]
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
        (partial(set_operator, name="Sub"), "operator Sub is not known here"),
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
