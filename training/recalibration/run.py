"""Recalibrate a bundle on local outcomes, tier by tier, or say why not."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from service.engine.bundle import Bundle, open_bundle
from training.cohorts.local_people import LocalPeople
from training.errors import TrainingError
from training.recalibration.choice import (
    INTERCEPT_FROM,
    SHRUNK_FROM,
    TierUpdate,
    choose,
)
from training.recalibration.observed import Observed, until
from training.recalibration.tiers import seen_in
from training.time_offset import TimeCourse, TimeExponent, no_time

FEWEST_PEOPLE = 100


class TooLittleDataError(TrainingError):
    """The local outcomes carry no recalibration at all."""


class _Measured(msgspec.Struct):
    time: tuple[TimeExponent, ...]
    least_between_centres: float


class _Manifest(msgspec.Struct):
    training: _Measured


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recalibrated:
    """A parent with what local outcomes say of it.

    Attributes:
        parent: The bundle's folder.
        bundle: The parent, opened and verified.
        people: Of the local file.
        events: Seen among them up to the last horizon.
        updates: For each tier of the manifest, in its order.
    """

    parent: Path
    bundle: Bundle
    people: LocalPeople
    events: int
    updates: tuple[TierUpdate, ...]

    @property
    def moves(self) -> bool:
        """Whether any tier is changed."""
        return any(update.method != "none" for update in self.updates)


def recalibrate(parent: Path, people: LocalPeople, seed: int) -> Recalibrated:
    """Choose and test the recalibration of each tier.

    Args:
        parent: The bundle's folder.
        people: Read with the bundle's inputs.
        seed: Of the resamples.

    Raises:
        BundleError: The parent must not be served either.
        TooLittleDataError: There are too few people with the outcome, or without it.
    """
    bundle = open_bundle(parent)
    manifest = bundle.manifest
    cohort = until(people.cohort, float(manifest.horizons_years[-1]))
    without = cohort.people - cohort.events
    if cohort.people < FEWEST_PEOPLE or min(cohort.events, without) < SHRUNK_FROM:
        raise TooLittleDataError(
            f"{cohort.people:,} people, {cohort.events:,} with the outcome and "
            f"{without:,} without: nothing is moved on fewer than {FEWEST_PEOPLE} "
            f"people, {SHRUNK_FROM} with the outcome or {SHRUNK_FROM} without, and no "
            f"bundle was written. Collect everybody's outcome until there are about "
            f"{INTERCEPT_FROM} events; until then the bundle's own figures are the "
            "best guess."
        )
    time = time_course(parent, bundle)
    updates = []
    for number, tier in enumerate(manifest.tiers):
        x, rows = seen_in(cohort.x, cohort.inputs, manifest.tiers, number)
        part = cohort.take(rows)
        observed = Observed.of(
            part,
            bundle.scorer.score(x).log_odds[:, 0].astype(np.float64),
            time.exponents[number].offset(part.years),
        )
        updates.append(
            choose(
                tier.code,
                observed,
                manifest.interval.added_sd,
                seed,
                least=_measured(parent).least_between_centres,
            )
        )
    return Recalibrated(
        parent=parent,
        bundle=bundle,
        people=people,
        events=cohort.events,
        updates=tuple(updates),
    )


def time_course(parent: Path, bundle: Bundle) -> TimeCourse:
    """How the bundle's log-odds grow with the years, as its manifest says."""
    manifest = bundle.manifest
    if not manifest.horizons_years[0]:
        return no_time([tier.code for tier in manifest.tiers])
    return TimeCourse(_measured(parent).time)


def _measured(parent: Path) -> _Measured:
    content = (parent / "manifest.json").read_bytes()
    return msgspec.json.decode(content, type=_Manifest).training
