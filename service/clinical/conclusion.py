"""The one conclusion about a patient: status, next step, and the risk that adds to it.

Tests are asked before bands. Where tests tell the glycaemic status, the step follows
from it and the band only says how soon; where none is known, the step is to test.
Prediabetes is followed at least yearly, and more intensively at a particularly high
risk of progression (ADA Standards of Care, section 3). A normal test is repeated in one
to three years, yearly at raised risk (3087/QD-BYT, 2020).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.clinical.advice import (
    INTENSIVE_PREDIABETES_CARE,
    MEASURE_AT_A_CHECK_UP,
    MEASURE_GLUCOSE,
    PREDIABETES_CARE,
    RESCREEN_WITHIN_3_YEARS,
    RESCREEN_YEARLY,
    TEST_NOW_AND_INTERVENE,
    Advice,
)
from service.clinical.bands import severity
from service.clinical.criteria import Criterion, criteria_met
from service.clinical.eligibility import ineligibility
from service.clinical.glycaemia import GlycaemicStatus, glycaemic_status
from service.clinical.language import Text
from service.clinical.patient import Patient

# A random value as high as this is not normal two hours after a meal either.
RAISED_RANDOM_GLUCOSE = (Criterion("random_glucose", {"mmol/L": 7.8, "mg/dL": 140}),)
# Told of high glucose, or diabetes in a pregnancy: tested at least yearly whatever the
# score (ADA Standards of Care, section 2).
WARNING_HISTORY = ("high_glucose_ever", "gestational_diabetes")
# Prediabetes that progresses most: ADA Standards of Care, section 3. The lower one of
# fasting glucose is where WHO's impaired fasting glucose begins.
UPPER_PREDIABETES = (
    Criterion("fasting_glucose", {"mmol/L": 6.1, "mg/dL": 110}),
    Criterion("ogtt_2h", {"mmol/L": 9.6, "mg/dL": 173}),
    Criterion("hba1c", {"%": 6.0, "mmol/mol": 42}),
)
PROGRESSING_HISTORY = "gestational_diabetes"


@dataclass(frozen=True, slots=True, kw_only=True)
class BandedRisk:
    """One bundle's figure at the horizon of its bands; 0 years is now."""

    bundle: str
    horizon_years: float
    probability: float
    band: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What is known, what to do next, and the risk beside it if there is one."""

    status: GlycaemicStatus
    next_step: Advice
    risk: BandedRisk | None

    @property
    def text(self) -> Text:
        """Status and next step in words; the risk has a narrative of its own."""
        said = self.status.label + Text(". ", ". ") + self.status.text
        if self.status.caution is not None:
            said += Text(" ", " ") + self.status.caution
        return said + Text(" ", " ") + self.next_step.text


def conclude(patient: Patient, risks: Sequence[BandedRisk]) -> Conclusion:
    """The conclusion about any patient who can be read.

    Args:
        patient: Whom it is about.
        risks: What the bundles that assessed the patient found; none if no bundle did.
    """
    status = glycaemic_status(patient)
    return Conclusion(
        status, _next_step(patient, status.code, risks), _leading(status.code, risks)
    )


def _next_step(patient: Patient, status: str, risks: Sequence[BandedRisk]) -> Advice:
    if reason := ineligibility(patient):
        return reason.next_step
    band = max((risk.band for risk in risks), key=severity, default=None)
    if status == "prediabetes":
        high = band == "very_high" or _progresses(patient)
        return INTENSIVE_PREDIABETES_CARE if high else PREDIABETES_CARE
    if status == "normal":
        return _after_normal_tests(patient, band)
    calm = band == "low" and not _is_warned(patient)
    raised = criteria_met(RAISED_RANDOM_GLUCOSE, patient)
    return MEASURE_AT_A_CHECK_UP if calm and not raised else MEASURE_GLUCOSE


def _progresses(patient: Patient) -> bool:
    """Whether tests or history say so, whatever the score says."""
    told = patient.value(PROGRESSING_HISTORY)
    return bool(told) or bool(criteria_met(UPPER_PREDIABETES, patient))


def _after_normal_tests(patient: Patient, band: str | None) -> Advice:
    tests = sum(one.variable in patient.measurements for one in UPPER_PREDIABETES)
    if band in {"high", "very_high"} and tests == 1:
        return TEST_NOW_AND_INTERVENE
    calm = band in {None, "low"} and not _is_warned(patient)
    return RESCREEN_WITHIN_3_YEARS if calm else RESCREEN_YEARLY


def _is_warned(patient: Patient) -> bool:
    return any(patient.value(name) for name in WARNING_HISTORY)


def _leading(status: str, risks: Sequence[BandedRisk]) -> BandedRisk | None:
    """The risk that adds most to the status; of several the highest band.

    While no test is known that is what may be there now, else what may come.
    """
    now_first = status == "not_known"

    def rank(risk: BandedRisk) -> tuple[bool, int]:
        is_now = not risk.horizon_years
        return is_now == now_first, severity(risk.band)

    return max(risks, key=rank, default=None)
