"""The manifest of a bundle: what the model is, what it eats, what it answers.

Inputs, horizons, bands and outcome are the bundle's, so another bundle needs no
change in the service. Unknown fields are refused: a manifest of another format is
not half understood.
"""

from typing import Annotated

import msgspec

from service.clinical.bands import Level
from service.clinical.language import Text

FORMAT = 1
Years = Annotated[int, msgspec.Meta(ge=0)] | Annotated[float, msgspec.Meta(ge=0)]


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the probability is the probability of."""

    code: str
    label: Text


class Bands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the bands end, at which horizon, and who says so."""

    horizon_years: Years
    levels: Annotated[tuple[Level, ...], msgspec.Meta(min_length=1)]
    source: Text


class TypicalValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """10th and 90th percentile of an input in training, as models see it."""

    low: float
    high: float


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


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A bundle's description of itself.

    `base_log_odds` and the graph's `log_odds` are those of the first horizon.
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
    training: Training
    files: dict[str, str]


class GoldenRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row and what the model answered when it was made."""

    x: tuple[float | None, ...]
    risk: tuple[float, ...]
    log_odds: float
    contributions: tuple[float, ...]


class Golden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that every deployment must score as the training machine did."""

    tolerance: float
    rows: Annotated[tuple[GoldenRow, ...], msgspec.Meta(min_length=1)]
