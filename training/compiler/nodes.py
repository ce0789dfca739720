"""The steps of the graph, each a few standard operators, joined by the names they share.

Single numbers are computed in float32 and sums of a row are short, so that every runtime
can give the same bits. A product with `in_tier` takes a row of a table.
"""

from onnx import NodeProto, helper

from training.compiler.tiers import BASES, SLOPES

COMPANION_ROWS = "companion_rows"
HORIZON_OFFSETS = "horizon_offsets"


def trees() -> list[NodeProto]:
    """The raw contributions, and 1 for the row's tier, of trees alone."""
    return [helper.make_node("Split", ["sums", "parts"], ["raw", "in_tier"], axis=1)]


def curves() -> list[NodeProto]:
    """The same of trees and curves: what a curve rises from the centre is added.

    What is not known is at the centre, where nothing is added.
    """
    node = helper.make_node
    return [
        node("Split", ["sums", "parts"], ["flat", "in_tier", "slopes"], axis=1),
        node("IsNaN", ["x"], ["unknown"]),
        node("Where", ["unknown", "centres", "x"], ["known_x"]),
        node("Sub", ["known_x", "centres"], ["from_centre"]),
        node("Mul", ["slopes", "from_centre"], ["rises"]),
        node("Add", ["flat", "rises"], ["raw"]),
    ]


def score() -> list[NodeProto]:
    """The slope and base of the row's tier, and the score and risks that they give."""
    node = helper.make_node
    return [
        node("MatMul", ["in_tier", SLOPES], ["slope"]),
        node("MatMul", ["in_tier", BASES], ["base"]),
        node("Mul", ["raw", "slope"], ["contributions"]),
        node("Gemm", ["contributions", "ones", "base"], ["log_odds"]),
        node("Gemm", ["in_tier", HORIZON_OFFSETS, "log_odds"], ["horizon_log_odds"]),
        node("Sigmoid", ["horizon_log_odds"], ["risk"]),
    ]


def companion_rows(*names: str) -> list[NodeProto]:
    """What the companions need of the first rows."""
    return [
        helper.make_node(
            "Slice", [name, "first_row", COMPANION_ROWS], [f"first_{name}"]
        )
        for name in names
    ]


def companion_trees() -> list[NodeProto]:
    """The replicates' distances from the base, and the changes, of trees alone."""
    split = ["beside", "companion_parts"]
    return [helper.make_node("Split", split, ["distances", "changes"], axis=1)]


def companion_curves() -> list[NodeProto]:
    """The same of trees and curves: what curves rise from the centre is added.

    Products with 0 and 1 give each slope its input, and each replicate its rises.
    """
    node = helper.make_node
    split = ["beside", "companion_parts"]
    return [
        node("Split", split, ["flat_distances", "changes", "companion_slopes"], axis=1),
        *companion_rows("from_centre"),
        node("MatMul", ["first_from_centre", "slope_inputs"], ["slopes_from_centre"]),
        node("Mul", ["companion_slopes", "slopes_from_centre"], ["companion_rises"]),
        node(
            "Gemm",
            ["companion_rises", "slope_replicates", "flat_distances"],
            ["distances"],
        ),
    ]


def replicates() -> list[NodeProto]:
    """Each replicate's distance from the base, recalibrated as the score is."""
    node = helper.make_node
    return [
        node("Mul", ["distances", "first_slope"], ["stretched"]),
        node("Add", ["stretched", "first_base"], ["replicates"]),
    ]


def if_known() -> list[NodeProto]:
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
