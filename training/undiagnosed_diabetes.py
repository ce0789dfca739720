"""What the `undiagnosed-diabetes` bundle is: outcome, inputs, gaps, tiers, bands.

No glucose value is among the inputs, since glucose is how the question is answered.
"""

from pathlib import Path

from service.clinical.bands import Level
from service.clinical.language import Text
from training.card.undiagnosed import FACTS
from training.definition import NOW, Definition, Tier
from training.missingness import ALWAYS_KNOWN, COMPLETE, Gaps, Loss, Situation

LABORATORY = ("hdl_cholesterol", "triglycerides", "alt", "ggt", "creatinine")
TOLD = ("high_glucose_ever",)
BEYOND_BMI = (
    *("waist", "systolic_bp", "diastolic_bp"),
    *("hypertension", "antihypertensive_drug"),
    *("family_history_diabetes", "smoking"),
    *TOLD,
    *LABORATORY,
)
INPUTS = ("age", "sex", "bmi", *BEYOND_BMI)

GAPS = Gaps(
    subsets={
        COMPLETE: (),
        "no laboratory values": LABORATORY,
        "no history of high glucose": TOLD,
        "neither": (*TOLD, *LABORATORY),
        "age, sex and BMI only": BEYOND_BMI,
    },
    situations=(
        Situation(share=0.15, dropped=LABORATORY),
        # Who was never tested was never told.
        Situation(share=0.10, dropped=TOLD, pure=0.5),
        Situation(share=0.15, dropped=(*TOLD, *LABORATORY), pure=0.5),
        # Much, since little is learnt from each of them: with less the risks of these
        # people come out too much alike. Without BMI only age and sex are left: rare.
        Situation(share=0.40, dropped=BEYOND_BMI, pure=0.9),
        Situation(
            share=0.08,
            losses=(
                Loss(0.3, ("hdl_cholesterol", "triglycerides")),
                Loss(0.2, ("hdl_cholesterol",)),
                Loss(0.2, ("triglycerides",)),
                Loss(0.3, ("alt",)),
                Loss(0.4, ("ggt",)),
                Loss(0.3, ("creatinine",)),
            ),
        ),
        Situation(share=0.12, scattered=0.8),
    ),
    everyday=(
        Loss(0.08, ("bmi",)),
        Loss(0.3, ("waist",)),
        Loss(0.15, ("systolic_bp", "diastolic_bp")),
        Loss(0.1, ("hypertension",)),
        Loss(0.15, ("antihypertensive_drug",)),
        Loss(0.2, ("family_history_diabetes",)),
        Loss(0.2, ("smoking",)),
        Loss(0.2, TOLD),
    ),
)

DEFINITION = Definition(
    name="undiagnosed-diabetes",
    outcome_code="undiagnosed-diabetes",
    outcome=Text(
        "Diabetes now, not yet diagnosed",
        "Hiện mắc đái tháo đường nhưng chưa được chẩn đoán",
    ),
    answered_by=("hba1c", "fasting_glucose", "ogtt_2h"),
    inputs=INPUTS,
    horizons_years=(NOW,),
    bands_horizon_years=NOW,
    bands=(
        Level("low", 0.02),
        Level("moderate", 0.05),
        Level("high", 0.10),
        Level("very_high", None),
    ),
    bands_source=Text(
        "The cut-offs of 2 %, 5 % and 10 % are this project's own: no guideline defines "
        "bands of the chance of undiagnosed diabetes. The card gives the net benefit of "
        "testing at 5 % and 10 % beside that of published scores.",
        "Các ngưỡng 2 %, 5 % và 10 % do chính dự án này đặt ra: chưa có hướng dẫn nào "
        "quy định mức phân tầng khả năng mắc đái tháo đường chưa được chẩn đoán. Phiếu "
        "mô hình nêu lợi ích ròng khi chỉ định xét nghiệm ở ngưỡng 5 % và 10 %, so với "
        "các thang điểm đã công bố.",
    ),
    population=Text(
        "Adults of the United States without diagnosed diabetes, a national survey, "
        "2005-2018 (CDC/NCHS, NHANES); calibrated for its people of Asian ancestry",
        "Người trưởng thành tại Hoa Kỳ chưa được chẩn đoán đái tháo đường, điều tra quốc "
        "gia 2005-2018 (CDC/NCHS, NHANES); hiệu chỉnh theo nhóm người gốc Á trong điều "
        "tra",
    ),
    caution=Text(
        "calibrated for people of Asian ancestry in the United States, not yet validated "
        "in Vietnam",
        "được hiệu chỉnh cho người gốc Á tại Hoa Kỳ, chưa được kiểm định tại Việt Nam",
    ),
    compared_with=Text(
        "the average adult of the United States",
        "người trưởng thành trung bình tại Hoa Kỳ",
    ),
    calibrated_for=("east_asian", "south_asian"),
    # Without it the model would assume an American body.
    required=(*ALWAYS_KNOWN, "bmi"),
    gaps=GAPS,
    tiers=(
        Tier(code="with_laboratory", any_of=LABORATORY),
        Tier(code="no_laboratory", any_of=()),
    ),
    folds=7,  # the cycles, each left out once
    recipe=Path(__file__).with_name("undiagnosed_diabetes.toml"),
    seed=20052018,  # the years of the survey
    facts=FACTS,
)
