"""How far the events of a tier carry: nothing, a shrunk intercept, one, or a slope too.

The error of an intercept is about the square root of 1 / events, whatever the model:
54 events bring observed over expected within 25 % in nine samples of ten, 245 within
10 %; slopes from fewer than 100 blow up. What the number of events allows is still
dropped for the next simpler way if it does not lower the log loss of people left out:
by its mean, because an interval above 0 would forgo slopes that are needed (ADR 13);
where the interval includes 0 the reason says so.
Only the shrunk intercept is not: shrinking is what keeps it where it is safe.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
from scipy.stats import chi2

from training.figures import Estimate
from training.recalibration.observed import Observed
from training.recalibration.resampling import Fit, LeftOut, estimate, left_out
from training.recalibration.updating import (
    UNCHANGED,
    Update,
    intercept_alone,
    intercept_and_slope,
    shrunk_intercept,
)

SHRUNK_FROM, INTERCEPT_FROM, SLOPE_FROM = 10, 50, 100
"""Events from which each way is allowed."""

WORTH_MOVING = float(
    np.log(1.05)
)  # less than 5 % of the odds is no reason for a version

Method = Literal["none", "shrunk intercept", "intercept", "intercept and slope"]
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TierUpdate:
    """What is done to one tier, and what it was tested to do.

    Attributes:
        tier: Its code.
        people: Who count in it: their own tier is this one or a richer one.
        events: Among them.
        method: What is done.
        reason: Why this.
        update: The intercept and slope.
        added_sd: Spread of the log-odds that is left for the interval.
        before: Observed over expected with the parent; None where there is nobody.
        after: With the update, in people left out of the fit.
        slope_before: Calibration slope with the parent; None below 50 events.
        slope_after: With the update, in people left out of the fit.
        loss_before: Log loss of the parent in people left out.
        loss_after: Of the update, in the same people.
        gain: Their difference, paired; above 0 the update is better.
    """

    tier: str
    people: int
    events: int
    method: Method
    reason: str
    update: Update
    added_sd: float
    before: Estimate | None
    after: Estimate | None
    slope_before: Estimate | None = None
    slope_after: Estimate | None = None
    loss_before: Estimate | None = None
    loss_after: Estimate | None = None
    gain: Estimate | None = None


def choose(
    tier: str,
    observed: Observed,
    added_sd: Mapping[str, float],
    seed: int,
    *,
    least: float | None = None,
) -> TierUpdate:
    """Choose, fit and test the recalibration of one tier.

    A hospital elsewhere differs by more than the centres of one cohort do, and by what
    all tiers share, such as how hard diabetes is looked for. So an intercept is shrunk
    by the greatest spread of any tier, not by the tier's own, which may be small.

    Where people without the outcome are the fewer, they are what is counted.

    Args:
        tier: Its code.
        observed: The people who count in it.
        added_sd: By tier, standard deviation of the log-odds between centres, as the
            manifest has it.
        seed: Of the resamples.
        least: The least spread that was measured for any tier, where a tier may have
            been given more than its own; that of `added_sd` if not given.
    """
    events = observed.events
    before = _whole(observed) if observed.people else None
    unchanged = TierUpdate(
        tier=tier,
        people=observed.people,
        events=events,
        method="none",
        reason=f"Fewer than {SHRUNK_FROM} people with the outcome, or without it.",
        update=UNCHANGED,
        added_sd=added_sd[tier],
        before=before,
        after=before,
    )
    if observed.rarer < SHRUNK_FROM:
        return unchanged
    unseen = min(added_sd.values()) if least is None else least
    ways = _allowed(observed.rarer, max(added_sd.values()))
    slopes = observed.rarer >= INTERCEPT_FROM
    first, *tested = left_out(
        observed, [_nothing, *(fit for _, fit in ways)], seed, slopes=slopes
    )
    chosen, reason = _simplest_as_good([method for method, _ in ways], tested, events)
    method, fit = ways[chosen]
    update = _rounded(fit(observed))
    if abs(update.intercept) < WORTH_MOVING and update.slope == 1:
        return replace(unchanged, reason="Observed and expected agree within 5 %.")
    last = tested[chosen]
    simpler = {"the parent": first}
    if chosen:
        simpler[f"the {ways[chosen - 1][0]} alone"] = tested[chosen - 1]
    return replace(
        unchanged,
        method=method,
        reason=reason + _unproven(last, simpler),
        update=update,
        added_sd=min(added_sd[tier], left_open(observed, update, unseen)),
        after=estimate(last.observed_expected),
        slope_before=estimate(first.slope) if slopes else None,
        slope_after=estimate(last.slope) if slopes else None,
        loss_before=estimate(first.loss),
        loss_after=estimate(last.loss),
        gain=estimate(first.loss - last.loss),
    )


def _nothing(_: Observed) -> Update:
    return UNCHANGED


def _allowed(events: int, spread: float) -> list[tuple[Method, Fit]]:
    """What so many events allow, the simplest first."""
    shrunk: tuple[Method, Fit] = (
        "shrunk intercept",
        partial(shrunk_intercept, spread=spread),
    )
    intercept: tuple[Method, Fit] = ("intercept", intercept_alone)
    if events >= SLOPE_FROM:
        return [intercept, ("intercept and slope", intercept_and_slope)]
    return [shrunk, intercept] if events >= INTERCEPT_FROM else [shrunk]


def _simplest_as_good(
    methods: Sequence[Method], tested: Sequence[LeftOut], events: int
) -> tuple[int, str]:
    """Step down from the richest way while it is no better than the next simpler."""
    chosen = len(methods) - 1
    reason = f"{events:,} events allow it."
    while chosen and tested[chosen].loss.mean() >= tested[chosen - 1].loss.mean():
        reason = (
            f"{events:,} events allow {methods[chosen]}, which is no better than "
            f"{methods[chosen - 1]} in people left out."
        )
        chosen -= 1
    return chosen, reason


def _unproven(chosen: LeftOut, simpler: Mapping[str, LeftOut]) -> str:
    """Which gains in people left out chance may explain; nothing if none."""
    by_chance = [
        name
        for name, tested in simpler.items()
        if estimate(tested.loss - chosen.loss).low <= 0
    ]
    if not by_chance:
        return ""
    return (
        f" Its gain over {' and over '.join(by_chance)} in people left out is not "
        "proven: the 95 % interval includes 0."
    )


def left_open(observed: Observed, update: Update, unseen: float) -> float:
    """Spread of the log-odds that a local update leaves, for a person like most.

    The errors of intercept and slope say how well these people were fitted. The people
    to come are others: what nothing in the file can show, `unseen`, is taken to be no
    less than the least spread that any tier was found to have between centres.
    """
    mean = np.average(observed.score, weights=observed.weight)
    squares = (observed.score - mean) ** 2
    score_sd = float(np.sqrt(np.average(squares, weights=observed.weight)))
    left = math.hypot(update.intercept_error, update.slope_error * score_sd, unseen)
    return round(left, _DIGITS)


def _whole(observed: Observed) -> Estimate:
    """Observed over expected of everybody with the exact Poisson interval.

    Garwood, Biometrika 1936;28:437.
    """
    events, expected = observed.events, observed.expected(0.0, 1.0)
    low = chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    high = chi2.ppf(0.975, 2 * events + 2) / 2
    return Estimate(
        value=observed.observed_expected(0.0, 1.0),
        low=float(low) / expected,
        high=float(high) / expected,
    )


def _rounded(update: Update) -> Update:
    return Update(
        intercept=round(update.intercept, _DIGITS),
        slope=round(update.slope, _DIGITS),
        intercept_error=round(update.intercept_error, _DIGITS),
        slope_error=round(update.slope_error, _DIGITS),
    )
