"""What the `undiagnosed-diabetes` bundle is: outcome, inputs, gaps, tiers, bands.

No glucose value is among the inputs, since glucose is how the question is answered.
"""

from pathlib import Path

from service.clinical.bands import Level
from service.clinical.language import Text
from training.card.undiagnosed import FACTS
from training.curve_spec import CurveSpec
from training.definition import NOW, Definition, Tier
from training.missingness import ALWAYS_KNOWN, COMPLETE, Gaps, Loss, Situation
from training.transfer_spec import Change, TransferSpec

# Creatinine helps at home, but its contributions ran against clinical sense and it costs
# in Malaysia; diastolic pressure and smoking add nothing: docs/adr/0012.
LABORATORY = ("hdl_cholesterol", "triglycerides", "alt", "ggt")
TOLD = ("high_glucose_ever",)
BEYOND_BMI = (
    *("waist", "systolic_bp", "hypertension", "antihypertensive_drug"),
    "family_history_diabetes",
    *TOLD,
    *LABORATORY,
)
INPUTS = ("age", "sex", "bmi", *BEYOND_BMI)

CURVES = {
    "age": CurveSpec(knots=(20, 30, 40, 50, 60, 70, 80), seen_by_trees=False),
    "sex": CurveSpec(knots=(0, 1)),
    "bmi": CurveSpec(knots=(17, 20, 23, 26, 30, 35, 42, 50), seen_by_trees=False),
    "waist": CurveSpec(knots=(60, 70, 80, 90, 100, 110, 125, 145), seen_by_trees=False),
    "systolic_bp": CurveSpec(
        knots=(95, 110, 120, 130, 145, 165, 190), seen_by_trees=False
    ),
    "hypertension": CurveSpec(knots=(0, 1)),
    "antihypertensive_drug": CurveSpec(knots=(0, 1)),
    # The survey asks of parents and siblings alone. FINDRISC gives relatives of the
    # second degree 3 points and of the first 5 (Lindström and Tuomilehto, Diabetes Care
    # 2003;26:725, as the score is used).
    "family_history_diabetes": CurveSpec(
        knots=(0, 1, 2), proportions=(0, 0.6, 1), seen_by_trees=False
    ),
    "high_glucose_ever": CurveSpec(knots=(0, 1)),
    "hdl_cholesterol": CurveSpec(knots=(0.6, 0.9, 1.1, 1.3, 1.6, 2, 2.6)),
    "triglycerides": CurveSpec(knots=(0.5, 0.8, 1.1, 1.5, 2, 3, 4.5, 7)),
    "alt": CurveSpec(knots=(8, 14, 19, 25, 35, 50, 80, 140)),
    "ggt": CurveSpec(knots=(6, 11, 16, 23, 35, 60, 110, 250)),
}

ANSWER = Change(sd=0.5, per=1)
# A standard deviation of Americans, in the input's unit. Age is left nearly free: where
# diabetes is common among the young, age says less.
TRANSFER = TransferSpec(
    changes={
        "age": Change(sd=1, per=14),
        "sex": ANSWER,
        "bmi": Change(sd=0.15, per=5),
        "waist": Change(sd=0.15, per=12.5),
        "systolic_bp": Change(sd=0.15, per=20),
        "hypertension": ANSWER,
        "antihypertensive_drug": ANSWER,
        "family_history_diabetes": Change(sd=0.5, per=2),
        "high_glucose_ever": ANSWER,
        "hdl_cholesterol": Change(sd=0.15, per=0.36),
        "triglycerides": Change(sd=0.15, per=0.9),
        "alt": Change(sd=0.15, per=15),
        "ggt": Change(sd=0.15, per=25),
    },
    smoothness=30,
    missing_sd=0.3,
    scaled=(
        *("bmi", "waist", "systolic_bp", "hypertension"),
        *("hdl_cholesterol", "triglycerides"),
    ),
    scale_sd=2,
    level_sd=1,
    age_sd=2,
    slope_sd=2,
    level_share=0.5,
)

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
            ),
        ),
        Situation(share=0.12, scattered=0.8),
    ),
    everyday=(
        Loss(0.08, ("bmi",)),
        Loss(0.3, ("waist",)),
        Loss(0.15, ("systolic_bp",)),
        Loss(0.1, ("hypertension",)),
        Loss(0.15, ("antihypertensive_drug",)),
        Loss(0.2, ("family_history_diabetes",)),
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
    # In the Malaysian sample one in nine has it: cut-offs of an American level would call
    # nearly everybody high.
    bands=(
        Level("low", 0.05),
        Level("moderate", 0.10),
        Level("high", 0.20),
        Level("very_high", None),
    ),
    bands_source=Text(
        "The cut-offs of 5 %, 10 % and 20 % are this project's own: no guideline defines "
        "bands of the chance of undiagnosed diabetes. The card gives the net benefit of "
        "testing at 5 % and 10 % beside that of published scores.",
        "Các ngưỡng 5 %, 10 % và 20 % do chính dự án này đặt ra: chưa có hướng dẫn nào "
        "quy định mức phân tầng khả năng mắc đái tháo đường chưa được chẩn đoán. Phiếu "
        "mô hình nêu lợi ích ròng khi chỉ định xét nghiệm ở ngưỡng 5 % và 10 %, so với "
        "các thang điểm đã công bố.",
    ),
    population=Text(
        "Adults without diagnosed diabetes: the United States, a national survey, "
        "2005-2018 (CDC/NCHS, NHANES), transferred to a nation-wide sample of Malaysia "
        "and to the survey's people of Asian ancestry",
        "Người trưởng thành chưa được chẩn đoán đái tháo đường: điều tra quốc gia Hoa Kỳ "
        "2005-2018 (CDC/NCHS, NHANES), chuyển sang mẫu toàn quốc của Malaysia và nhóm "
        "người gốc Á trong điều tra Hoa Kỳ",
    ),
    caution=Text(
        "calibrated on a nation-wide sample of Malaysia and on Americans of Asian "
        "ancestry, not validated in Vietnam",
        "được hiệu chỉnh trên một mẫu toàn quốc của Malaysia và người gốc Á tại Hoa Kỳ, "
        "chưa được kiểm định tại Việt Nam",
    ),
    compared_with=Text(
        "the average South-East Asian adult of the Malaysian sample",
        "người trưởng thành Đông Nam Á trung bình trong mẫu Malaysia",
    ),
    calibrated_for=("east_asian", "south_asian"),
    # Without it the model would assume an American body.
    required=(*ALWAYS_KNOWN, "bmi"),
    gaps=GAPS,
    tiers=(
        Tier(code="with_laboratory", any_of=LABORATORY),
        Tier(code="with_waist", any_of=("waist",)),
        Tier(code="no_laboratory", any_of=()),
    ),
    curves=CURVES,
    learnt_abroad=(),
    folds=7,  # the cycles, each left out once
    recipe=Path(__file__).with_name("undiagnosed_diabetes.toml"),
    seed=20052018,  # the years of the survey
    facts=FACTS,
    transfer=TRANSFER,
)
TARGET_POPULATION = (
    "Adults of Malaysia not known to have diabetes, a nation-wide sample with fasting "
    "glucose and HbA1c (Wan Nazaimoon et al., Diabet Med 2013;30:825-8; Mohamud et al., "
    "Diabetes Res Clin Pract 2011;91:239-45)"
)
