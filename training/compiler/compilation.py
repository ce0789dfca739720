"""From boosters and curves to the compiled model: check, read, emit, recalibrate.

`Compiled.to_bytes` is the one way to write the model: equal parts give equal bytes, and
a model recalibrated later equals one compiled with that recalibration.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from onnx import ModelProto
from xgboost import Booster

from training.compiler.companions import read_companions
from training.compiler.graph import build_model
from training.compiler.score import read_score
from training.compiler.smooth import (
    SmoothPart,
    check_replicate_smooths,
    check_smooth,
)
from training.compiler.tiers import check_tiers, recalibrate


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """An ONNX model and its base, in log-odds, for a row of the first tier."""

    model: ModelProto
    base_log_odds: float

    def to_bytes(self) -> bytes:
        """Serialise the model, the same for the same boosters and curves."""
        serialised: bytes = self.model.SerializeToString(deterministic=True)
        return serialised


def compile_model(
    booster: Booster,
    *,
    inputs: Sequence[str],
    smooth: SmoothPart,
    horizon_offsets: Sequence[Sequence[float]],
    replicates: Sequence[Booster],
    replicate_smooths: Sequence[SmoothPart],
    if_known: tuple[Booster, Booster],
    tiers: Sequence[Sequence[str]],
    recalibration: Sequence[tuple[float, float]] | None = None,
) -> Compiled:
    """Compile a booster and curves into a graph that returns risks and explains them.

    The graph maps `x` float32 [N, F] (finite, or NaN: not measured) to

    - `log_odds` [N, 1] = base + sum(contributions), of the first horizon;
    - `risk` [N, H] = sigmoid(log_odds + horizon_offsets[the row's tier]);
    - `base` [N, 1] and `contributions` [N, F], in log-odds, of the row's tier: its
      slope multiplies both and its intercept is added to the base;
    - `replicates` [N, B]: the log-odds of the replicates, recalibrated as the score;
    - `if_known` [N, 2], low <= high: the log-odds on the scale of the first tier if
      what is missing became known.

    A contribution is the TreeSHAP value of the trees plus the value of the input's
    curve, the base that of the trees plus the tier's of the smooth part.

    An optional input `companion_rows` int64 [1] limits the last two, which cost as much
    as the rest, to as many of the first rows; 0 leaves them out.

    The trees are what `Booster.predict` computes from a row alone. A `base_margin`
    given in training is an offset of the training rows and no part of it. Note that it
    takes the place of xgboost's base score in training, but not in prediction: a
    constant part of the margin must be given as `base_score` too (0.5 if there is
    none).

    Args:
        booster: binary:logistic, numeric splits, at most 7 of them in a tree (depth 3).
        inputs: names of the F columns, in the order of every booster.
        smooth: the curves beside the trees, [tier][smooth input].
        horizon_offsets: what each of the H horizons adds to the log-odds of a tier,
            [tier][horizon].
        replicates: B boosters like the first, at least two.
        replicate_smooths: their smooth parts, with the inputs and knots of the model's.
        if_known: reg:quantileerror boosters of the low and the high change in raw
            log-odds from the row as it is to the row with nothing missing.
        tiers: inputs that decide a row's tier, which is the first of which any is
            known; the last names none.
        recalibration: (intercept, slope) in log-odds for each tier; slopes are above 0.

    Raises:
        CannotCompileError: when the explanation would not be exact.
        ValueError: for unusable horizons, tiers, curves, replicates or recalibrations.
    """
    check_tiers(tiers, inputs)
    _check_offsets(horizon_offsets, tiers=len(tiers))
    check_smooth(smooth, inputs, tiers=len(tiers))
    check_replicate_smooths(smooth, replicate_smooths, replicates=len(replicates))
    columns = [[inputs.index(name) for name in tier] for tier in tiers]
    score = read_score(booster, smooth, inputs=inputs, tiers=columns)
    companions = read_companions(
        replicates,
        replicate_smooths,
        if_known,
        inputs=inputs,
        tiers=columns,
        bases=score.bases,
    )
    model = build_model(
        score, companions, inputs=inputs, horizon_offsets=horizon_offsets
    )
    base_log_odds = score.bases[0]
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


def _check_offsets(horizon_offsets: Sequence[Sequence[float]], *, tiers: int) -> None:
    if len(horizon_offsets) != tiers:
        raise ValueError(
            f"Horizon offsets of {len(horizon_offsets)} tier(s), the model has {tiers}."
        )
    counts = {len(offsets) for offsets in horizon_offsets}
    if len(counts) > 1:
        raise ValueError("Every tier must have the same horizons.")
    if counts == {0}:
        raise ValueError(
            "No horizon: give at least one offset (0.0 for the score's own)."
        )
    if not all(map(math.isfinite, chain(*horizon_offsets))):
        raise ValueError("Horizon offsets must be finite numbers.")
