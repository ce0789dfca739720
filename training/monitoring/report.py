"""A review and its verdict, for a reader and for a program."""

from collections.abc import Iterator
from dataclasses import asdict

from training.aligned import aligned
from training.figures import Estimate
from training.monitoring.control import Ratio
from training.monitoring.review import Figures, Review
from training.monitoring.verdict import Verdict

_HEADER = (
    "Quarter",
    "people",
    "waiting",
    "events",
    "expected",
    "O/E",
    "warn outside",
    "act outside",
    "AUC",
    "slope",
    "signal",
)
_DIGITS = 6


def to_json(review: Review, verdict: Verdict) -> dict[str, object]:
    """Everything, figures to six digits."""
    return {"verdict": _rounded(asdict(verdict)), **_rounded(asdict(review))}


def report(review: Review, verdict: Verdict) -> str:
    """A table of the quarters, and the verdict with its reasons."""
    return "\n".join(_lines(review, verdict))


def _lines(review: Review, verdict: Verdict) -> Iterator[str]:
    counts = review.counts
    yield (
        f"{counts.predictions:,} predictions ({counts.repeated:,} of people who had one "
        f"before), {counts.outcomes:,} outcomes ({counts.unknown_outcome:,} not known); "
        f"{counts.pairs:,} people have both, {counts.without_outcome:,} wait for an "
        f"outcome, {counts.without_prediction:,} have no prediction."
    )
    yield ""
    yield from aligned(
        [
            _HEADER,
            *(_row(one.quarter, one.waiting, one.figures) for one in review.periods),
            _row("All", counts.without_outcome, review.whole),
        ]
    )
    yield ""
    for chart, what in ((review.more, "more"), (review.fewer, "fewer")):
        yield (
            f"CUSUM for {what} events: highest {chart.highest:.2f}, warn above "
            f"{chart.warn:.2f}, act above {chart.act:.2f}."
        )
    yield ""
    yield verdict.decision.replace("_", " ").capitalize() + "."
    yield from (f"- {reason}" for reason in verdict.reasons)
    yield from (f"- Look at: {warning}" for warning in verdict.warnings)


def _row(name: str, waiting: int, figures: Figures | None) -> tuple[str, ...]:
    if figures is None:
        return (name, "0", f"{waiting:,}", *("-" for _ in _HEADER[3:]))
    found: Ratio = figures.observed_expected
    return (
        name,
        f"{figures.people:,}",
        f"{waiting:,}",
        f"{figures.events:,}",
        f"{found.expected:.1f}",
        f"{found.value:.2f}",
        f"{found.warn[0]:.2f}-{found.warn[1]:.2f}",
        f"{found.act[0]:.2f}-{found.act[1]:.2f}",
        _figure(figures.auc),
        _figure(figures.slope),
        found.signal,
    )


def _figure(value: Estimate | None) -> str:
    if value is None:
        return "-"
    return f"{value.value:.2f} ({value.low:.2f}-{value.high:.2f})"


def _rounded(content: dict[str, object]) -> dict[str, object]:
    return {name: _plain(value) for name, value in content.items()}


def _plain(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, dict):
        return _rounded(value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
