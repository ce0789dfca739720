"""The ONNX graph: the score as a sum of contributions, and what stands beside it.

Because the score is the sum of the contributions, they add up to it by construction.
The graph needs nothing but standard operators, so any ONNX runtime can serve it.
ONNX Runtime computes every output whatever is fetched (its option to follow the fetches
works in training builds only), so a second, optional input says of how many rows, the
first ones, the companions are asked.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from onnx import (
    ModelProto,
    NodeProto,
    TensorProto,
    ValueInfoProto,
    helper,
    numpy_helper,
)

from training.compiler.companions import Companions
from training.compiler.tiers import BASES, SLOPES, membership
from training.compiler.tree_operator import ML_DOMAIN, ML_OPSET, tree_operator
from training.compiler.vector_tree import VectorTree

OPSET = 13
IR_VERSION = 8  # asked for by ai.onnx.ml 3; ONNX Runtime reads it since 1.10
PRODUCER = "diabetes-risk"
COMPANION_ROWS = "companion_rows"
ALL_ROWS = np.iinfo(np.int64).max
FORM = "2"  # the version of this layout, not of the package, so that bytes stay equal
DESCRIPTION = (
    "log_odds = base + the sum of contributions; risk = sigmoid(log_odds + the offset of"
    " each horizon). The contributions are exact path-dependent TreeSHAP values, one per"
    " input, in log-odds. replicates are the log-odds of models trained on other samples"
    " of the centres; if_known is the range of the log-odds if what is missing became"
    " known. NaN in x is a value that was not measured. companion_rows limits replicates"
    " and if_known to as many of the first rows."
)


def build_model(
    contributions: Sequence[VectorTree],
    companions: Companions,
    *,
    inputs: Sequence[str],
    tiers: Sequence[Sequence[str]],
    base_log_odds: float,
    horizon_offsets: Sequence[float],
) -> ModelProto:
    """Write the model `x` [N, F] -> `risk` [N, H], `log_odds` [N, 1] and the others.

    `replicates` and `if_known` have a row for each of the first `companion_rows` [1]
    rows only; without that input for every row.

    Args:
        contributions: summed, they give the raw contributions [N, F] of a row.
        companions: the B replicates and the range of missing values.
        inputs: names of the F columns of `x`, kept in the model's metadata.
        tiers: what decides the tier of a row; each starts with a slope of 1.
        base_log_odds: the score of a row before any contribution.
        horizon_offsets: H offsets in log-odds, one added to the score per horizon.
    """
    columns, count = len(inputs), companions.replicates
    members = membership(tiers, inputs)
    reals: Mapping[str, NDArray[np.floating]] = {
        "ones": np.ones((columns, 1)),
        "tier_inputs": members,
        # The last tier names no input and must always be one that could be chosen.
        "tier_sizes": members.sum(axis=0) + np.eye(len(tiers))[-1],
        SLOPES: np.ones((len(tiers), 1)),
        BASES: np.full((len(tiers), 1), base_log_odds),
        "offsets": np.array(horizon_offsets),
    }
    integers = {
        "parts": np.array([count, 2]),
        "first_tier": np.array([0]),
        "first_row": np.array([0]),
        COMPANION_ROWS: np.array([ALL_ROWS]),
    }
    graph = helper.make_graph(
        nodes=[
            tree_operator("x", "raw", contributions, starts=[0.0] * columns),
            *_score(),
            *_companion_rows(),
            tree_operator(
                "first_x", "beside", companions.trees, starts=companions.starts
            ),
            *_replicates(),
            *_if_known(),
        ],
        name="risk",
        # An input with an initialiser is optional: that is its default.
        inputs=[
            _rows("x", columns),
            helper.make_tensor_value_info(COMPANION_ROWS, TensorProto.INT64, [1]),
        ],
        outputs=[
            _rows("risk", len(horizon_offsets)),
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


def _score() -> list[NodeProto]:
    """The row's tier, its slope and base, and the score and risks that they give."""
    node = helper.make_node
    return [
        node("IsNaN", ["x"], ["unknown"]),
        node("Cast", ["unknown"], ["missing"], to=TensorProto.FLOAT),
        node(
            "Gemm", ["missing", "tier_inputs", "tier_sizes"], ["known_of"], alpha=-1.0
        ),
        node("Sign", ["known_of"], ["open_tiers"]),
        # Of equal values ArgMax takes the first: the first tier of which any is known.
        node("ArgMax", ["open_tiers"], ["tier"], axis=1, keepdims=0),
        node("Gather", [SLOPES, "tier"], ["slope"]),
        node("Gather", [BASES, "tier"], ["base"]),
        node("Mul", ["raw", "slope"], ["contributions"]),
        node("Gemm", ["contributions", "ones", "base"], ["log_odds"]),
        node("Add", ["log_odds", "offsets"], ["horizon_log_odds"]),
        node("Sigmoid", ["horizon_log_odds"], ["risk"]),
    ]


def _companion_rows() -> list[NodeProto]:
    """What the companions need of the first rows."""
    return [
        helper.make_node(
            "Slice", [name, "first_row", COMPANION_ROWS], [f"first_{name}"]
        )
        for name in ("x", "raw", "slope", "base")
    ]


def _replicates() -> list[NodeProto]:
    """Each replicate's distance from the model's base, recalibrated as the score is."""
    node = helper.make_node
    return [
        node("Split", ["beside", "parts"], ["distances", "changes"], axis=1),
        node("Mul", ["distances", "first_slope"], ["stretched"]),
        node("Add", ["stretched", "first_base"], ["replicates"]),
    ]


def _if_known() -> list[NodeProto]:
    """The score and its change at either end, on the scale of the first tier.

    Two boosters can cross; the lower of their answers is the low end.
    """
    node = helper.make_node
    return [
        node("ReduceMin", ["changes"], ["least_change"], axes=[1]),
        node("ReduceMax", ["changes"], ["greatest_change"], axes=[1]),
        node("Concat", ["least_change", "greatest_change"], ["ends"], axis=1),
        node("MatMul", ["first_raw", "ones"], ["raw_score"]),
        node("Add", ["raw_score", "ends"], ["raw_if_known"]),
        node("Gather", [SLOPES, "first_tier"], ["first_tier_slope"]),
        node("Gather", [BASES, "first_tier"], ["first_tier_base"]),
        node("Mul", ["raw_if_known", "first_tier_slope"], ["stretched_if_known"]),
        node("Add", ["stretched_if_known", "first_tier_base"], ["if_known"]),
    ]


def _rows(name: str, width: int, rows: str = "N") -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [rows, width])
