"""A recalibration in a table: what was done to each tier, and what it was tested to do."""

from collections.abc import Iterator

from training.aligned import aligned
from training.figures import Estimate
from training.recalibration.choice import TierUpdate
from training.recalibration.run import Recalibrated

_HEADER = (
    "Tier",
    "people",
    "events",
    "method",
    "intercept",
    "slope",
    "O/E before",
    "O/E after",
    "slope before",
    "slope after",
    "log loss gained",
)


def report(found: Recalibrated) -> str:
    """The table, and the reason of each row."""
    return "\n".join(_lines(found))


def _lines(found: Recalibrated) -> Iterator[str]:
    manifest, cohort = found.bundle.manifest, found.people.cohort
    yield (
        f"{manifest.name} {manifest.version} on {cohort.people:,} people with "
        f"{found.events:,} events up to the last horizon."
    )
    yield ""
    yield from aligned([_HEADER, *(_row(one) for one in found.updates)])
    yield ""
    for one in found.updates:
        yield f"{one.tier}: {one.reason}"
    yield (
        "After, and the log loss (per 1,000 people, with 95 %), are of people left out of "
        "the fit, a third of the file at a time: their intervals are wide."
    )


def _row(one: TierUpdate) -> tuple[str, ...]:
    return (
        one.tier,
        f"{one.people:,}",
        f"{one.events:,}",
        one.method,
        f"{one.update.intercept:+.3f}",
        f"{one.update.slope:.3f}",
        _figure(one.before),
        _figure(one.after),
        _figure(one.slope_before),
        _figure(one.slope_after),
        _figure(one.gain, 1000.0),
    )


def _figure(value: Estimate | None, scale: float = 1.0) -> str:
    if value is None:
        return "-"
    low, high = scale * value.low, scale * value.high
    return f"{scale * value.value:.2f} ({low:.2f} to {high:.2f})"
