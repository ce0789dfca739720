"""An invented cohort whose truth is known, in the formats of the published ones."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from service.clinical.variables import VARIABLES

SITES = 12
TIME_EXPONENT = 1.4
DAYS_A_YEAR = 365.25


def people(count: int, seed: int) -> pd.DataFrame:
    """Draw people under this project's names; nothing is missing yet."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "age": rng.uniform(20, 80, count).round(),
            "sex": rng.integers(0, 2, count).astype(float),
            "bmi": rng.normal(23.5, 3.5, count).clip(15, 50).round(1),
            "systolic_bp": rng.normal(122, 15, count).clip(80, 220).round(),
            "diastolic_bp": rng.normal(75, 10, count).clip(40, 140).round(),
            "family_history_diabetes": (rng.random(count) < 0.1).astype(float),
            "smoking": rng.integers(0, 3, count).astype(float),
            "fasting_glucose": rng.normal(5.0, 0.6, count).clip(3, 6.9).round(2),
            "total_cholesterol": rng.normal(4.8, 0.9, count).clip(2, 9).round(2),
            "triglycerides": rng.lognormal(0.2, 0.5, count).clip(0.3, 15).round(2),
            "alt": rng.lognormal(3, 0.5, count).clip(5, 400).round(1),
            "site": rng.integers(1, SITES + 1, count).astype(float),
            "years": rng.uniform(2, 6, count).round(3),
        }
    )
    # It follows glucose, and is measured with an error of its own.
    around = 5.2 + 0.3 * (table["fasting_glucose"] - 5.0)
    measured = around + rng.normal(0, 0.25, count)
    return table.assign(hba1c=measured.clip(4.0, 6.4).round(1))


def true_log_odds(table: pd.DataFrame) -> pd.Series:
    """The log-odds of diabetes within 3 years."""
    return (
        -4.0
        + 0.06 * (table["age"] - 50)
        + 0.10 * (table["bmi"] - 23.5)
        + 1.60 * (table["fasting_glucose"] - 5.0)
        + 1.00 * table["family_history_diabetes"]
    )


def with_outcomes(table: pd.DataFrame, seed: int) -> pd.DataFrame:
    """See each person once, `years` later."""
    later = TIME_EXPONENT * np.log(table["years"] / 3)
    risk = 1 / (1 + np.exp(-(true_log_odds(table) + later)))
    drawn = np.random.default_rng(seed).random(len(table))
    return table.assign(outcome=(drawn < risk).astype(float))


def as_csv(table: pd.DataFrame) -> pd.DataFrame:
    """The Chinese cohort under the short headings, with the glucose of follow-up."""
    return pd.DataFrame(
        {
            "Age": table["age"],
            "Gender": 2 - table["sex"],
            "site": table["site"],
            "BMI": table["bmi"],
            "SBP": table["systolic_bp"],
            "DBP": table["diastolic_bp"],
            "FPG": table["fasting_glucose"],
            "Cholesterol": table["total_cholesterol"],
            "Triglyceride": table["triglycerides"],
            "HDL": 1.3,
            "ALT": table["alt"],
            "FPG_final": 5.0 + 4.0 * table["outcome"],
            "diabetes": table["outcome"],
            "yr_f": table["years"],
            "smoke": 3 - table["smoking"],
            "drink": 3.0,
            "history": table["family_history_diabetes"],
        }
    )


def as_read(table: pd.DataFrame, inputs: Sequence[str]) -> np.ndarray:
    """The people as the Chinese cohort's reader has them [people, inputs].

    A bare yes to family history is one of the first degree; nobody's HbA1c is known.
    """
    first_degree = VARIABLES["family_history_diabetes"].encode("first_degree")
    known = table.assign(
        family_history_diabetes=first_degree * table["family_history_diabetes"],
        hba1c=np.nan,
    )
    return known[list(inputs)].to_numpy(np.float32)


WORKBOOK_HEADINGS = {
    "Age": "Age(y)",
    "Gender": "Gender(1, male; 2, female)",
    "site": "site",
    "BMI": "BMI(kg/m2)",
    "SBP": "SBP(mmHg)",
    "DBP": "DBP(mmHg)",
    "FPG": "FPG (mmol/L)",
    "Cholesterol": "Cholesterol(mmol/L)",
    "Triglyceride": "Triglyceride(mmol/L)",
    "HDL": "HDL(mmol/L)",
    "ALT": "ALT(U/L)",
    "FPG_final": "FPG of final visit (mmol/L)",
    "diabetes": "censor of diabetes at followup(1, Yes; 0, No)",
    "yr_f": "year of followup",
    "smoke": "smoking status(1,current smoker;2, ever smoker;3,never smoker)",
    "drink": "drinking status(1,current drinker;2, ever drinker;3,never drinker)",
    "history": "family histroy of diabetes(1,Yes; 0,No)",
}


def as_workbook(table: pd.DataFrame) -> pd.DataFrame:
    """The same people under the published workbook's headings."""
    return (
        as_csv(table)
        .rename(columns=WORKBOOK_HEADINGS)
        .assign(**{"Diabetes diagnosed during followup（1,Yes)": None, "id": 1})
    )


def as_nagala(table: pd.DataFrame, seed: int) -> pd.DataFrame:
    """People with censored follow-up under the Japanese cohort's headings."""
    rng = np.random.default_rng(seed)
    # Weibull: the 3-year cumulative hazard is that of the 3-year risk.
    hazard = np.log1p(np.exp(true_log_odds(table)))
    event = 3 * (rng.exponential(size=len(table)) / hazard) ** (1 / TIME_EXPONENT)
    censored = rng.uniform(1, 12, len(table))
    return pd.DataFrame(
        {
            "Sex, 1:Men, 2:Women": table["sex"],
            "Baseline Age, yrs": table["age"],
            "Baseline BMI, kg/m2": table["bmi"],
            "Baseline BMI?25 0/1": (table["bmi"] >= 25).astype(int),
            "Baseline Systolic blood pressure, mmHg": table["systolic_bp"],
            "Baseline Diastolic blood pressure, mmHg": table["diastolic_bp"],
            "Baseline Smoking status, 1:never, 2:past, 3:current": 1 + table["smoking"],
            "Baseline Fasting plasma glucose, mg/dl": 18 * table["fasting_glucose"],
            "Baseline Fasting plasma glucose, mmol/L": table["fasting_glucose"],
            "Baseline Total Cholesterol, mmol/L": table["total_cholesterol"],
            "Baseline Triglycerides, mmol/L": table["triglycerides"],
            "Baseline ALT, IU/L": table["alt"],
            "Baseline Waist circumference(WC), cm": 10 + 3 * table["bmi"],
            "Baseline Habit of exercise 0/1": rng.integers(0, 2, len(table)),
            "Baseline HbA1c, %": table["hba1c"],
            "Follow up duration, days": DAYS_A_YEAR * np.minimum(event, censored),
            "Incident DM 0/1": (event <= censored).astype(int),
        }
    )


def write_directory(directory: Path, count: int) -> pd.DataFrame:
    """Write both cohorts as the published files are named; the people at home."""
    home = with_outcomes(people(count, seed=1), seed=2)
    # As in the real cohort: smoking and ALT are unknown of some, family history never.
    rng = np.random.default_rng(3)
    unasked, untested = rng.random(count) < 0.5, rng.random(count) < 0.2
    recorded = home.assign(
        smoking=home["smoking"].mask(unasked), alt=home["alt"].mask(untested)
    )
    as_csv(recorded).to_csv(directory / "rich-healthcare-invented.csv", index=False)
    abroad = as_nagala(people(2000, seed=4), seed=5)
    abroad.to_csv(directory / "nagala-invented.csv", index=False)
    return recorded
