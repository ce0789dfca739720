"""The shape that the curve of an input may take, before it is fitted."""

from dataclasses import dataclass

import numpy as np

from training.ramps import Floats, ramps, slope_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveSpec:
    """The shape that a curve may take.

    Attributes:
        knots: Rising, in the input's unit.
        proportions: Where there are any, the curve at the knots is these numbers times
            one coefficient; else it is free between the knots.
        seen_by_trees: Whether the trees may split on the input too.
    """

    knots: tuple[float, ...]
    proportions: tuple[float, ...] = ()
    seen_by_trees: bool = True

    @property
    def at_knots(self) -> Floats:
        """The columns of the design at the knots: [K, C]."""
        if self.proportions:
            return np.array(self.proportions)[:, np.newaxis]
        return ramps(np.array(self.knots), self.knots)

    def columns(self, values: Floats) -> Floats:
        """The columns [N, C] of values [N], none of them NaN."""
        if self.proportions:
            return np.interp(values, self.knots, self.proportions)[:, np.newaxis]
        return ramps(values, self.knots)

    def penalty(self, smoothness: float, ridge: float) -> Floats:
        """Rows of the penalty, in the order of the columns: [Q, C]."""
        width = self.at_knots.shape[1]
        bends = np.empty((0, width))
        if not self.proportions and width > 1:
            bends = np.sqrt(smoothness) * slope_changes(self.knots)
        return np.vstack([bends, np.sqrt(ridge) * np.eye(width)])
