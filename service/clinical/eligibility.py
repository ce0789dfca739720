"""Who must not be given a risk score, and what to do instead.

A risk of developing diabetes means nothing for a person who has it, or whose values
reach a diagnostic criterion: such a patient needs the guideline's next step, not a
percentage. Criteria: Vietnam Ministry of Health 5481/QD-BYT (30 December 2020).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.clinical.advice import (
    ANTENATAL_SCREENING,
    CONFIRM_DIABETES,
    DIABETES_CARE,
    DIAGNOSE_DIABETES,
    PAEDIATRIC_GUIDELINE,
    REFER_PREGNANT,
    REFER_YOUNG,
    REPEAT_ABNORMAL_TEST,
    Advice,
)
from service.clinical.criteria import Comparison, Criterion, criteria_met
from service.clinical.language import Text
from service.clinical.patient import Patient
from service.clinical.variables import listing

GUIDELINE = "5481/QĐ-BYT (2020)"
ADULT_AGE = 20  # no training cohort has younger people


DIAGNOSTIC_CRITERIA = (
    Criterion("fasting_glucose", {"mmol/L": 7.0, "mg/dL": 126}),
    Criterion("ogtt_2h", {"mmol/L": 11.1, "mg/dL": 200}),
    Criterion("hba1c", {"%": 6.5, "mmol/mol": 48}),
    Criterion("random_glucose", {"mmol/L": 11.1, "mg/dL": 200}),
)
# These suffice without symptoms; random glucose counts only with classic symptoms.
CONFIRMING = {"fasting_glucose", "ogtt_2h", "hba1c"}


@dataclass(frozen=True, slots=True)
class Ineligibility:
    """Why there is no score, and the next step."""

    code: str
    text: Text
    next_step: Advice
    criteria: tuple[Comparison, ...] = ()


INELIGIBILITY_CODES = (
    "known_diabetes",
    "diagnostic_value",
    "pregnant",
    "under_20",
    "answered_by_test",
    "missing_required_input",
)

KNOWN_DIABETES = Ineligibility(
    "known_diabetes",
    Text(
        "Diabetes is already diagnosed, so a risk of getting it does not apply.",
        "Bệnh nhân đã được chẩn đoán đái tháo đường nên không tính nguy cơ mắc.",
    ),
    DIABETES_CARE,
)
PREGNANT = Ineligibility(
    "pregnant",
    Text(
        "The models do not cover pregnancy.",
        "Các mô hình không áp dụng cho phụ nữ mang thai.",
    ),
    ANTENATAL_SCREENING,
)
TOO_YOUNG = Ineligibility(
    "under_20",
    Text(
        "The models were built on adults of 20 years and more.",
        "Các mô hình được xây dựng trên người từ 20 tuổi trở lên.",
    ),
    PAEDIATRIC_GUIDELINE,
)
DIAGNOSTIC_TEXT = Text(
    f"A value reaches a diagnostic criterion of diabetes ({GUIDELINE}).",
    f"Có chỉ số đạt tiêu chuẩn chẩn đoán đái tháo đường ({GUIDELINE}).",
)
NOT_KNOWN = Text("Not known: {names}.", "Chưa biết: {names}.")
MEASURE_OR_ASK = Advice(
    "measure_or_ask",
    None,
    Text("Measure or ask, then assess again.", "Đo hoặc hỏi rồi đánh giá lại."),
)


def ineligibility(patient: Patient) -> Ineligibility | None:
    """The first reason not to score this patient, or None if there is none.

    A known diagnosis comes before diagnostic values, these before pregnancy and age,
    because that is the order in which they decide what happens next.
    """
    if patient.value("known_diabetes"):
        return KNOWN_DIABETES
    if met := criteria_met(DIAGNOSTIC_CRITERIA, patient):
        next_step = _settling(patient, met)
        return Ineligibility("diagnostic_value", DIAGNOSTIC_TEXT, next_step, met)
    if patient.value("pregnant"):
        return PREGNANT
    if patient.measurements["age"].number < ADULT_AGE:
        return TOO_YOUNG
    return None


def _settling(patient: Patient, met: Sequence[Comparison]) -> Advice:
    """What settles whether values in the range of diabetes are diabetes."""
    if patient.value("pregnant"):
        return REFER_PREGNANT
    if patient.measurements["age"].number < ADULT_AGE:
        return REFER_YOUNG
    confirming = sum(one.variable in CONFIRMING for one in met)
    if confirming > 1:
        return DIAGNOSE_DIABETES
    repeatable = confirming and is_discordant(patient, met)
    return REPEAT_ABNORMAL_TEST if repeatable else CONFIRM_DIABETES


def is_discordant(patient: Patient, met: Sequence[Comparison]) -> bool:
    """Whether a known test contradicts the values that reach a diagnostic criterion.

    Two abnormal tests make the diagnosis whatever a third says; of one, a test below
    its own criterion asks for the abnormal one again (ADA Standards of Care, section
    2, "Confirming the Diagnosis").
    """
    abnormal = {one.variable for one in met}
    below = {name for name in CONFIRMING - abnormal if name in patient.measurements}
    return len(abnormal & CONFIRMING) < 2 and bool(below)  # noqa: PLR2004


def lacks(names: Sequence[str]) -> Ineligibility:
    """The reason for not scoring with a bundle whose required inputs are unknown."""
    text = NOT_KNOWN.format(names=listing(names))
    return Ineligibility("missing_required_input", text, MEASURE_OR_ASK)
