"""What the `incident-diabetes` bundle is: outcome, inputs, horizons, bands, words."""

from service.clinical.bands import Level
from service.clinical.language import Text

NAME = "incident-diabetes"
OUTCOME_CODE = "incident-type-2-diabetes"
OUTCOME = Text(
    "New type 2 diabetes",
    "Đái tháo đường típ 2 mới mắc",
)

# HDL, LDL and AST are missing by centre in the cohort: leaving them out costs nothing
# at home and helps abroad.
INPUTS = (
    "age",
    "sex",
    "bmi",
    "systolic_bp",
    "diastolic_bp",
    "family_history_diabetes",
    "smoking",
    "fasting_glucose",
    "total_cholesterol",
    "triglycerides",
    "alt",
)

# Nobody in the cohort was seen before 2 years: there is no 1-year risk.
HORIZONS_YEARS = (3, 5)

BANDS_HORIZON_YEARS = 5
BANDS = (
    Level("low", 0.02),
    Level("moderate", 0.10),
    Level("high", 0.25),
    Level("very_high", None),
)
BANDS_SOURCE = Text(
    "The cut-offs of 2 %, 10 % and 25 % of 5-year risk are this project's own: no "
    "guideline defines bands of 5-year risk.",
    "Các ngưỡng 2 %, 10 % và 25 % của nguy cơ 5 năm do chính dự án này đặt ra: chưa có "
    "hướng dẫn nào quy định mức phân tầng nguy cơ 5 năm.",
)

POPULATION = Text(
    "Adults without diabetes at health check-ups in 11 cities of China, 2010-2016 "
    "(Chen et al., BMJ Open 2018;8:e021768)",
    "Người trưởng thành không mắc đái tháo đường đi khám sức khỏe tại 11 thành phố của "
    "Trung Quốc, 2010-2016 (Chen và cộng sự, BMJ Open 2018;8:e021768)",
)
EXTERNAL_POPULATION = (
    "Adults without diabetes in a health check-up programme in Gifu, Japan, fasting "
    "glucose below 6.1 mmol/L at baseline (Okamura et al., Int J Obes 2019, NAGALA)"
)

LIMITS = (
    (
        "Not a diagnosis, and not for people with known diabetes, diagnostic glucose or "
        "HbA1c values, pregnancy, or an age below 20 years."
    ),
    (
        "Never validated in Vietnam. Calibration does not travel: where outcomes are known "
        "locally, compare observed and expected events before use, and recalibrate."
    ),
    "Nobody was followed for less than 2 years: a risk for 1 year is not given.",
    (
        "Diabetes was seen at one follow-up visit, by fasting glucose or the patient's "
        "word; HbA1c and OGTT were not used, so some cases were missed."
    ),
    (
        "Family history in the cohort is rare (2 %) and without degree: both degrees count "
        "as the same yes."
    ),
    "Smoking was not recorded for 72 % of the cohort.",
    (
        "In the Japanese cohort linear logistic regression on the same inputs ranks "
        "people as well with glucose and somewhat better without laboratory values; "
        "the gain over it is at home."
    ),
    (
        "Contributions explain the model, not the body: they are associations, and a "
        "change of a value is not proof of a change of risk."
    ),
)
