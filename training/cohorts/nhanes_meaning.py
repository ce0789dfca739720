"""What the CDC's columns and codes mean, in the words of the clinical table.

A code for refused or not known is not known here. Nothing is guessed from an answer to
another question, but for the questions that the questionnaire itself skips.
"""

from collections.abc import Mapping

import pandas as pd

from service.clinical.units import MG_PER_DL
from service.clinical.variables import VARIABLES

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "DEMO": (
        *("RIDSTATR", "RIAGENDR", "RIDAGEYR", "RIDRETH1", "RIDRETH3", "DMDEDUC2"),
        *("RIDEXPRG", "SDDSRVYR", "SDMVSTRA", "SDMVPSU"),
    ),
    "BMX": ("BMXHT", "BMXWT", "BMXBMI", "BMXWAIST"),
    "BPX": (
        *("BPXSY1", "BPXSY2", "BPXSY3", "BPXSY4"),
        *("BPXDI1", "BPXDI2", "BPXDI3", "BPXDI4"),
    ),
    "BPQ": ("BPQ020", "BPQ040A", "BPQ050A"),
    "DIQ": ("DIQ010", "DIQ050", "DIQ070", "DIQ160"),
    "MCQ": ("MCQ300C",),
    "SMQ": ("SMQ020", "SMQ040"),
    "PAQ": (
        *("PAQ605", "PAQ610", "PAD615", "PAQ620", "PAQ625", "PAD630"),
        *("PAQ650", "PAQ655", "PAD660", "PAQ665", "PAQ670", "PAD675"),
    ),
    "GHB": ("LBXGH",),
    "GLU": ("LBXGLU", "WTSAF2YR"),
    "TCHOL": ("LBXTC",),
    "HDL": ("LBDHDD",),
    "TRIGLY": ("LBXTR",),
    "BIOPRO": ("LBXSATSI", "LBXSGTSI", "LBXSCR", "LBXSUA", "LBXSTR"),
}
"""What is read of each component; serum glucose of BIOPRO is left where it is."""

RENAMED: Mapping[str, str] = {"DID070": "DIQ070"}  # 2005-2008
FROM_2011 = "RIDRETH3"  # before, people of Asian ancestry are among "other"

DIAGNOSTIC_HBA1C = 6.5  # %
DIAGNOSTIC_GLUCOSE = 126.0  # mg/dL, the unit that was measured

_YES, _NO = 1, 2
_BORDERLINE = 3
_EXAMINED = 2
_ACTIVE_MINUTES_A_WEEK = 5 * 30  # "30 minutes most days"
_DAYS_A_WEEK = 7  # 77 and 99 say that it is not known
_MINUTES_A_DAY = 24 * 60  # as do 7777 and 9999
_ACTIVITIES = (
    ("PAQ605", "PAQ610", "PAD615"),  # at work, vigorous
    ("PAQ620", "PAQ625", "PAD630"),  # at work, moderate
    ("PAQ650", "PAQ655", "PAD660"),  # leisure, vigorous
    ("PAQ665", "PAQ670", "PAD675"),  # leisure, moderate
)
_GROUPS_UNTIL_2010 = {
    1: "mexican_american",
    2: "other_hispanic",
    3: "white",
    4: "black",
    5: "asian_or_other",
}
_GROUPS_SINCE_2011 = {
    1: "mexican_american",
    2: "other_hispanic",
    3: "white",
    4: "black",
    6: "asian",
    7: "other",
}
_SAID = {
    "white": "white",
    "black": "black",
    "mexican_american": "other",
    "other_hispanic": "other",
}
_EDUCATION = {
    1: "below_high_school",
    2: "below_high_school",
    3: "high_school",
    4: "some_college",
    5: "degree",
}


def clinical(raw: pd.DataFrame) -> pd.DataFrame:
    """Turn the columns of `COLUMNS` into variables of the clinical table.

    Beside them: `examined`, `takes_glucose_drug`, `outcome` (NaN unless HbA1c and
    fasting glucose were measured), `group` of ancestry, and the survey's `survey_weight`, `site`, `stratum`
    and `unit`.
    """
    fasted = raw["LBXGLU"].where(raw["WTSAF2YR"] > 0)
    group = (
        raw["RIDRETH3"]
        .map(_GROUPS_SINCE_2011)
        .fillna(raw["RIDRETH1"].map(_GROUPS_UNTIL_2010))
    )
    return pd.DataFrame(
        {
            "age": raw["RIDAGEYR"],
            "sex": _coded(raw["RIAGENDR"], "sex", {1: "male", 2: "female"}),
            "height": raw["BMXHT"],
            "weight": raw["BMXWT"],
            "bmi": raw["BMXBMI"],
            "waist": raw["BMXWAIST"],
            "systolic_bp": _mean_reading(raw, "BPXSY"),
            "diastolic_bp": _mean_reading(raw, "BPXDI"),
            "hypertension": _yes_no(raw["BPQ020"]),
            "antihypertensive_drug": _antihypertensive_drug(raw),
            "family_history_diabetes": _coded(
                raw["MCQ300C"],
                "family_history_diabetes",
                # Asked of parents and siblings by blood.
                {_YES: "first_degree", _NO: "none"},
            ),
            "smoking": _smoking(raw),
            "high_glucose_ever": _told_of_high_glucose(raw),
            "physically_active": _physically_active(raw),
            "total_cholesterol": _molar(raw["LBXTC"], "total_cholesterol"),
            "hdl_cholesterol": _molar(raw["LBDHDD"], "hdl_cholesterol"),
            # Of the fasting subsample, else of the biochemistry profile.
            "triglycerides": _molar(
                raw["LBXTR"].where(raw["WTSAF2YR"] > 0).fillna(raw["LBXSTR"]),
                "triglycerides",
            ),
            "alt": raw["LBXSATSI"],
            "ggt": raw["LBXSGTSI"],
            "creatinine": _molar(raw["LBXSCR"], "creatinine"),
            "uric_acid": _molar(raw["LBXSUA"], "uric_acid"),
            "fasting_glucose": _molar(fasted, "fasting_glucose"),
            "hba1c": raw["LBXGH"],
            "known_diabetes": _known_diabetes(raw["DIQ010"]),
            "takes_glucose_drug": (
                (raw["DIQ050"] == _YES) | (raw["DIQ070"] == _YES)
            ).astype(float),
            "pregnant": (raw["RIDEXPRG"] == _YES).astype(float),
            "examined": (raw["RIDSTATR"] == _EXAMINED).astype(float),
            "outcome": (
                (raw["LBXGH"] >= DIAGNOSTIC_HBA1C) | (fasted >= DIAGNOSTIC_GLUCOSE)
            )
            .astype(float)
            .where(raw["LBXGH"].notna() & fasted.notna()),
            "group": group,
            # Asian is of the east or the south of Asia: not said which.
            "ancestry": group.map(
                {
                    name: VARIABLES["ancestry"].encode(code)
                    for name, code in _SAID.items()
                }
            ),
            "education": _coded(raw["DMDEDUC2"], "education", _EDUCATION),
            "survey_weight": raw["WTSAF2YR"],
            "site": raw["SDDSRVYR"],
            "stratum": raw["SDMVSTRA"],
            "unit": raw["SDMVPSU"],
        }
    )


def _coded(
    answers: "pd.Series[float]", name: str, codes: Mapping[int, str]
) -> "pd.Series[float]":
    variable = VARIABLES[name]
    return answers.map({code: variable.encode(says) for code, says in codes.items()})


def _yes_no(answers: "pd.Series[float]") -> "pd.Series[float]":
    return answers.map({_YES: 1.0, _NO: 0.0})


def _molar(values: "pd.Series[float]", name: str) -> "pd.Series[float]":
    (unit,) = (unit for unit in VARIABLES[name].units if unit.code == MG_PER_DL)
    return values * unit.scale


def _mean_reading(raw: pd.DataFrame, prefix: str) -> "pd.Series[float]":
    """Mean of up to four readings; 0 is a sound that could not be heard."""
    readings = raw[[f"{prefix}{reading}" for reading in (1, 2, 3, 4)]]
    return readings.where(readings > 0).mean(axis=1)


def _antihypertensive_drug(raw: pd.DataFrame) -> "pd.Series[float]":
    """Taken now; who was never told of a pressure or of a drug is not asked."""
    not_asked = (raw["BPQ020"] == _NO) | (raw["BPQ040A"] == _NO)
    return _yes_no(raw["BPQ050A"]).mask(not_asked, 0.0)


def _smoking(raw: pd.DataFrame) -> "pd.Series[float]":
    now = {1: "current", 2: "current", 3: "former"}
    never = VARIABLES["smoking"].encode("never")
    return _coded(raw["SMQ040"], "smoking", now).mask(raw["SMQ020"] == _NO, never)


def _told_of_high_glucose(raw: pd.DataFrame) -> "pd.Series[float]":
    """Told of prediabetes, or of borderline diabetes.

    Where DIQ160 was not to be had (2013-14), nobody's answer is known: a yes known of
    some and nothing of the others would make "not known" mean no.
    """
    asked = raw.groupby("SDDSRVYR")["DIQ160"].transform("count") > 0
    told = _yes_no(raw["DIQ160"]).mask(raw["DIQ010"] == _BORDERLINE, 1.0)
    return told.where(asked)


def _known_diabetes(answers: "pd.Series[float]") -> "pd.Series[float]":
    return answers.map({_YES: 1.0, _NO: 0.0, _BORDERLINE: 0.0})


def _physically_active(raw: pd.DataFrame) -> "pd.Series[float]":
    """At least 150 minutes a week at work and leisure, as FINDRISC asks of both."""
    minutes = pd.DataFrame(
        {does: _minutes(raw, does, days, length) for does, days, length in _ACTIVITIES}
    )
    active = (minutes.sum(axis=1) >= _ACTIVE_MINUTES_A_WEEK).astype(float)
    return active.where((active == 1) | minutes.notna().all(axis=1))


def _minutes(
    raw: pd.DataFrame, does: str, days: str, length: str
) -> "pd.Series[float]":
    known_days = raw[days].where(raw[days] <= _DAYS_A_WEEK)
    known_length = raw[length].where(raw[length] <= _MINUTES_A_DAY)
    return (known_days * known_length).mask(raw[does] == _NO, 0.0)
