"""The engine's answer about one patient: numbers and codes, and few words."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.clinical.conclusion import BandedRisk, Conclusion, conclude
from service.clinical.eligibility import Ineligibility
from service.clinical.patient import Patient
from service.clinical.variable import Value, Variable
from service.engine.interval import Interval
from service.engine.manifest import Manifest
from service.engine.peers import Standing
from service.engine.unfamiliar import Unfamiliar


@dataclass(frozen=True, slots=True)
class Risk:
    """The probability of the outcome within a horizon."""

    horizon_years: int | float
    probability: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one input adds to the log-odds (exact path-dependent TreeSHAP)."""

    variable: Variable
    value: Value | None  # None: not measured
    log_odds: float


@dataclass(frozen=True, slots=True)
class MissingInput:
    """How far the risk would go if an unknown input had a low or a high value.

    Low and high are the 10th and 90th percentile of a measured input in training, or
    the first and last answer of a question; the risk is at the bands' horizon.
    """

    variable: Variable
    low: Value
    high: Value
    probability_if_low: float
    probability_if_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One bundle's answer; contributions and `base` sum to `log_odds`.

    `interval` is None where it was not asked for; `if_known` also where nothing is
    missing. `standing` is None where the bundle knows no people of the patient's sex
    and age. What to do next is no bundle's own: `conclusion_of` says it for all.
    """

    manifest: Manifest
    risks: tuple[Risk, ...]
    band: str
    base: float
    log_odds: float
    contributions: tuple[Contribution, ...]
    missing: tuple[MissingInput, ...]
    interval: Interval | None
    if_known: Interval | None
    unfamiliar: tuple[Unfamiliar, ...]
    standing: Standing | None

    @property
    def band_probability(self) -> float:
        """The probability that decided the band."""
        horizon = self.manifest.bands.horizon_years
        return next(r.probability for r in self.risks if r.horizon_years == horizon)


@dataclass(frozen=True, slots=True)
class NotAssessed:
    """One bundle's refusal to score this patient."""

    manifest: Manifest
    reason: Ineligibility


Answer = Assessment | NotAssessed


def conclusion_of(patient: Patient, answers: Sequence[Answer]) -> Conclusion:
    """The one conclusion about a patient, from every bundle's answer."""
    assessed = [one for one in answers if isinstance(one, Assessment)]
    return conclude(
        patient,
        [
            BandedRisk(
                bundle=one.manifest.name,
                horizon_years=one.manifest.bands.horizon_years,
                probability=one.band_probability,
                band=one.band,
            )
            for one in assessed
        ],
    )
