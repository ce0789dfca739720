"""A bundle is served only if its graph computes what was approved."""

import json

import onnx
import pytest
from onnx import helper

from tests.unit.altered import WHAT_TO_DO, AlteredBundle


def graph(
    columns: int, *, element: int = onnx.TensorProto.FLOAT, ranks: int = 2
) -> bytes:
    """A model that answers with its input: well-formed, and not ours."""
    shape: list[str | int | None] = ["n", columns]
    shape = shape[:ranks]
    outputs = ["risk", "log_odds", "contributions"]
    made = helper.make_graph(
        [helper.make_node("Identity", ["x"], [name]) for name in outputs],
        "echo",
        [helper.make_tensor_value_info("x", element, shape)],
        [helper.make_tensor_value_info(name, element, shape) for name in outputs],
    )
    opset = [helper.make_opsetid("", 18)]
    model = helper.make_model(made, opset_imports=opset, ir_version=9)
    content: bytes = model.SerializeToString()
    return content


class TestModel:
    """The graph has the manifest's columns and computes what was approved."""

    def test_a_graph_with_another_number_of_inputs_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        altered.take(altered.manifest["inputs"][:-1])

        message = altered.refusal()

        assert "model.onnx has columns {'x': 11, " in message
        assert "the manifest asks for {'x': 10, " in message
        assert WHAT_TO_DO.search(message)

    def test_a_graph_with_another_number_of_horizons_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        altered.describe(horizons_years=[1, 3, 5])

        assert "the manifest asks for {'x': 11, 'risk': 3, " in altered.refusal()

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(graph(11), id="every output as wide as the input"),
            pytest.param(graph(11, ranks=1), id="rows that are numbers"),
            pytest.param(
                graph(11, element=onnx.TensorProto.DOUBLE), id="of double precision"
            ),
        ],
    )
    def test_a_graph_of_another_shape_is_refused(
        self, altered: AlteredBundle, content: bytes
    ) -> None:
        altered.write("model.onnx", content)

        assert "model.onnx" in altered.refusal()

    @pytest.mark.parametrize(
        ("field", "reported"),
        [
            ("risk", "risk"),
            ("log_odds", "log_odds"),
            ("contributions", "contributions"),
        ],
    )
    def test_a_golden_row_that_comes_out_otherwise_is_refused(
        self, altered: AlteredBundle, field: str, reported: str
    ) -> None:
        golden = altered.golden
        last = golden["rows"][-1]
        if field == "log_odds":
            last[field] += 0.001
        else:
            last[field][-1] += 0.001
        altered.write("golden.json", json.dumps(golden).encode())

        message = altered.refusal()

        assert f"golden rows differ in {reported} by 0.001, allowed is 1e-05" in message
        assert "Do not serve it here" in message

    def test_a_golden_row_that_is_too_short_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        golden = altered.golden
        golden["rows"][0]["x"].pop()
        altered.write("golden.json", json.dumps(golden).encode())

        assert "do not have the model's columns" in altered.refusal()

    def test_a_base_that_contributions_do_not_add_up_from_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        """The manifest has no checksum, and the base is told with every answer."""
        altered.describe(base_log_odds=altered.manifest["base_log_odds"] + 0.01)

        assert "base_log_odds" in altered.refusal()
