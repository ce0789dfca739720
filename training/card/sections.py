"""Sections that only some cards have: a term for ancestry, and a recalibration."""

from dataclasses import dataclass

from training.figures import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class TierTerm:
    """What is added to the log-odds of people in one tier, with its interval."""

    tier: str
    added: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCalibration:
    """O/E of some people without the term and with it, out of fold.

    Attributes:
        group: Who, such as "Asian" or "everybody".
        tier: How much was known of them.
    """

    group: str
    tier: str
    people: int
    events: int
    without: Estimate
    with_term: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestry:
    """A term that calibrates the bundle for people of one ancestry.

    Attributes:
        group: For whom the shipped bundle is calibrated.
        terms: One for each tier.
        p_value: Of no term at all, by a Wald test in the fullest tier.
        calibration: Of the group, and of everybody.
    """

    group: str
    terms: tuple[TierTerm, ...]
    p_value: float
    calibration: tuple[GroupCalibration, ...]


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
