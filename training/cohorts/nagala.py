"""Okamura et al. 2019, NAGALA: a Japanese health check-up, for external validation.

Int J Obes 2019, Dryad doi:10.5061/dryad.8q0p192, CC0. The curve of HbA1c, which
no other cohort has, is learnt on it; nothing else is chosen or fitted on it. Follow-up is censored, so `years` is the time to the event or to the
last visit. Family history was not recorded: it is missing for everybody.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from service.clinical.variables import VARIABLES
from training.cohort import Cohort
from training.cohorts.table import read_columns, recode, to_cohort
from training.data_directory import PublishedFile, find

PUBLISHED = PublishedFile(
    title="NAGALA cohort (Japan)",
    patterns=("nagala*.csv", "nagala*.csv.gz", "nagala*.xlsx"),
    source="https://doi.org/10.5061/dryad.8q0p192",
)

HEADINGS = {
    "age": ("Baseline Age, yrs",),
    "sex": ("Sex, 1:Men, 2:Women",),
    "bmi": ("Baseline BMI, kg/m2",),
    "systolic_bp": ("Baseline Systolic blood pressure, mmHg",),
    "diastolic_bp": ("Baseline Diastolic blood pressure, mmHg",),
    "smoking": ("Baseline Smoking status, 1:never, 2:past, 3:current",),
    "fasting_glucose": ("Baseline Fasting plasma glucose, mmol/L",),
    "total_cholesterol": ("Baseline Total Cholesterol, mmol/L",),
    "triglycerides": ("Baseline Triglycerides, mmol/L",),
    "alt": ("Baseline ALT, IU/L",),
    "waist": ("Baseline Waist circumference(WC), cm",),
    "physically_active": ("Baseline Habit of exercise 0/1",),
    "hba1c": ("Baseline HbA1c, %",),
    "outcome": ("Incident DM 0/1",),
    "days": ("Follow up duration, days",),
}

DAYS_A_YEAR = 365.25

CODINGS = {
    "sex": {
        1.0: VARIABLES["sex"].encode("male"),
        # The heading says 2; the file says 0.
        0.0: VARIABLES["sex"].encode("female"),
        2.0: VARIABLES["sex"].encode("female"),
    },
    "smoking": {
        1.0: VARIABLES["smoking"].encode("never"),
        2.0: VARIABLES["smoking"].encode("former"),
        3.0: VARIABLES["smoking"].encode("current"),
    },
    "physically_active": {0.0: 0.0, 1.0: 1.0},
    "outcome": {0.0: 0.0, 1.0: 1.0},
}


def read(directory: Path | None, inputs: Sequence[str]) -> Cohort:
    """Read and clean the cohort.

    Raises:
        DataMissingError: The file is not in `directory`.
        HeadingError: A column is absent or doubtful.
    """
    file = find(PUBLISHED, directory)
    table, unread = read_columns(file.path, HEADINGS)
    table, recoded = recode(table, CODINGS)
    table["years"] = table["days"] / DAYS_A_YEAR
    table["family_history_diabetes"] = float("nan")
    table["site"] = 0
    cohort = to_cohort(table, inputs, file, [*unread, *recoded], censored=True)
    # One centre: people are resampled.
    return replace(cohort, cluster=np.arange(cohort.people))
