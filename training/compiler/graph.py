"""The ONNX graph around the tree operator: a sum gives the score, a sigmoid the risks.

Because the score is the sum of the contributions, they add up to it by construction.
The graph needs nothing but standard operators, so any ONNX runtime can serve it.
"""

from collections.abc import Sequence

import numpy as np
from onnx import ModelProto, TensorProto, ValueInfoProto, helper, numpy_helper

from training.compiler.pattern import PatternTree
from training.compiler.tree_operator import ML_DOMAIN, ML_OPSET, tree_operator

OPSET = 13
IR_VERSION = 8  # asked for by ai.onnx.ml 3; ONNX Runtime reads it since 1.10
PRODUCER = "diabetes-risk"
FORM = "1"  # the version of this layout, not of the package, so that bytes stay equal
DESCRIPTION = (
    "log_odds = base + the sum of contributions; risk = sigmoid(log_odds + the offset of"
    " each horizon). The contributions are exact path-dependent TreeSHAP values, one per"
    " input, in log-odds. NaN in x is a value that was not measured."
)


def build_model(
    trees: Sequence[PatternTree],
    *,
    inputs: Sequence[str],
    base_log_odds: float,
    horizon_offsets: Sequence[float],
    slope: float,
) -> ModelProto:
    """Write the model `x` [N, F] -> `risk` [N, H], `log_odds` [N, 1], `contributions`.

    Args:
        trees: summed, they give the raw contributions [N, F] of a row.
        inputs: names of the F columns of `x`, kept in the model's metadata.
        base_log_odds: the score of a row before any contribution.
        horizon_offsets: H offsets in log-odds, one added to the score per horizon.
        slope: factor on every contribution.
    """
    columns = len(inputs)
    constants = {
        "ones": np.ones((columns, 1)),
        "base": np.array([base_log_odds]),
        "offsets": np.array(horizon_offsets),
    }
    graph = helper.make_graph(
        nodes=[
            tree_operator(trees, columns=columns, slope=slope),
            helper.make_node("Gemm", ["contributions", "ones", "base"], ["log_odds"]),
            helper.make_node("Add", ["log_odds", "offsets"], ["horizon_log_odds"]),
            helper.make_node("Sigmoid", ["horizon_log_odds"], ["risk"]),
        ],
        name="risk",
        inputs=[_rows("x", columns)],
        outputs=[
            _rows("risk", len(horizon_offsets)),
            _rows("log_odds", 1),
            _rows("contributions", columns),
        ],
        initializer=[
            numpy_helper.from_array(values.astype(np.float32), name)
            for name, values in constants.items()
        ],
    )
    model = helper.make_model(
        graph,
        opset_imports=[
            helper.make_opsetid("", OPSET),
            helper.make_opsetid(ML_DOMAIN, ML_OPSET),
        ],
        ir_version=IR_VERSION,
        producer_name=PRODUCER,
        producer_version=FORM,
        doc_string=DESCRIPTION,
    )
    helper.set_model_props(model, {"inputs": ",".join(inputs)})
    return model


def _rows(name: str, width: int) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", width])
