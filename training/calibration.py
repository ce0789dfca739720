"""Whether the risks are right: in the large, in their spread, and along the way.

Steyerberg 2019, Clinical Prediction Models, ch. 15; the integrated calibration index
is that of Austin and Steyerberg, Stat Med 2019;38:4051, with a restricted cubic spline
of the log-odds as the smoother.
"""

from dataclasses import dataclass

import numpy as np

from training.logistic import Floats, fit_logistic, sigmoid

# Four knots: Harrell 2015, Regression Modeling Strategies, table 2.3.
_KNOT_QUANTILES = (0.05, 0.35, 0.65, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How risks compare with what happened.

    Attributes:
        slope: Of the outcome on the log-odds; below 1 the risks are too extreme.
        observed_expected: Events over the sum of risks.
        ici: Mean distance of risk and smoothed observed risk.
    """

    slope: float
    observed_expected: float
    ici: float


def calibrate(log_odds: Floats, outcome: Floats) -> Calibration:
    """Compare log-odds, each at the person's own follow-up time, with outcomes."""
    risk = sigmoid(log_odds)
    curve = _spline(log_odds)
    smoothed = sigmoid(fit_logistic(curve, outcome).log_odds(curve))
    slope = fit_logistic(log_odds[:, None], outcome).coefficients[1]
    return Calibration(
        slope=float(slope),
        observed_expected=float(outcome.sum() / risk.sum()),
        ici=float(np.abs(smoothed - risk).mean()),
    )


def _spline(x: Floats) -> Floats:
    """Restricted cubic spline basis [rows, knots - 1], linear beyond the knots."""
    *first, before_last, last = np.quantile(x, _KNOT_QUANTILES)

    def cubed(knot: float) -> Floats:
        part: Floats = np.maximum(x - knot, 0) ** 3
        return part

    span = last - before_last
    bends = [
        cubed(knot)
        - cubed(before_last) * (last - knot) / span
        + cubed(last) * (before_last - knot) / span
        for knot in first
    ]
    return np.column_stack([x, *bends])
