"""Logistic regression by maximum likelihood, with an offset and standard errors.

The yardstick of the whole project: the baseline that XGBoost is compared with, the
calibration slope, the calibration curve and the time exponent are all such a fit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from training.errors import TrainingError

Floats = NDArray[np.float64]

_STEPS = 50
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Logistic:
    """A fitted regression; the first coefficient is the intercept."""

    coefficients: Floats
    standard_errors: Floats

    def log_odds(self, design: Floats) -> Floats:
        """Log-odds of each row of `design` [rows, columns], without an offset."""
        fitted: Floats = self.coefficients[0] + design @ self.coefficients[1:]
        return fitted


def sigmoid(log_odds: Floats) -> Floats:
    """The probability that belongs to a log-odds."""
    probability: Floats = expit(log_odds)
    return probability


def log_loss(log_odds: Floats, outcome: Floats, weight: Floats | None = None) -> float:
    """Mean log loss; minus the log-likelihood of one person."""
    losses = np.logaddexp(0, log_odds) - outcome * log_odds
    return float(np.average(losses, weights=weight))


def fit_logistic(
    design: Floats,
    outcome: Floats,
    offset: Floats | None = None,
    weight: Floats | None = None,
) -> Logistic:
    """Fit by Newton's method, halving a step that goes too far.

    Args:
        design: [rows, columns] without a column of ones.
        outcome: [rows] 0 or 1.
        offset: [rows] log-odds that enter with a coefficient of 1.
        weight: [rows] how often each row counts; standard errors take it literally.

    Raises:
        TrainingError: The likelihood has no maximum (an input tells the outcome).
    """
    given = np.zeros(len(outcome)) if offset is None else offset
    counts = np.ones(len(outcome)) if weight is None else weight
    mean, spread = design.mean(axis=0), design.std(axis=0)
    spread[spread == 0] = 1.0
    columns = np.column_stack([np.ones(len(outcome)), (design - mean) / spread])
    beta = np.zeros(columns.shape[1])
    beta[0] = logit(np.average(outcome, weights=counts)) - given.mean()
    loss = log_loss(columns @ beta + given, outcome, counts)
    for _ in range(_STEPS):
        probability = sigmoid(columns @ beta + given)
        curvature = counts * probability * (1 - probability)
        information = (columns * curvature[:, None]).T @ columns
        score = columns.T @ (counts * (outcome - probability))
        step = np.linalg.lstsq(information, score)[0]
        while (
            log_loss(columns @ (beta + step) + given, outcome, counts)
            > loss + _TOLERANCE
        ):
            step /= 2
        beta += step
        loss = log_loss(columns @ beta + given, outcome, counts)
        if np.abs(step).max() < _TOLERANCE:
            break
    else:
        raise TrainingError(
            "A logistic regression did not converge: too few events, or one input "
            "tells the outcome. Use more people."
        )
    # Back from standardised columns to the design's own units.
    back = np.diag(np.append(1.0, 1 / spread))
    back[0, 1:] = -mean / spread
    covariance = back @ np.linalg.pinv(information) @ back.T
    return Logistic(
        coefficients=back @ beta, standard_errors=np.sqrt(np.diag(covariance))
    )
