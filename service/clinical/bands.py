"""What a risk band is called and what is advised in it.

Where one band ends and the next begins is a bundle's own (its manifest says, with
the source); the words and the advice are the same for every bundle.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from service.clinical.criteria import Criterion, criteria_met
from service.clinical.language import Text
from service.clinical.patient import Patient

BANDS: Mapping[str, Text] = {
    "low": Text("low", "thấp"),
    "moderate": Text("moderate", "trung bình"),
    "high": Text("high", "cao"),
    "very_high": Text("very high", "rất cao"),
}

# Prediabetes: 5481/QD-BYT (2020) and ADA Standards of Care, section 2. Upper ends are
# the diagnostic criteria, which eligibility has dealt with before.
PREDIABETES = (
    Criterion("fasting_glucose", {"mmol/L": 5.6, "mg/dL": 100}),
    Criterion("ogtt_2h", {"mmol/L": 7.8, "mg/dL": 140}),
    Criterion("hba1c", {"%": 5.7, "mmol/mol": 39}),
)

# A random value as high as this is not normal two hours after a meal either.
RAISED_RANDOM_GLUCOSE = (Criterion("random_glucose", {"mmol/L": 7.8, "mg/dL": 140}),)
# Told of high glucose, or diabetes in a pregnancy: screened more often whatever the
# score (ADA Standards of Care, section 2).
WARNING_HISTORY = ("high_glucose_ever", "gestational_diabetes")


@dataclass(frozen=True, slots=True)
class Level:
    """A band and the probability it ends below; None for the last."""

    code: str
    below: float | None


def band_of(probability: float, levels: tuple[Level, ...]) -> str:
    """The code of the band that a probability (0 to 1) falls in."""
    return next(
        level.code
        for level in levels
        if level.below is None or probability < level.below
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """What a clinician may consider next."""

    code: str
    text: Text


ADVICE = {
    "rescreen_within_3_years": Text(
        "Healthy habits; measure glucose within 1 to 3 years, sooner if weight"
        " or health changes.",
        "Duy trì lối sống lành mạnh; xét nghiệm đường huyết trong vòng 1 đến 3 năm, sớm"
        " hơn nếu cân nặng hoặc sức khỏe thay đổi.",
    ),
    "rescreen_yearly": Text(
        "Work on weight, activity and diet; measure fasting glucose or HbA1c every"
        " year.",
        "Can thiệp cân nặng, vận động và chế độ ăn; xét nghiệm đường huyết lúc đói hoặc"
        " HbA1c hằng năm.",
    ),
    "measure_glucose": Text(
        "No fasting glucose, OGTT or HbA1c is known: measure one of them now, then"
        " assess again.",
        "Chưa có đường huyết lúc đói, OGTT hoặc HbA1c: làm một trong các xét nghiệm này"
        " ngay rồi đánh giá lại.",
    ),
    "prediabetes_care": Text(
        "A value is in the prediabetes range: structured lifestyle change (weight loss,"
        " 150 minutes of activity a week) and a glucose test at least every year.",
        "Có chỉ số trong ngưỡng tiền đái tháo đường: can thiệp lối sống tích cực (giảm"
        " cân, vận động 150 phút mỗi tuần) và xét nghiệm đường huyết ít nhất mỗi năm.",
    ),
    "test_now_and_intervene": Text(
        "High risk: confirm glucose status soon (HbA1c or OGTT) and begin structured"
        " lifestyle change; treat the other risk factors.",
        "Nguy cơ cao: sớm xác định tình trạng đường huyết (HbA1c hoặc OGTT) và bắt đầu"
        " can thiệp lối sống tích cực; điều trị các yếu tố nguy cơ khác.",
    ),
}
ADVICE_CODES = tuple(ADVICE)


def advise(band: str, patient: Patient, answered_by: Collection[str] = ()) -> Advice:
    """The advice for a band, given what is known of the patient's glucose.

    A prediabetes value is never answered with "come back in three years", however
    low the band: ADA Standards of Care ask for a test at least every year. A normal
    test is repeated in one to three years, yearly at high risk (3087/QD-BYT, 2020).

    Args:
        band: The band that the score falls in.
        patient: Who is advised; no value of theirs is diagnostic.
        answered_by: Tests that answer the score's question themselves. Where one is
            known the score does not send anybody to be tested again.
    """
    answered = any(patient.value(name) is not None for name in answered_by)
    known = answered or any(patient.value(c.variable) is not None for c in PREDIABETES)
    warned = any(patient.value(name) for name in WARNING_HISTORY)
    raised = criteria_met(RAISED_RANDOM_GLUCOSE, patient)
    if not answered and band in {"high", "very_high"}:
        code = "test_now_and_intervene" if known else "measure_glucose"
    elif criteria_met(PREDIABETES, patient):
        code = "prediabetes_care"
    elif band == "low" and not warned and (known or not raised):
        code = "rescreen_within_3_years"
    else:
        code = "rescreen_yearly" if known else "measure_glucose"
    return Advice(code, ADVICE[code])
