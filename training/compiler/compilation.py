"""From boosters to the compiled model: read, tabulate, rewrite, emit, recalibrate.

`Compiled.to_bytes` is the one way to write the model: equal boosters give equal bytes,
and a model recalibrated later equals one compiled with that recalibration.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from onnx import ModelProto
from xgboost import Booster

from training.compiler.companions import read_companions
from training.compiler.ensemble import LOGISTIC, read_ensemble
from training.compiler.graph import build_model
from training.compiler.pattern import pattern_tree
from training.compiler.shapley import tabulate
from training.compiler.tiers import check_tiers, recalibrate
from training.compiler.vector_tree import Leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """An ONNX model and its base, in log-odds, for a row of the first tier."""

    model: ModelProto
    base_log_odds: float

    def to_bytes(self) -> bytes:
        """Serialise the model, the same for the same boosters."""
        serialised: bytes = self.model.SerializeToString(deterministic=True)
        return serialised


def compile_model(
    booster: Booster,
    *,
    inputs: Sequence[str],
    horizon_offsets: Sequence[float],
    replicates: Sequence[Booster],
    if_known: tuple[Booster, Booster],
    tiers: Sequence[Sequence[str]],
    recalibration: Sequence[tuple[float, float]] | None = None,
) -> Compiled:
    """Compile a booster into a graph that returns risks and their exact explanation.

    The graph maps `x` float32 [N, F] (NaN: not measured) to

    - `log_odds` [N, 1] = base + sum(contributions), of the first horizon;
    - `risk` [N, H] = sigmoid(log_odds + horizon_offsets[h]);
    - `base` [N, 1] and `contributions` [N, F], in log-odds, of the row's tier: its
      slope multiplies both and its intercept is added to the base;
    - `replicates` [N, B]: the log-odds of the replicates, recalibrated as the score;
    - `if_known` [N, 2], low <= high: the log-odds on the scale of the first tier if
      what is missing became known.

    An optional input `companion_rows` int64 [1] limits the last two, which cost as much
    as the rest, to as many of the first rows; 0 leaves them out.

    The model is what `Booster.predict` computes from a row alone. A `base_margin` given
    in training is an offset of the training rows and no part of it. Note that it takes
    the place of xgboost's base score in training, but not in prediction: a constant
    part of the margin must be given as `base_score` too (0.5 if there is none).

    Args:
        booster: binary:logistic, numeric splits, at most 7 of them in a tree (depth 3).
        inputs: names of the F columns, in the order of every booster.
        horizon_offsets: what each of the H horizons adds to the log-odds.
        replicates: B boosters like the first, at least two.
        if_known: reg:quantileerror boosters of the low and the high change in raw
            log-odds from the row as it is to the row with nothing missing.
        tiers: inputs that decide a row's tier, which is the first of which any is
            known; the last names none.
        recalibration: (intercept, slope) in log-odds for each tier; slopes are above 0.

    Raises:
        CannotCompileError: when the explanation would not be exact.
        ValueError: for unusable horizons, tiers, replicates or recalibrations.
    """
    _check_offsets(horizon_offsets)
    check_tiers(tiers, inputs)
    ensemble = read_ensemble(booster, inputs, objective=LOGISTIC)
    tables = [[tabulate(path) for path in tree] for tree in ensemble.trees]
    trees = [pattern_tree(leaves) for leaves in tables if len(leaves) > 1]
    raw_base = ensemble.start + math.fsum(
        leaf.expected for leaves in tables for leaf in leaves
    )
    base_log_odds = float(np.float32(raw_base))
    model = build_model(
        trees or [Leaf(values={})],  # the operator needs one tree
        read_companions(
            replicates, if_known, inputs=inputs, base_log_odds=base_log_odds
        ),
        inputs=inputs,
        tiers=tiers,
        base_log_odds=base_log_odds,
        horizon_offsets=horizon_offsets,
    )
    if recalibration is not None:
        base_log_odds = recalibrate(model, recalibration)
    return Compiled(model=model, base_log_odds=base_log_odds)


def recalibrate_model(
    model: bytes, recalibration: Sequence[tuple[float, float]]
) -> Compiled:
    """Recalibrate a compiled model, on top of the recalibration that it has.

    Args:
        model: As `Compiled.to_bytes` wrote it.
        recalibration: (intercept, slope) for each tier: its log-odds become
            intercept + slope * log-odds, and so do its replicates; contributions are
            multiplied by the slope. Slopes are above 0.

    Raises:
        CannotCompileError: The model has no tiers.
        ValueError: For another number of tiers, or unusable values.
    """
    graph = ModelProto.FromString(model)
    return Compiled(model=graph, base_log_odds=recalibrate(graph, recalibration))


def _check_offsets(horizon_offsets: Sequence[float]) -> None:
    if not horizon_offsets:
        raise ValueError(
            "No horizon: give at least one offset (0.0 for the score's own)."
        )
    if not all(map(math.isfinite, horizon_offsets)):
        raise ValueError("Horizon offsets must be finite numbers.")
