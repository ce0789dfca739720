"""The boosters and curves of a bundle, and what they answer without any graph.

The graph is proved against this: the same mathematics by another way, xgboost's own
predictions and contributions, and curves in double precision.
"""

from dataclasses import dataclass

import numpy as np
import xgboost

from training.cohort import Inputs, Rows
from training.compiler import SmoothPart
from training.definition import Tier
from training.logistic import Floats, sigmoid
from training.model import THREADS
from training.tiers import tier_of

UNCHANGED = (0.0, 1.0)
"""Intercept and slope of a tier that is not recalibrated."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Boosters:
    """Everything that is compiled into one graph.

    Attributes:
        inputs: In model order.
        main: The trees of the model itself.
        smooth: Its curves, and what they add to the base of each tier.
        replicates: The same trees on resampled centres, fewer.
        replicate_smooths: The curves of each replicate.
        if_known: The lower and the upper end of what the log-odds could move by if the
            missing inputs were known.
        tiers: How much is known of a person.
        recalibration: Intercept and slope of each tier.
        horizon_offsets: What each horizon adds to the log-odds, [tier][horizon].
    """

    inputs: tuple[str, ...]
    main: xgboost.Booster
    smooth: SmoothPart
    replicates: tuple[xgboost.Booster, ...]
    replicate_smooths: tuple[SmoothPart, ...]
    if_known: tuple[xgboost.Booster, xgboost.Booster]
    tiers: tuple[Tier, ...]
    recalibration: tuple[tuple[float, float], ...]
    horizon_offsets: tuple[tuple[float, ...], ...]

    def tier(self, x: Inputs) -> Rows:
        """The number of each row's tier."""
        return tier_of(x, self.inputs, self.tiers)

    def answers(self, x: Inputs) -> dict[str, Floats]:
        """What the graph has to answer for rows [N, F], by the name of its output.

        The risk is that of xgboost's prediction and the curves. The log-odds are the
        sum of xgboost's contributions and the curves: the prediction adds its trees one
        by one in single precision, which with 300 trees is itself wrong by up to 1e-5
        of log-odds.
        """
        matrix = xgboost.DMatrix(x, feature_names=list(self.inputs), nthread=THREADS)
        tier = self.tier(x)
        of_trees = self.main.predict(matrix, pred_contribs=True).astype(np.float64)
        of_curves = self._curves(self.smooth, x, tier)
        parts = of_trees + of_curves
        raw = parts.sum(axis=1, keepdims=True)
        margin = _margin(self.main, matrix) + of_curves.sum(axis=1)
        margins = [
            _margin(booster, matrix) + self._curves(smooth, x, tier).sum(axis=1)
            for booster, smooth in zip(
                self.replicates, self.replicate_smooths, strict=True
            )
        ]
        moves = [_margin(booster, matrix) for booster in self.if_known]
        numbers = np.array(self.recalibration)[tier]
        intercept, slope = numbers[:, :1], numbers[:, 1:]
        first_intercept, first_slope = self.recalibration[0]
        at_ends = first_intercept + first_slope * (raw + np.column_stack(moves))
        return {
            "risk": sigmoid(
                intercept
                + slope * margin[:, np.newaxis]
                + np.array(self.horizon_offsets)[tier]
            ),
            "log_odds": intercept + slope * raw,
            "base": intercept + slope * parts[:, -1:],
            "contributions": slope * parts[:, :-1],
            "replicates": intercept + slope * np.column_stack(margins),
            "if_known": np.sort(at_ends, axis=1),
        }

    def _curves(self, smooth: SmoothPart, x: Inputs, tier: Rows) -> Floats:
        """What curves add, as xgboost gives contributions: [N, F], then the base."""
        columns = [self.inputs.index(name) for name in smooth.inputs]
        added = np.zeros((len(x), len(self.inputs) + 1))
        added[:, columns], added[:, -1] = smooth.contributions(x[:, columns], tier)
        return added


def _margin(booster: xgboost.Booster, matrix: xgboost.DMatrix) -> Floats:
    margin: Floats = booster.predict(matrix, output_margin=True).astype(np.float64)
    return margin
