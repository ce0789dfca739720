"""Restricted cubic spline of log-odds: the smoother of calibration curves.

Four knots at Harrell's quantiles, linear beyond the first and the last (Harrell 2015,
Regression Modeling Strategies, section 2.4.5 and table 2.3).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from training.cohort import Floats

_KNOT_QUANTILES = (0.05, 0.35, 0.65, 0.95)
_FEWEST_KNOTS = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spline:
    """Where the curve may bend: [knots], or none for a line."""

    knots: Floats

    @classmethod
    def of(cls, log_odds: Floats, weight: Floats) -> Self:
        """Knots at quantiles of the people; none where too few values differ."""
        knots = np.unique(
            np.quantile(
                log_odds, _KNOT_QUANTILES, weights=weight, method="inverted_cdf"
            )
        )
        return cls(knots=knots if len(knots) >= _FEWEST_KNOTS else knots[:0])

    def design(self, log_odds: Floats) -> Floats:
        """Ones, the log-odds, and a column for each bend: [rows, 2 + knots - 2]."""
        columns = [np.ones_like(log_odds), log_odds]
        if len(self.knots):
            first, (before_last, last) = self.knots[:-2], self.knots[-2:]
            span, whole = last - before_last, last - self.knots[0]
            columns += [
                (
                    _cubed(log_odds - knot)
                    - _cubed(log_odds - before_last) * (last - knot) / span
                    + _cubed(log_odds - last) * (before_last - knot) / span
                )
                / whole**2
                for knot in first
            ]
        return np.column_stack(columns)


def _cubed(distance: Floats) -> Floats:
    part: Floats = np.maximum(distance, 0) ** 3
    return part
