"""The ONNX graph: the score as a sum of contributions, and what stands beside it.

Because the score is the sum of the contributions, they add up to it by construction.
The graph needs nothing but standard operators, so any ONNX runtime can serve it.
ONNX Runtime computes every output whatever is fetched (its option to follow the fetches
works in training builds only), so a second, optional input says of how many rows, the
first ones, the companions are asked.
"""

from collections.abc import Sequence

import numpy as np
from onnx import (
    ModelProto,
    TensorProto,
    ValueInfoProto,
    helper,
    numpy_helper,
)

from training.compiler import nodes
from training.compiler.companions import ENDS, Companions
from training.compiler.nodes import COMPANION_ROWS, HORIZON_OFFSETS
from training.compiler.score import Score
from training.compiler.tiers import BASES, SLOPES
from training.compiler.tree_operator import ML_DOMAIN, ML_OPSET, tree_operator

OPSET = 13
IR_VERSION = 8  # asked for by ai.onnx.ml 3; ONNX Runtime reads it since 1.10
PRODUCER = "diabetes-risk"
ALL_ROWS = np.iinfo(np.int64).max
FORM = "3"  # the version of this layout, not of the package, so that bytes stay equal
DESCRIPTION = (
    "log_odds = base + the sum of contributions; risk = sigmoid(log_odds + the offset of"
    " each horizon). The contributions, one per input and in log-odds, are exact: the"
    " path-dependent TreeSHAP value of the trees and the value of the input's curve."
    " replicates are the log-odds of models trained on other samples of the centres;"
    " if_known is the range of the log-odds if what is missing became known. NaN in x is"
    " a value that was not measured. companion_rows limits replicates and if_known to as"
    " many of the first rows."
)


def build_model(
    score: Score,
    companions: Companions,
    *,
    inputs: Sequence[str],
    horizon_offsets: Sequence[Sequence[float]],
) -> ModelProto:
    """Write the model `x` [N, F] -> `risk` [N, H], `log_odds` [N, 1] and the others.

    `replicates` and `if_known` have a row for each of the first `companion_rows` [1]
    rows only; without that input for every row.

    Args:
        score: what gives the contributions and the tier of a row.
        companions: the B replicates and the range of missing values.
        inputs: names of the F columns of `x`, kept in the model's metadata.
        horizon_offsets: [tier][horizon], log-odds that are added to the score.
    """
    columns, count = len(inputs), companions.replicates
    smooth = len(companions.smooth_columns)
    parts = [columns, len(score.bases)]
    companion_parts = [count, ENDS]
    if smooth:
        parts.append(columns)
        companion_parts.append(smooth * count)
    reals = {
        "ones": np.ones((columns, 1)),
        SLOPES: np.ones((len(score.bases), 1)),
        BASES: np.array(score.bases)[:, np.newaxis],
        HORIZON_OFFSETS: np.array(horizon_offsets),
    }
    integers = {
        "parts": np.array(parts),
        "companion_parts": np.array(companion_parts),
        "first_tier": np.array([0]),
        "first_row": np.array([0]),
        COMPANION_ROWS: np.array([ALL_ROWS]),
    }
    if smooth:
        reals["centres"] = np.array(score.centres)
        slope_columns = np.repeat(companions.smooth_columns, count)
        reals["slope_inputs"] = np.eye(columns)[:, slope_columns]
        reals["slope_replicates"] = np.tile(np.eye(count), (smooth, 1))
    graph = helper.make_graph(
        nodes=[
            tree_operator("x", "sums", score.trees, targets=sum(parts)),
            *(nodes.curves() if smooth else nodes.trees()),
            *nodes.score(),
            *nodes.companion_rows("x", "raw", "slope", "base"),
            tree_operator(
                "first_x", "beside", companions.trees, targets=sum(companion_parts)
            ),
            *(nodes.companion_curves() if smooth else nodes.companion_trees()),
            *nodes.replicates(),
            *nodes.if_known(),
        ],
        name="risk",
        # An input with an initialiser is optional: that is its default.
        inputs=[
            _rows("x", columns),
            helper.make_tensor_value_info(COMPANION_ROWS, TensorProto.INT64, [1]),
        ],
        outputs=[
            _rows("risk", len(horizon_offsets[0])),
            _rows("log_odds", 1),
            _rows("base", 1),
            _rows("contributions", columns),
            _rows("replicates", count, rows="M"),
            _rows("if_known", 2, rows="M"),
        ],
        initializer=[
            *(
                numpy_helper.from_array(values.astype(np.float32), name)
                for name, values in reals.items()
            ),
            *(
                numpy_helper.from_array(values.astype(np.int64), name)
                for name, values in integers.items()
            ),
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


def _rows(name: str, width: int, rows: str = "N") -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [rows, width])
