"""Who must not be given a risk score, and what to do instead.

A risk of developing diabetes means nothing for a person who has it, or whose values
reach a diagnostic criterion: such a patient needs the guideline's next step, not a
percentage. Criteria: Vietnam Ministry of Health 5481/QD-BYT (30 December 2020).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.clinical.criteria import Criterion, CriterionMet, criteria_met
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
    next_step: Text
    criteria: tuple[CriterionMet, ...] = ()


INELIGIBILITY_CODES = (
    "known_diabetes",
    "diagnostic_value",
    "pregnant",
    "under_20",
    "missing_required_input",
)

KNOWN_DIABETES = Ineligibility(
    "known_diabetes",
    Text(
        "Diabetes is already diagnosed, so a risk of getting it does not apply.",
        "Bệnh nhân đã được chẩn đoán đái tháo đường nên không tính nguy cơ mắc.",
    ),
    Text(
        "Continue treatment and follow-up of diabetes.",
        "Tiếp tục điều trị và theo dõi đái tháo đường.",
    ),
)
PREGNANT = Ineligibility(
    "pregnant",
    Text(
        "The models do not cover pregnancy.",
        "Các mô hình không áp dụng cho phụ nữ mang thai.",
    ),
    Text(
        "Screen for gestational diabetes as antenatal care prescribes.",
        "Tầm soát đái tháo đường thai kỳ theo quy trình chăm sóc thai sản.",
    ),
)
TOO_YOUNG = Ineligibility(
    "under_20",
    Text(
        "The models were built on adults of 20 years and more.",
        "Các mô hình được xây dựng trên người từ 20 tuổi trở lên.",
    ),
    Text(
        "Assess by the guideline for children and adolescents.",
        "Đánh giá theo hướng dẫn dành cho trẻ em và vị thành niên.",
    ),
)
DIAGNOSTIC_TEXT = Text(
    f"A value reaches a diagnostic criterion of diabetes ({GUIDELINE}).",
    f"Có chỉ số đạt tiêu chuẩn chẩn đoán đái tháo đường ({GUIDELINE}).",
)
CONFIRM = Text(
    "Without symptoms of high glucose, diagnosis needs a second abnormal result: repeat"
    " the test, or do another, soon. With classic symptoms, refer without waiting.",
    "Nếu không có triệu chứng tăng đường huyết, chẩn đoán cần thêm một kết quả bất"
    " thường: làm lại xét nghiệm hoặc làm xét nghiệm khác sớm. Nếu có triệu chứng"
    " điển hình, chuyển khám ngay.",
)
TWO_ABNORMAL = Text(
    "Two criteria are reached. A clinician should confirm that both results are of this"
    " patient and recent, and then diagnose and treat.",
    "Đạt hai tiêu chuẩn. Bác sĩ cần xác nhận cả hai kết quả là của bệnh nhân này và còn"
    " mới, rồi chẩn đoán và điều trị.",
)
REFER_PREGNANT = Text(
    "Pregnant, with a value in the range of diabetes: refer to obstetric and diabetes"
    " care the same day.",
    "Đang mang thai và có chỉ số ở ngưỡng đái tháo đường: chuyển khám sản khoa và nội"
    " tiết trong ngày.",
)
REFER_YOUNG = Text(
    "Under 20 years, with a value in the range of diabetes: refer to paediatric or"
    " diabetes care the same day.",
    "Dưới 20 tuổi và có chỉ số ở ngưỡng đái tháo đường: chuyển khám nhi hoặc nội tiết"
    " trong ngày.",
)


NOT_KNOWN = Text("Not known: {names}.", "Chưa biết: {names}.")
MEASURE_OR_ASK = Text(
    "Measure or ask, then assess again.", "Đo hoặc hỏi rồi đánh giá lại."
)


def ineligibility(patient: Patient) -> Ineligibility | None:
    """The first reason not to score this patient, or None if there is none.

    A known diagnosis comes before diagnostic values, these before pregnancy and age,
    because that is the order in which they decide what happens next.
    """
    if patient.value("known_diabetes"):
        return KNOWN_DIABETES
    if met := criteria_met(DIAGNOSTIC_CRITERIA, patient):
        confirming = sum(criterion.variable in CONFIRMING for criterion in met)
        next_step = TWO_ABNORMAL if confirming > 1 else CONFIRM
        if patient.value("pregnant"):
            next_step = REFER_PREGNANT
        elif patient.measurements["age"].number < ADULT_AGE:
            next_step = REFER_YOUNG
        return Ineligibility("diagnostic_value", DIAGNOSTIC_TEXT, next_step, met)
    if patient.value("pregnant"):
        return PREGNANT
    if patient.measurements["age"].number < ADULT_AGE:
        return TOO_YOUNG
    return None


def lacks(names: Sequence[str]) -> Ineligibility:
    """The reason for not scoring with a bundle whose required inputs are unknown."""
    text = NOT_KNOWN.format(names=listing(names))
    return Ineligibility("missing_required_input", text, MEASURE_OR_ASK)
