"""Control limits: how far chance alone takes observed over expected, and a CUSUM.

A period is compared with the exact Poisson distribution of its events (Spiegelhalter,
Stat Med 2005;24:1185). The CUSUM is risk-adjusted (Steiner et al., Biostatistics
2000;1:441), for odds half as high again and for as much lower; its limits are those
that such a series passes by chance once in 20 and once in 500.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit
from scipy.stats import poisson

from training.cohort import Floats

WARN, ACT = 0.95, 0.998
ODDS_RATIO = 1.5
SIMULATIONS = 4000
_CHUNK = 500

Signal = Literal["within", "warn", "act"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Observed over expected with its control limits.

    Attributes:
        expected: Sum of the risks.
        value: Events over that sum.
        warn: Limits that chance passes once in 20.
        act: Limits that chance passes once in 500.
        signal: Which of them it passes.
    """

    expected: float
    value: float
    warn: tuple[float, float]
    act: tuple[float, float]
    signal: Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Cusum:
    """A cumulative sum of evidence that never falls below 0.

    Attributes:
        odds_ratio: What it looks for: above 1 more events than expected, below fewer.
        highest: Its maximum.
        warn: Limit that chance passes once in 20 over a series like this.
        act: Limit that chance passes once in 500.
        signal: Which it passed.
        since: Day on which it first passed the limit of its signal; None if within.
    """

    odds_ratio: float
    highest: float
    warn: float
    act: float
    signal: Signal
    since: str | None


def ratio(log_odds: Floats, outcome: Floats) -> Ratio:
    """Compare events with the sum of risks."""
    expected = float(expit(log_odds).sum())
    events = int(outcome.sum())
    warn, act = _limits(expected, WARN), _limits(expected, ACT)
    outside = [not low <= events <= high for low, high in (warn, act)]
    return Ratio(
        expected=expected,
        value=events / expected,
        warn=(warn[0] / expected, warn[1] / expected),
        act=(act[0] / expected, act[1] / expected),
        signal=("within", "warn", "act")[sum(outside)],
    )


def _limits(expected: float, level: float) -> tuple[float, float]:
    """The least and the most events that chance explains at this level."""
    tail = (1 - level) / 2
    return float(poisson.ppf(tail, expected)), float(poisson.ppf(1 - tail, expected))


def cusum(
    day: np.ndarray[tuple[int], np.dtype[np.datetime64]],
    log_odds: Floats,
    outcome: Floats,
    *,
    odds_ratio: float,
    seed: int,
) -> Cusum:
    """Follow the evidence day by day.

    Args:
        day: [people] in order.
        log_odds: [people] of the risks.
        outcome: [people] 0 or 1.
        odds_ratio: To look for.
        seed: Of the simulated series.
    """
    days, number = np.unique(day, return_inverse=True)
    risk = expit(log_odds)
    expected = np.bincount(number, risk)
    penalty = np.bincount(number, np.log1p((odds_ratio - 1) * risk))
    weight = np.log(odds_ratio)
    path = _path(weight * np.bincount(number, outcome) - penalty)
    rng = np.random.default_rng(seed)
    highest = np.concatenate(
        [
            _path(weight * rng.poisson(expected, (_CHUNK, len(days))) - penalty).max(1)
            for _ in range(SIMULATIONS // _CHUNK)
        ]
    )
    warn, act = np.quantile(highest, (WARN, ACT)).tolist()
    passed = int(path.max() > warn) + int(path.max() > act)
    limit = (np.inf, warn, act)[passed]
    return Cusum(
        odds_ratio=odds_ratio,
        highest=float(path.max()),
        warn=warn,
        act=act,
        signal=("within", "warn", "act")[passed],
        since=str(days[np.argmax(path > limit)]) if passed else None,
    )


def _path(steps: Floats) -> Floats:
    """The sum from its last low: never below 0. Steps are along the last axis."""
    total = np.cumsum(steps, axis=-1)
    lowest = np.minimum(np.minimum.accumulate(total, axis=-1), 0)
    path: Floats = total - lowest
    return path
