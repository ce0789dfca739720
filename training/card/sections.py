"""Sections that only some cards have: a transfer, curves learnt abroad, recalibration."""

from dataclasses import dataclass

from training.figures import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class TierContrast:
    """How the two samples of a target population differ in one tier, all else equal.

    Of people of the target's ancestry in the training cohort against the target's own,
    in log-odds, with standard errors by resampling.

    Attributes:
        level: At 50 years and the mean log-odds of the model before the transfer.
        age: By standard deviation of age.
        slope: Of those log-odds.
    """

    tier: str
    level: float
    level_error: float
    age: float
    age_error: float
    slope: float
    slope_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A model moved to another population than the training people's.

    Attributes:
        kin: The ancestry of the training people who speak for the target too.
        contrasts: One for each tier; they are not shipped.
        level_share: The share of the contrast of level that is in the interval.
        agreement: Spearman's correlation of the two tests of the target's people.
    """

    kin: str
    contrasts: tuple[TierContrast, ...]
    level_share: float
    agreement: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntBand:
    """People in a band of an input whose curve was learnt on them, each by others.

    Attributes:
        observed: Kaplan-Meier risk at the last horizon.
        expected: Mean risk, after one intercept for all of the people.
        observed_expected: None where nobody has the outcome.
        few: Whether the events are too few for the interval to be trusted.
    """

    band: str
    people: int
    events: int
    observed: float
    expected: float
    observed_expected: Estimate | None
    few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntTier:
    """The curve in one tier, and what it adds.

    Attributes:
        knots: In the input's unit.
        log_odds: At the knots, against not knowing the input.
        c_without: Harrell's C of the model without the input.
        c_known: With it, each person by curves from others.
        gain: Their difference, paired.
    """

    tier: str
    knots: tuple[float, ...]
    log_odds: tuple[float, ...]
    c_without: Estimate
    c_known: Estimate
    gain: Estimate
    bands: tuple[LearntBand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntCurve:
    """An input that the training people lack, learnt on other people.

    Attributes:
        events: Within `years` of follow-up, the last horizon.
    """

    input: str
    population: str
    people: int
    events: int
    years: float
    tiers: tuple[LearntTier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierChange:
    """What a recalibration did to one tier, tested by resampling.

    Attributes:
        method: "none", "shrunk intercept", "intercept" or "intercept and slope".
        reason: Why this one.
        before: Observed over expected with the parent bundle.
        after: With the new one, in people it was not fitted on.
        slope_before: Calibration slope with the parent; None where not estimated.
        slope_after: With the new one.
    """

    tier: str
    people: int
    events: int
    method: str
    reason: str
    intercept: float
    slope: float
    before: Estimate
    after: Estimate
    slope_before: Estimate | None
    slope_after: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalibration:
    """A bundle made from another by local outcomes.

    Attributes:
        parent: Name and version of the bundle it was made from.
        parent_manifest_sha256: Hash of that bundle's manifest.
        site: Where the outcomes are from.
        people: In the local file, of those the service would score.
        events: Among them.
        left_out: People left out, with the reason and their number, in words.
        tiers: What changed.
    """

    parent: str
    parent_manifest_sha256: str
    site: str
    people: int
    events: int
    left_out: tuple[str, ...]
    tiers: tuple[TierChange, ...]
