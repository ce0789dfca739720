"""The parts of `card.json` that the model's page shows.

The card is written by the training program, which the service does not know: fields
that are not named here are left alone, and what is not such a card is no card.
"""

from typing import Annotated

import msgspec

from service.clinical.language import Text

Some = msgspec.Meta(min_length=1)


class Estimate(msgspec.Struct, frozen=True):
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


class Curve(msgspec.Struct, frozen=True):
    """Points of a line, with a band where there is one."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


class Ranking(msgspec.Struct, frozen=True):
    """Area under the ROC curve, and the curve."""

    auc: Estimate
    roc: Curve


class RiskGroup(msgspec.Struct, frozen=True):
    """A tenth of the people by risk."""

    people: int
    events: int
    expected: float
    observed: Estimate


class Calibration(msgspec.Struct, frozen=True):
    """How the risks compare with what happened."""

    in_the_large: Estimate
    slope: Estimate
    observed_expected: Estimate
    curve: Curve
    groups: Annotated[tuple[RiskGroup, ...], Some]


class Rival(msgspec.Struct, frozen=True):
    """Another way of ranking the same people; `difference` is the model's gain."""

    code: str
    auc: Estimate
    difference: Estimate


class Gain(msgspec.Struct, frozen=True):
    """Net benefit of a strategy at a threshold, per person."""

    strategy: str
    threshold: float
    net_benefit: Estimate


class Decision(msgspec.Struct, frozen=True):
    """Net benefit by threshold for each strategy."""

    thresholds: Annotated[tuple[float, ...], Some]
    curves: Annotated[dict[str, tuple[float, ...]], Some]
    gains: tuple[Gain, ...]


class Subgroup(msgspec.Struct, frozen=True):
    """The model among some of the people; None: too few events."""

    dimension: str
    group: str
    people: int
    events: int
    auc: Estimate | None
    observed_expected: Estimate | None


class Horizon(msgspec.Struct, frozen=True):
    """Censored people at one horizon."""

    years: float
    people: int
    events: int
    auc: Estimate
    observed_expected: Estimate


class Figures(msgspec.Struct, frozen=True):
    """One subset of the inputs on one cohort."""

    subset: str
    people: int
    events: int
    ranking: Ranking | None
    c_index: Estimate | None
    calibration: Calibration
    rivals: tuple[Rival, ...]
    decision: Decision
    subgroups: tuple[Subgroup, ...]
    horizons: tuple[Horizon, ...]

    @property
    def auc(self) -> Estimate | None:
        """How well people are ranked; Harrell's C where follow-up is censored."""
        return self.ranking.auc if self.ranking else self.c_index


class Characteristic(msgspec.Struct, frozen=True):
    """One input in a cohort: quartiles, or the share of each answer."""

    variable: str
    known: float
    quartiles: tuple[float, ...]
    shares: dict[str, float]


class Data(msgspec.Struct, frozen=True):
    """The people of a cohort."""

    population: str
    people: int
    events: int
    centres: int
    median_years: float
    characteristics: tuple[Characteristic, ...]


class Use(msgspec.Struct, frozen=True):
    """What it is for, in both languages where the card has both."""

    summary: Text
    cautioned: tuple[Text, ...]


class Caveats(msgspec.Struct, frozen=True):
    """What is not known or not supported."""

    limits: tuple[Text, ...]


class Release(msgspec.Struct, frozen=True):
    """How far the bundle has come."""

    stage: str
    date: str


class Reference(msgspec.Struct, frozen=True):
    """A publication or a data set."""

    authors: tuple[str, ...]
    title: str
    where: str
    year: int
    doi: str


class Facts(msgspec.Struct, frozen=True):
    """The words of the card; its English ones are read as `Prose`."""

    use: Use
    caveats: Caveats
    release: Release
    references: tuple[Reference, ...]


class TierChange(msgspec.Struct, frozen=True):
    """What a recalibration did to the people of one tier."""

    tier: str
    people: int
    events: int
    before: Estimate
    after: Estimate


class Recalibration(msgspec.Struct, frozen=True):
    """A bundle made from another by local outcomes."""

    parent: str
    site: str
    people: int
    events: int
    tiers: tuple[TierChange, ...]


class Card(msgspec.Struct, frozen=True):
    """What the page shows; `home`, `abroad` and `target` have the fullest subset first.

    `target` are the people whom the level is meant for, where they are some of those
    at home.
    """

    outcome: str
    horizons_years: tuple[float, ...]
    training: Data
    external: Data | None
    home: Annotated[tuple[Figures, ...], Some]
    abroad: tuple[Figures, ...]
    target: tuple[Figures, ...]
    target_group: str
    facts: Facts
    recalibration: Recalibration | None
    target_data: Data | None = None


class _Words(msgspec.Struct, frozen=True):
    facts: dict[str, object]


Prose = dict[str, dict[str, str]]
"""English sentences by section and question."""


def read_card(content: bytes) -> Card | None:
    """The card, or None where the file is another kind of card."""
    try:
        return msgspec.json.decode(content, type=Card)
    except msgspec.MsgspecError:
        return None


def read_prose(content: bytes) -> Prose:
    """Every English sentence of the card's facts."""
    facts = msgspec.json.decode(content, type=_Words).facts
    return {
        section: {name: text for name, text in found.items() if isinstance(text, str)}
        for section, found in facts.items()
        if isinstance(found, dict)
    }
