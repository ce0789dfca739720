"""An invented hospital: files in the state that records come in, to try the program on.

Nobody in them exists. Their risks are known, because they are made by the formula
below, so that what the program finds can be compared with the truth.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit

from training.cohort import Floats

CLINICS = 6
FEWEST_PEOPLE = 100  # fewer have too few of everything to show anything
TIME_EXPONENT = 1.4
MG_PER_MMOL = 18.016
LOWER = -0.6  # log-odds by which another hospital's risks are lower
FIRST_DAY = np.datetime64("2024-01-01")

LAYOUT = """\
# An invented hospital, written by `python -m training example`.
[data]
file = "hospital.csv"
seen = "visit"                # the outcome was looked for at one visit
outcome = "dtd_moi"
years = "thang_theo_doi"
time_unit = "months"
site = "phong_kham"

[data.columns]                # a variable that is not here has its own name as heading
age = "tuoi"
sex = "gioi"
fasting_glucose = "duong_huyet_doi"
family_history_diabetes = "gia_dinh"
smoking = "hut_thuoc"

[data.codings.sex]
1 = "male"
2 = "female"

[data.codings.family_history_diabetes]
0 = "none"
1 = "second_degree"           # the degree was not asked: the least that a yes says

[data.codings.smoking]
0 = "never"
1 = "former"
2 = "current"

[bundle]
name = "example-hospital-diabetes"
inputs = [
    "age", "sex", "bmi", "waist", "systolic_bp", "family_history_diabetes", "smoking",
    "fasting_glucose", "triglycerides",
]
horizons_years = [3, 5]
place = "an invented hospital"
developer = "Nobody: an example"
contact = "None"
assessed = "Invented: drawn from a formula, as if seen at one visit."
ethics = "No person is in these data."
date = "2026-11-22"

[bundle.outcome]
en = "New type 2 diabetes"
vi = "Đái tháo đường típ 2 mới mắc"

[bundle.population]
en = "Invented adults of six invented clinics"
vi = "Người trưởng thành hư cấu của sáu phòng khám hư cấu"
"""


def write(directory: Path, people: int, seed: int) -> list[Path]:
    """Write the files of the worked example.

    `hospital.csv` with `hospital.toml`, for `fit`; `followed.csv`, for `recalibrate`;
    `predictions.csv` and `outcomes.csv`, for `monitor`.

    Args:
        directory: Made if it is not there.
        people: In the cohort; the other files have as many.
        seed: Of everything drawn.

    Returns:
        The files.
    """
    directory.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    files = {
        "hospital.csv": _as_exported(followed(people, rng), rng),
        "followed.csv": _as_named(followed(people, rng, LOWER), rng),
    }
    files["predictions.csv"], files["outcomes.csv"] = _monitored(people, rng)
    for name, table in files.items():
        separator = ";" if name == "hospital.csv" else ","
        table.to_csv(directory / name, index=False, sep=separator, lineterminator="\n")
    (directory / "hospital.toml").write_text(LAYOUT, "utf-8")
    return [directory / name for name in (*files, "hospital.toml")]


def followed(people: int, rng: np.random.Generator, shift: float = 0.0) -> pd.DataFrame:
    """People in canonical units, nothing missing, seen again once.

    Args:
        people: How many.
        rng: What they are drawn from.
        shift: Added to everybody's true log-odds.
    """
    bmi = rng.normal(22.8, 3.2, people).clip(15, 45)
    table = pd.DataFrame(
        {
            "age": rng.uniform(25, 80, people).round(),
            "male": rng.random(people) < 0.45,  # noqa: PLR2004 - invented
            "bmi": bmi.round(1),
            "waist": (78 + 2.1 * (bmi - 22.8) + rng.normal(0, 5, people)).round(),
            "systolic_bp": rng.normal(124, 15, people).clip(85, 210).round(),
            "family": rng.random(people) < 0.12,  # noqa: PLR2004
            "smoking": rng.choice(3, people, p=(0.7, 0.1, 0.2)),
            "fasting_glucose": rng.normal(5.2, 0.6, people).clip(3.5, 6.9).round(1),
            "triglycerides": rng.lognormal(0.35, 0.5, people).clip(0.4, 15).round(2),
            "clinic": rng.integers(1, CLINICS + 1, people),
            "years": rng.uniform(2, 6, people).round(2),
        }
    )
    at_visit = shift + true_log_odds(table) + TIME_EXPONENT * np.log(table["years"] / 3)
    return table.assign(outcome=(rng.random(people) < expit(at_visit)).astype(int))


def true_log_odds(table: pd.DataFrame) -> Floats:
    """The truth, of diabetes within 3 years."""
    log_odds: Floats = (
        -3.6
        + 0.05 * (table["age"] - 50)
        + 0.05 * (table["waist"] - 78)
        + 1.50 * (table["fasting_glucose"] - 5.2)
        + 0.80 * table["family"]
        + 0.15 * np.sin(table["clinic"])
    ).to_numpy(np.float64)
    return log_odds


def _as_exported(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Vietnamese headings, codes, decimal commas, gaps, and one clinic in mg/dL."""
    in_mg = table["clinic"] == CLINICS
    glucose = _comma(table["fasting_glucose"]).where(
        ~in_mg, (table["fasting_glucose"] * MG_PER_MMOL).round().map("{:.0f}".format)
    )
    exported = pd.DataFrame(
        {
            "phong_kham": "PK" + table["clinic"].astype(str),
            "tuoi": table["age"].map("{:.0f}".format),
            "gioi": np.where(table["male"], "1", "2"),
            "bmi": _comma(table["bmi"]),
            "waist": table["waist"].map("{:.0f}".format),
            "systolic_bp": table["systolic_bp"].map("{:.0f}".format),
            "gia_dinh": table["family"].astype(int).astype(str),
            "hut_thuoc": table["smoking"].astype(str),
            "duong_huyet_doi": glucose,
            "duong_huyet_doi_unit": np.where(in_mg, "mg/dL", "mmol/L"),
            "triglycerides": _comma(table["triglycerides"]),
            "thang_theo_doi": (12 * table["years"]).map("{:.0f}".format),
            "dtd_moi": table["outcome"].astype(str),
        }
    )
    return _with_gaps(
        exported,
        {
            "waist": 0.3,
            "gia_dinh": 0.2,
            "hut_thuoc": 0.4,
            "duong_huyet_doi": 0.1,
            "triglycerides": 0.25,
        },
        rng,
    )


def _as_named(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The clinical table's names, decimal commas, and units in the cells."""
    named = pd.DataFrame(
        {
            "age": table["age"].map("{:.0f}".format),
            "sex": np.where(table["male"], "nam", "nữ"),
            "bmi": _comma(table["bmi"]),
            "waist": table["waist"].map("{:.0f}".format),
            "systolic_bp": table["systolic_bp"].map("{:.0f}".format),
            "fasting_glucose": (table["fasting_glucose"] * MG_PER_MMOL).map(
                "{:.0f} mg/dL".format
            ),
            "triglycerides": _comma(table["triglycerides"]),
            "years": _comma(table["years"]),
            "outcome": np.where(table["outcome"] == 1, "có", "không"),
        }
    )
    return _with_gaps(named, {"bmi": 0.1, "fasting_glucose": 0.3}, rng)


def _monitored(
    people: int, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two years of predictions that are right in the first and too low in the second."""
    day = np.sort(rng.integers(0, 730, people))
    log_odds = rng.normal(-2.6, 0.9, people)
    drift = np.where(day < 365, 0.0, 0.6)  # noqa: PLR2004 - a year of days
    ill = rng.random(people) < expit(log_odds + drift)
    numbers = rng.permutation(people) + 1
    seen = rng.random(people) < 0.9  # noqa: PLR2004
    predictions = pd.DataFrame(
        {
            "id": numbers,
            "date": (FIRST_DAY + day).astype(str),
            "risk": expit(log_odds).round(4),
        }
    )
    outcomes = pd.DataFrame({"id": numbers, "outcome": ill.astype(int)})[seen]
    return predictions, outcomes.sort_values("id")


def _comma(values: "pd.Series[float]") -> "pd.Series[str]":
    return values.astype(str).str.replace(".", ",", regex=False)


def _with_gaps(
    table: pd.DataFrame, chances: dict[str, float], rng: np.random.Generator
) -> pd.DataFrame:
    return table.assign(
        **{
            name: table[name].mask(rng.random(len(table)) < chance, "")
            for name, chance in chances.items()
        }
    )
