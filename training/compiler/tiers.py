"""Recalibration: an intercept and a slope in log-odds for each tier of a graph.

A row's tier is the first of which an input is known. The graph keeps one slope and one
base per tier in tables of its own, so that a bundle is recalibrated by writing two
small tables, without the booster it was made from.
"""

import math
from collections.abc import Sequence

import numpy as np
from onnx import ModelProto, numpy_helper

from training.compiler.refusal import CannotCompileError

SLOPES = "tier_slope"
BASES = "tier_base"


def check_tiers(tiers: Sequence[Sequence[str]], inputs: Sequence[str]) -> None:
    """Refuse tiers that do not give every row exactly one.

    Raises:
        ValueError: A tier but the last names no input, the last names some, or one
            names what is no input.
    """
    if not tiers or tiers[-1] or not all(tiers[:-1]):
        raise ValueError(
            "Every tier but the last must name the inputs that decide it; the last"
            " names none and takes the rest."
        )
    strangers = {name for tier in tiers for name in tier} - set(inputs)
    if strangers:
        raise ValueError(f"Tiers name {sorted(strangers)}, which are no inputs.")


def recalibrate(
    model: ModelProto, recalibration: Sequence[tuple[float, float]]
) -> float:
    """Give each tier of the model another intercept and slope, on top of its own.

    Args:
        model: Changed in place.
        recalibration: (intercept, slope) per tier: log-odds become
            intercept + slope * log-odds.

    Returns:
        The new base of the first tier, in log-odds.

    Raises:
        CannotCompileError: The model has no tables of tiers.
        ValueError: For another number of tiers, or unusable values.
    """
    tables = {it.name: it for it in model.graph.initializer}
    if SLOPES not in tables or BASES not in tables:
        raise CannotCompileError(
            "The model has no tiers to recalibrate: it was compiled by an earlier"
            " version. Fit it again."
        )
    slopes, bases = (
        numpy_helper.to_array(tables[name]).astype(np.float64)
        for name in (SLOPES, BASES)
    )
    _check(recalibration, len(slopes))
    intercept, slope = np.array(recalibration, np.float64).T[..., np.newaxis]
    new_bases = (intercept + slope * bases).astype(np.float32)
    new_slopes = (slope * slopes).astype(np.float32)
    tables[SLOPES].CopyFrom(numpy_helper.from_array(new_slopes, SLOPES))
    tables[BASES].CopyFrom(numpy_helper.from_array(new_bases, BASES))
    return float(new_bases[0, 0])


def _check(recalibration: Sequence[tuple[float, float]], tiers: int) -> None:
    if len(recalibration) != tiers:
        raise ValueError(
            f"The model has {tiers} tier(s), the recalibration {len(recalibration)}:"
            " give an intercept and a slope for each, 0 and 1 to leave one as it is."
        )
    for intercept, slope in recalibration:
        if not math.isfinite(intercept) or not math.isfinite(slope):
            raise ValueError("Intercepts and slopes must be finite numbers.")
        if slope <= 0:
            raise ValueError(f"A slope of {slope} would turn high risks into low ones.")
