"""What a risk band is called and what is advised in it.

Where one band ends and the next begins is a bundle's own (its manifest says, with
the source); the words and the advice are the same for every bundle.
"""

from collections.abc import Mapping
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


_ADVICE = {
    "rescreen_within_3_years": Text(
        "Healthy habits; measure glucose again within 1 to 3 years, sooner if weight"
        " or health changes.",
        "Duy trì lối sống lành mạnh; xét nghiệm đường huyết lại sau 1 đến 3 năm, sớm"
        " hơn nếu cân nặng hoặc sức khỏe thay đổi.",
    ),
    "rescreen_yearly": Text(
        "Work on weight, activity and diet; measure fasting glucose or HbA1c every"
        " year.",
        "Can thiệp cân nặng, vận động và chế độ ăn; xét nghiệm đường huyết lúc đói hoặc"
        " HbA1c hằng năm.",
    ),
    "measure_glucose": Text(
        "No glucose test is known: measure fasting glucose or HbA1c now, then assess"
        " again.",
        "Chưa có xét nghiệm đường huyết: làm đường huyết lúc đói hoặc HbA1c ngay rồi"
        " đánh giá lại.",
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
ADVICE_CODES = tuple(_ADVICE)


def advise(band: str, patient: Patient) -> Advice:
    """The advice for a band, given what is known of the patient's glucose.

    A prediabetes value is never answered with "come back in three years", however
    low the band: ADA Standards of Care ask for a test at least every year. A normal
    test is repeated in one to three years, yearly at high risk (3087/QD-BYT, 2020).
    """
    known = any(patient.value(c.variable) is not None for c in PREDIABETES)
    prediabetes = criteria_met(PREDIABETES, patient)
    if band in {"high", "very_high"}:
        code = "test_now_and_intervene" if known else "measure_glucose"
    elif prediabetes:
        code = "prediabetes_care"
    elif band == "low":
        code = "rescreen_within_3_years"
    else:
        code = "rescreen_yearly" if known else "measure_glucose"
    return Advice(code, _ADVICE[code])
