"""The manifest of a bundle: what the model is, what it eats, what it answers.

Inputs, horizons, bands and outcome are the bundle's, so another bundle needs no
change in the service. Unknown fields are refused: a manifest of another format is
not half understood.
"""

from typing import Annotated

import msgspec

from service.clinical.bands import Level
from service.clinical.language import Text

FORMAT = 3
Years = Annotated[int, msgspec.Meta(ge=0)] | Annotated[float, msgspec.Meta(ge=0)]
Share = Annotated[float, msgspec.Meta(gt=0, lt=1)]
Spread = Annotated[float, msgspec.Meta(ge=0)]


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the probability is the probability of, and the tests that settle it."""

    code: str
    label: Text
    answered_by: tuple[str, ...]


class Bands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the bands end, at which horizon, and who says so."""

    horizon_years: Years
    levels: Annotated[tuple[Level, ...], msgspec.Meta(min_length=1)]
    source: Text


class TypicalValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """10th and 90th percentile of an input in training, as models see it."""

    low: float
    high: float


class Tier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much is known: a row is in the first tier of which an input is known.

    The last tier names no input and takes the rest. Each has its own recalibration.
    """

    code: str
    any_of: tuple[str, ...]


class IntervalRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The interval of a risk: its level, and what is unsure beyond the replicates.

    Standard deviations of the log-odds for each tier: `added_sd` is how far centres
    differ, `horizon_sd`, one for each horizon, how unsure the course of time is.
    """

    level: Share
    added_sd: dict[str, Spread]
    horizon_sd: dict[str, tuple[Spread, ...]]


class DataFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file the model was trained on, so that anyone can check it is the same."""

    file: str
    sha256: str


class Training(msgspec.Struct, frozen=True):
    """Where the model comes from; further fields belong to the training program."""

    population: Text
    people: int
    events: int
    data: tuple[DataFile, ...]


class Parent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The bundle that this one was recalibrated from."""

    name: str
    version: str
    manifest_sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A bundle's description of itself.

    `base_log_odds` is that of the first tier; it and the graph's `log_odds` are those
    of the first horizon. `caution` is a clause of the narrative: where the model was
    not validated; `compared_with` says whose average the contributions start from.
    `calibrated_for` has the codes of the ancestry the figures hold for; empty: they
    are not of one ancestry. `if_known_level` is the share of people whose risk, once everything
    is known, lies between the ends of the graph's `if_known`. What a recalibration
    was, the training program says in words of its own.
    """

    format: int
    name: Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9-]*$")]
    version: Annotated[str, msgspec.Meta(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+")]
    outcome: Outcome
    inputs: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    required_inputs: tuple[str, ...]
    horizons_years: Annotated[tuple[Years, ...], msgspec.Meta(min_length=1)]
    variables_fingerprint: str
    base_log_odds: float
    bands: Bands
    typical_values: dict[str, TypicalValue]
    tiers: Annotated[tuple[Tier, ...], msgspec.Meta(min_length=1)]
    interval: IntervalRule
    if_known_level: Share
    caution: Text
    compared_with: Text
    calibrated_for: tuple[str, ...]
    training: Training
    parent: Parent | None
    recalibration: dict[str, object] | None
    files: dict[str, str]


class GoldenRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row and what the model answered when it was made."""

    x: tuple[float | None, ...]
    risk: tuple[float, ...]
    log_odds: float
    base: float
    contributions: tuple[float, ...]
    replicates: tuple[float, ...]
    if_known: tuple[float, ...]


class Golden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that every deployment must score as the training machine did."""

    tolerance: float
    rows: Annotated[tuple[GoldenRow, ...], msgspec.Meta(min_length=1)]
