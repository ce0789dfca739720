"""From a booster to the compiled model: read, tabulate, rewrite, recalibrate, emit.

`Compiled.to_bytes` is the one way to write the model: equal boosters give equal bytes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from onnx import ModelProto
from xgboost import Booster

from training.compiler.ensemble import read_ensemble
from training.compiler.graph import build_model
from training.compiler.pattern import PatternLeaf, pattern_tree
from training.compiler.shapley import tabulate


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """An ONNX model and the log-odds that its contributions are added to."""

    model: ModelProto
    base_log_odds: float

    def to_bytes(self) -> bytes:
        """Serialise the model, the same for the same booster."""
        serialised: bytes = self.model.SerializeToString(deterministic=True)
        return serialised


def compile_booster(
    booster: Booster,
    *,
    inputs: Sequence[str],
    horizon_offsets: Sequence[float],
    intercept: float = 0.0,
    slope: float = 1.0,
) -> Compiled:
    """Compile a booster into a graph that returns risks and their exact explanation.

    The graph maps `x` float32 [N, F] (NaN: not measured) to `risk` [N, H], `log_odds`
    [N, 1] and `contributions` [N, F], where `log_odds = base_log_odds +
    sum(contributions)` and `risk_h = sigmoid(log_odds + horizon_offsets[h])`.

    The model is what `Booster.predict` computes from a row alone. A `base_margin` given
    in training is an offset of the training rows and no part of it. Note that it takes
    the place of xgboost's base score in training, but not in prediction: a constant
    part of the margin must be given as `base_score` too (0.5 if there is none).

    Args:
        booster: binary:logistic, numeric splits, at most 7 of them in a tree (depth 3).
        inputs: names of the F columns, in the booster's order.
        horizon_offsets: what each of the H horizons adds to the log-odds.
        intercept: of a recalibration in log-odds, added to the base.
        slope: of the recalibration, above 0; multiplies base and contributions.

    Raises:
        CannotCompileError: when the explanation would not be exact.
        ValueError: for an unusable recalibration or horizon.
    """
    _check_offsets(horizon_offsets, intercept, slope)
    ensemble = read_ensemble(booster, inputs)
    tables = [[tabulate(path) for path in tree] for tree in ensemble.trees]
    trees = [pattern_tree(leaves) for leaves in tables if len(leaves) > 1]
    raw_base = ensemble.prior_log_odds + math.fsum(
        leaf.expected for leaves in tables for leaf in leaves
    )
    base_log_odds = float(np.float32(intercept + slope * raw_base))
    model = build_model(
        trees or [PatternLeaf(contributions={})],  # the operator needs one tree
        inputs=inputs,
        base_log_odds=base_log_odds,
        horizon_offsets=horizon_offsets,
        slope=slope,
    )
    return Compiled(model=model, base_log_odds=base_log_odds)


def _check_offsets(
    horizon_offsets: Sequence[float], intercept: float, slope: float
) -> None:
    if not horizon_offsets:
        raise ValueError(
            "No horizon: give at least one offset (0.0 for the score's own)."
        )
    if not all(map(math.isfinite, (*horizon_offsets, intercept, slope))):
        raise ValueError("Horizon offsets, intercept and slope must be finite numbers.")
    if slope <= 0:
        raise ValueError(f"A slope of {slope} would turn high risks into low ones.")
