"""The boosters of a bundle, and what they answer without any graph.

The graph is proved against this: the same mathematics by another way, xgboost's own
predictions and contributions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xgboost

from training.cohort import Inputs, Rows
from training.definition import Tier
from training.logistic import Floats, sigmoid
from training.model import THREADS

UNCHANGED = (0.0, 1.0)
"""Intercept and slope of a tier that is not recalibrated."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Boosters:
    """Everything that is compiled into one graph.

    Attributes:
        inputs: In model order.
        main: The model itself.
        replicates: The same on resampled centres, smaller.
        if_known: The lower and the upper end of what the log-odds could move by if the
            missing inputs were known.
        tiers: How much is known of a person.
        recalibration: Intercept and slope of each tier.
        horizon_offsets: What each horizon adds to the log-odds.
    """

    inputs: tuple[str, ...]
    main: xgboost.Booster
    replicates: tuple[xgboost.Booster, ...]
    if_known: tuple[xgboost.Booster, xgboost.Booster]
    tiers: tuple[Tier, ...]
    recalibration: tuple[tuple[float, float], ...]
    horizon_offsets: tuple[float, ...]

    def tier(self, x: Inputs) -> Rows:
        """The number of each row's tier."""
        return tier_of(x, self.inputs, self.tiers)

    def answers(self, x: Inputs) -> dict[str, Floats]:
        """What the graph has to answer for rows [N, F], by the name of its output.

        The risk is that of xgboost's prediction. The log-odds are the sum of its
        contributions: the prediction adds its trees one by one in single precision,
        which with 300 trees is itself wrong by up to 1e-5 of log-odds.
        """
        matrix = xgboost.DMatrix(x, feature_names=list(self.inputs), nthread=THREADS)
        parts = self.main.predict(matrix, pred_contribs=True).astype(np.float64)
        margins = [_margin(booster, matrix) for booster in self.replicates]
        margin = _margin(self.main, matrix)
        moves = [_margin(booster, matrix) for booster in self.if_known]
        numbers = np.array(self.recalibration)[self.tier(x)]
        intercept, slope = numbers[:, :1], numbers[:, 1:]
        raw = parts.sum(axis=1, keepdims=True)
        first_intercept, first_slope = self.recalibration[0]
        at_ends = first_intercept + first_slope * (raw + np.column_stack(moves))
        return {
            "risk": sigmoid(
                intercept + slope * margin[:, None] + np.array(self.horizon_offsets)
            ),
            "log_odds": intercept + slope * raw,
            "base": intercept + slope * parts[:, -1:],
            "contributions": slope * parts[:, :-1],
            "replicates": intercept + slope * np.column_stack(margins),
            "if_known": np.sort(at_ends, axis=1),
        }


def _margin(booster: xgboost.Booster, matrix: xgboost.DMatrix) -> Floats:
    margin: Floats = booster.predict(matrix, output_margin=True).astype(np.float64)
    return margin


def tier_of(x: Inputs, inputs: Sequence[str], tiers: Sequence[Tier]) -> Rows:
    """The number of each row's tier: the first of which an input is known [N]."""
    known = ~np.isnan(x)
    tier = np.full(len(x), len(tiers) - 1, dtype=np.intp)
    for number in reversed(range(len(tiers) - 1)):
        columns = [inputs.index(name) for name in tiers[number].any_of]
        tier[known[:, columns].any(axis=1)] = number
    return tier
