"""Piecewise-linear curves as sums of ramps, and their penalised fit.

A ramp rises from 0 to 1 between two neighbouring knots, so a curve is monotone where
the coefficients of its ramps have one sign (an I-spline of degree 1: Ramsay, Statist
Sci 1988;3:425). The change of slope from one interval to the next is penalised (a
P-spline: Eilers and Marx, Statist Sci 1996;11:89).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import lsq_linear
from scipy.special import expit, logit

from training.errors import TrainingError

Floats = NDArray[np.float64]

_STEPS = 60
_SETTLED = 1e-7
_RIDGE = 1e-6  # so that what nobody shows still has a solution


def ramps(values: Floats, knots: Sequence[float]) -> Floats:
    """The ramps [N, K - 1] of values [N], none of them NaN, between K knots."""
    places = np.array(knots)
    rising: Floats = np.clip(
        (values[:, np.newaxis] - places[:-1]) / np.diff(places), 0, 1
    )
    return rising


def slope_changes(knots: Sequence[float]) -> Floats:
    """What is penalised of a curve: [K - 2, K - 1], from coefficients of ramps.

    Differences of neighbouring slopes, in log-odds for a mean distance of the knots.
    """
    widths = np.diff(knots)
    slopes = np.diag(widths.mean() / widths)
    changes: Floats = np.diff(slopes, axis=0)
    return changes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """A penalised logistic regression with bounds.

    The coefficients minimise -log L + |penalty @ (b - towards)|^2 / 2.

    Attributes:
        design: [rows, P], with a column of ones where an intercept is wanted.
        successes: [rows] weighted.
        trials: [rows] weighted.
        offset: [rows] log-odds that enter with a coefficient of 1.
        penalty: [Q, P].
        lowest: [P], -inf where unbounded.
        highest: [P].
        towards: [P], what the penalty shrinks to.
    """

    design: Floats
    successes: Floats
    trials: Floats
    offset: Floats
    penalty: Floats
    lowest: Floats
    highest: Floats
    towards: Floats

    def solve(self) -> Floats:
        """Newton's method, each step a bounded least-squares problem: [P].

        Raises:
            TrainingError: It does not converge.
        """
        width = self.design.shape[1]
        shrunk = self.penalty.T @ self.penalty
        beta: Floats = np.clip(self.towards, self.lowest, self.highest)
        mean = self.successes.sum() / self.trials.sum()
        at = self.design @ beta + self.offset
        if np.ptp(self.design[:, 0]) == 0:
            beta = beta.copy()
            beta[0] += logit(mean) - float(np.average(at, weights=self.trials))
        before = self._loss(beta)
        for _ in range(_STEPS):
            risk = expit(self.design @ beta + self.offset)
            curvature = self.trials * risk * (1 - risk)
            information = (self.design * curvature[:, np.newaxis]).T @ self.design
            information += shrunk + _RIDGE * np.eye(width)
            gradient = self.design.T @ (self.successes - self.trials * risk)
            gradient -= shrunk @ (beta - self.towards)
            root = np.linalg.cholesky(information)
            target = root.T @ beta + np.linalg.solve(root, gradient)
            found = lsq_linear(
                root.T, target, (self.lowest, self.highest), method="bvls"
            ).x
            step = found - beta
            after = self._loss(beta + step)
            while after > before + _SETTLED and np.abs(step).max() > _SETTLED:
                step /= 2
                after = self._loss(beta + step)
            beta = beta + step
            if np.abs(step).max() < _SETTLED or before - after < _SETTLED:
                return beta
            before = after
        raise TrainingError("The curves did not converge: too few events.")

    def _loss(self, beta: Floats) -> float:
        at = self.design @ beta + self.offset
        fit = float(self.trials @ np.logaddexp(0, at) - self.successes @ at)
        return fit + float(np.sum((self.penalty @ (beta - self.towards)) ** 2)) / 2
