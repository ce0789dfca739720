"""A bundle is served only if its graph computes what was approved."""

import json
import re

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from service.engine.bundle import open_bundle
from service.engine.scorer import Scores, Spread
from tests.unit.altered import WHAT_TO_DO, AlteredBundle


def graph(
    columns: int, *, element: int = onnx.TensorProto.FLOAT, ranks: int = 2
) -> bytes:
    """A model that answers with its input: well-formed, and not ours."""
    shape: list[str | int | None] = ["n", columns]
    shape = shape[:ranks]
    outputs = [*Scores._fields, *Spread._fields]
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


def with_constant(model: bytes, name: str, *numbers: float) -> bytes:
    """The same graph with other numbers, repeated, in one of its constants."""
    changed = onnx.ModelProto.FromString(model)
    found = next(i for i in changed.graph.initializer if i.name == name)
    values = np.resize(np.float32(numbers), found.dims)
    found.CopyFrom(numpy_helper.from_array(values, name))
    content: bytes = changed.SerializeToString()
    return content


class TestModel:
    """The graph has the manifest's columns and computes what was approved."""

    def test_a_graph_with_another_number_of_inputs_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        inputs = altered.manifest["inputs"]
        altered.take(inputs[:-1])

        message = altered.refusal()

        assert f"model.onnx has columns {{'x': {len(inputs)}, " in message
        assert f"the manifest asks for {{'x': {len(inputs) - 1}, " in message
        assert WHAT_TO_DO.search(message)

    def test_a_graph_with_another_number_of_horizons_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        width = len(altered.manifest["inputs"])
        interval = altered.manifest["interval"]
        for of_tier in interval["horizon_sd"].values():
            of_tier.append(0.1)
        altered.describe(horizons_years=[1, 3, 5], interval=interval)

        message = altered.refusal()

        assert re.search(f"has columns {{'x': {width},.* 'risk': 2, ", message)
        assert re.search(f"asks for {{'x': {width},.* 'risk': 3, ", message)

    @pytest.mark.parametrize(
        "shape",
        [
            pytest.param({}, id="every output as wide as the input"),
            pytest.param({"ranks": 1}, id="rows that are numbers"),
            pytest.param(
                {"element": onnx.TensorProto.DOUBLE}, id="of double precision"
            ),
        ],
    )
    def test_a_graph_of_another_shape_is_refused(
        self, altered: AlteredBundle, shape: dict[str, int]
    ) -> None:
        altered.write("model.onnx", graph(len(altered.manifest["inputs"]), **shape))

        assert "model.onnx" in altered.refusal()

    @pytest.mark.parametrize(
        "field",
        ["risk", "log_odds", "base", "contributions", "replicates", "if_known"],
    )
    def test_a_golden_row_that_comes_out_otherwise_is_refused(
        self, altered: AlteredBundle, field: str
    ) -> None:
        golden = altered.golden
        last = golden["rows"][-1]
        if field in {"log_odds", "base"}:
            last[field] += 0.001
        else:
            last[field][-1] += 0.001
        altered.write("golden.json", json.dumps(golden).encode())

        message = altered.refusal()

        assert f"golden rows differ in {field} by 0.001, allowed is 1e-05" in message
        assert "Do not serve it here" in message

    @pytest.mark.parametrize("field", ["x", "replicates", "if_known"])
    def test_a_golden_row_that_is_too_short_is_refused(
        self, altered: AlteredBundle, field: str
    ) -> None:
        golden = altered.golden
        golden["rows"][0][field].pop()
        altered.write("golden.json", json.dumps(golden).encode())

        assert "do not have the model's columns" in altered.refusal()

    def test_a_base_that_is_not_the_graphs_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        """The manifest has no checksum of its own."""
        altered.describe(base_log_odds=altered.manifest["base_log_odds"] + 0.01)

        assert "base_log_odds is not what the graph adds to" in altered.refusal()

    def test_contributions_that_do_not_add_up_are_refused(
        self, altered: AlteredBundle
    ) -> None:
        """A graph that was approved with an error is an error all the same."""
        altered.approve(with_constant(altered.model, "ones", 1.01))

        assert "do not add up to the score" in altered.refusal()

    def test_a_graph_that_recalibrates_by_other_tiers_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        tiers = altered.manifest["tiers"]
        bases = -3.0 - np.arange(len(tiers))
        altered.approve(with_constant(altered.model, "tier_base", *bases))
        altered.describe(base_log_odds=-3.0)
        open_bundle(altered.folder)

        tiers[1]["any_of"] = ["bmi"]
        altered.describe(tiers=tiers)

        assert "does not recalibrate by the manifest's tiers" in altered.refusal()
