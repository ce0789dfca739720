"""Whether a recalibration is due: a rule that is written down, with its reasons.

One quarter in twenty leaves the limit for warning by chance, so that alone decides
nothing. A recalibration is due when chance is no explanation any more, and never before
there are outcomes enough to recalibrate on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from training.monitoring.review import Figures, Review
from training.recalibration.choice import INTERCEPT_FROM

ENOUGH = INTERCEPT_FROM
"""Events, seen or expected: with fewer, a recalibration could not say much either."""

IN_A_ROW = 2
SLOPE_RANGE = (0.8, 1.25)
FEW_FOLLOWED = 0.7

Decision = Literal[
    "recalibration_due", "recalibration_not_due", "not_enough_outcomes_yet"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to do.

    Attributes:
        decision: In one word.
        reasons: Why, in sentences.
        warnings: What to look at all the same.
    """

    decision: Decision
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]


def judge(review: Review) -> Verdict:
    """Judge a review."""
    whole, warnings = review.whole, tuple(_warnings(review))
    counted = max(whole.events, whole.observed_expected.expected)
    if counted < ENOUGH:
        reason = (
            f"{whole.events:,} events seen and {whole.observed_expected.expected:.1f} "
            f"expected; wait until either reaches {ENOUGH}."
        )
        return Verdict(
            decision="not_enough_outcomes_yet", reasons=(reason,), warnings=warnings
        )
    if reasons := tuple(_reasons(review)):
        return Verdict(decision="recalibration_due", reasons=reasons, warnings=warnings)
    return Verdict(
        decision="recalibration_not_due",
        reasons=("What is seen is within what chance explains.",),
        warnings=warnings,
    )


def _reasons(review: Review) -> Iterator[str]:
    """What chance does not explain."""
    whole = review.whole.observed_expected
    if whole.signal == "act":
        yield (
            f"Observed over expected is {whole.value:.2f} overall, outside "
            f"{whole.act[0]:.2f} to {whole.act[1]:.2f}."
        )
    for chart, what in ((review.more, "more"), (review.fewer, "fewer")):
        if chart.signal == "act":
            yield f"Since {chart.since} the CUSUM shows {what} events than expected."
    sides = [_side(period.figures) for period in review.periods if period.figures]
    if len(sides) >= IN_A_ROW and abs(sum(sides[-IN_A_ROW:])) == IN_A_ROW:
        yield "The last two quarters with outcomes are both outside the warning limits."
    slope = review.whole.slope
    low, high = SLOPE_RANGE
    if slope and not low <= slope.value <= high and not slope.low <= 1 <= slope.high:
        yield (
            f"The calibration slope is {slope.value:.2f} ({slope.low:.2f} to "
            f"{slope.high:.2f}): risks are too {'extreme' if slope.value < 1 else 'much alike'}."
        )


def _side(figures: Figures | None) -> int:
    """-1 below the warning limits, 1 above, 0 within."""
    if figures is None or figures.observed_expected.signal == "within":
        return 0
    return 1 if figures.observed_expected.value > 1 else -1


def _warnings(review: Review) -> Iterator[str]:
    counts = review.counts
    known = counts.pairs / (counts.pairs + counts.without_outcome)
    if known < FEW_FOLLOWED:
        yield (
            f"Outcomes are known of {known:.0%} of the people: if they are known because "
            "somebody fell ill, observed over expected is too high."
        )
    for period in review.periods:
        if period.figures and period.figures.observed_expected.signal != "within":
            found = period.figures.observed_expected
            yield (
                f"{period.quarter}: observed over expected {found.value:.2f} is outside "
                f"the limits ({found.signal})."
            )
    for chart, what in ((review.more, "more"), (review.fewer, "fewer")):
        if chart.signal == "warn":
            yield f"Since {chart.since} the CUSUM hints at {what} events than expected."
