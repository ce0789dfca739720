"""What the `incident-diabetes` bundle is: outcome, inputs, horizons, gaps, bands."""

from pathlib import Path

from service.clinical.bands import Level
from service.clinical.language import Text
from training.card.incident import FACTS
from training.curve_spec import CurveSpec
from training.definition import Definition, Tier
from training.missingness import ALWAYS_KNOWN, COMPLETE, Gaps, Loss, Situation

# HDL, LDL and AST are missing by centre in the cohort: leaving them out costs nothing
# at home and helps abroad. Smoking is not known of seven in ten people there, whole
# centres of them, and adds nothing; the contributions of diastolic pressure and total
# cholesterol ran against clinical sense: docs/adr/0026 has what each costs.
INPUTS = (
    "age",
    "sex",
    "bmi",
    "systolic_bp",
    "family_history_diabetes",
    "fasting_glucose",
    "hba1c",
    "triglycerides",
    "alt",
)

LEARNT_ABROAD = ("hba1c",)
LABORATORY = ("fasting_glucose", "hba1c", "triglycerides", "alt")
BEYOND_BMI = ("systolic_bp", "family_history_diabetes", *LABORATORY)

CURVES = {
    "age": CurveSpec(knots=(20, 30, 35, 40, 45, 50, 55, 60, 65, 70, 80)),
    "sex": CurveSpec(knots=(0, 1)),
    "bmi": CurveSpec(knots=(16, 19, 21, 23, 25, 27, 29, 32, 36)),
    "systolic_bp": CurveSpec(knots=(90, 105, 115, 125, 135, 150, 170)),
    # The cohort does not know the degree; a yes counts as the first. FINDRISC gives
    # relatives of the second degree 3 points and of the first 5 (Lindström and
    # Tuomilehto, Diabetes Care 2003;26:725, as the score is used).
    "family_history_diabetes": CurveSpec(
        knots=(0, 1, 2), proportions=(0, 0.6, 1), seen_by_trees=False
    ),
    "fasting_glucose": CurveSpec(
        knots=(3.5, 4.25, 4.75, 5, 5.25, 5.5, 5.75, 6, 6.25, 6.5, 6.95)
    ),
    # Held below 4.8 %: what is lower is more often anaemia or a haemoglobin variant than
    # a lower risk.
    "hba1c": CurveSpec(
        knots=(4.8, 5, 5.2, 5.4, 5.6, 5.8, 6, 6.2, 6.4), seen_by_trees=False
    ),
    "triglycerides": CurveSpec(knots=(0.4, 0.7, 1, 1.5, 2.25, 3.5, 6)),
    "alt": CurveSpec(knots=(8, 14, 20, 30, 45, 75, 150)),
}

GAPS = Gaps(
    subsets={
        COMPLETE: (),
        "no glucose": ("fasting_glucose",),
        "no laboratory values": LABORATORY,
        "age, sex and BMI only": BEYOND_BMI,
    },
    situations=(
        Situation(share=0.25, dropped=LABORATORY),
        # Without BMI only age and sex are left: kept rare.
        Situation(share=0.25, dropped=BEYOND_BMI, pure=0.9),
        Situation(share=0.25, dropped=("fasting_glucose",), pure=0.5),
        Situation(
            share=0.10,
            losses=(
                Loss(0.3, ("triglycerides",)),
                Loss(0.3, ("alt",)),
            ),
        ),
        Situation(share=0.15, scattered=0.8),
    ),
    everyday=(
        Loss(0.08, ("bmi",)),
        Loss(0.2, ("systolic_bp",)),
        Loss(0.3, ("family_history_diabetes",)),
        Loss(0.6, ("hba1c",)),
    ),
)

DEFINITION = Definition(
    name="incident-diabetes",
    outcome_code="incident-type-2-diabetes",
    outcome=Text("New type 2 diabetes", "Đái tháo đường típ 2 mới mắc"),
    answered_by=(),
    inputs=INPUTS,
    # Nobody in the cohort was seen before 2 years: there is no 1-year risk.
    horizons_years=(3, 5),
    bands_horizon_years=5,
    bands=(
        Level("low", 0.02),
        Level("moderate", 0.10),
        Level("high", 0.25),
        Level("very_high", None),
    ),
    bands_source=Text(
        "The cut-offs of 2 %, 10 % and 25 % of 5-year risk are this project's own: no "
        "guideline defines bands of 5-year risk. The card gives the net benefit of "
        "acting at 2, 5 and 10 %.",
        "Các ngưỡng 2 %, 10 % và 25 % của nguy cơ 5 năm do chính dự án này đặt ra: "
        "chưa có hướng dẫn nào quy định mức phân tầng nguy cơ 5 năm. Phiếu mô hình nêu "
        "lợi ích ròng khi can thiệp ở ngưỡng 2, 5 và 10 %.",
    ),
    population=Text(
        "Adults without diabetes at health check-ups in 11 cities of China, 2010-2016 "
        "(Chen et al., BMJ Open 2018;8:e021768)",
        "Người trưởng thành không mắc đái tháo đường đi khám sức khỏe tại 11 thành phố "
        "của Trung Quốc, 2010-2016 (Chen và cộng sự, BMJ Open 2018;8:e021768)",
    ),
    caution=Text("not yet validated in Vietnam", "chưa được kiểm định tại Việt Nam"),
    compared_with=Text(
        "the average adult of the Chinese cohort",
        "người trưởng thành trung bình trong đoàn hệ Trung Quốc",
    ),
    calibrated_for=(),
    required=ALWAYS_KNOWN,
    gaps=GAPS,
    tiers=(
        Tier(code="with_glucose", any_of=("fasting_glucose",)),
        Tier(code="with_laboratory", any_of=("triglycerides", "alt")),
        Tier(code="no_laboratory", any_of=()),
    ),
    curves=CURVES,
    learnt_abroad=LEARNT_ABROAD,
    folds=5,
    recipe=Path(__file__).with_name("incident_diabetes.toml"),
    seed=20180820,  # the day the training cohort was published
    facts=FACTS,
)
EXTERNAL_POPULATION = (
    "Adults without diabetes in a health check-up programme in Gifu, Japan, fasting "
    "glucose below 6.1 mmol/L at baseline (Okamura et al., Int J Obes 2019, NAGALA)"
)
