"""Chen et al. 2018: 211,833 adults of 32 centres in 11 Chinese cities.

BMJ Open 2018;8:e021768, Dryad doi:10.5061/dryad.ft8750v, CC0. Read from the short
CSV or from the published workbook. Diabetes was looked for at one follow-up visit,
so `years` is the time to that visit, whatever was found there. The glucose of that
visit is an outcome and is never read.
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
    title="Rich Healthcare cohort (China)",
    patterns=("rich-healthcare*.csv", "rich-healthcare*.csv.gz", "RC Health*.xlsx"),
    source="https://doi.org/10.5061/dryad.ft8750v",
)

HEADINGS = {
    "age": ("Age",),
    "sex": ("Gender", "Sex"),
    "bmi": ("BMI",),
    "systolic_bp": ("SBP",),
    "diastolic_bp": ("DBP",),
    # "histroy" is how the published workbook spells it.
    "family_history_diabetes": (
        "history",
        "family histroy of diabetes",
        "family history of diabetes",
    ),
    "smoking": ("smoke", "smoking status"),
    "fasting_glucose": ("FPG",),
    "total_cholesterol": ("Cholesterol",),
    "triglycerides": ("Triglyceride",),
    "alt": ("ALT",),
    "site": ("site",),
    # The workbook's "diagnosed during followup" is the patient's word alone; the
    # "censor" column also counts glucose of 7.0 mmol/L or more at the visit.
    "outcome": ("diabetes", "censor of diabetes at followup"),
    "years": ("yr_f", "year of followup"),
}

CODINGS = {
    "sex": {
        1.0: VARIABLES["sex"].encode("male"),
        2.0: VARIABLES["sex"].encode("female"),
    },
    "smoking": {
        1.0: VARIABLES["smoking"].encode("current"),
        2.0: VARIABLES["smoking"].encode("former"),
        3.0: VARIABLES["smoking"].encode("never"),
    },
    "family_history_diabetes": {
        0.0: VARIABLES["family_history_diabetes"].encode("none"),
        # The degree was not recorded: a yes is read as what is asked first.
        1.0: VARIABLES["family_history_diabetes"].encode("first_degree"),
    },
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
    table["hba1c"] = float("nan")  # not measured; its curve is learnt in Japan
    cohort = to_cohort(table, inputs, file, [*unread, *recoded])
    family = cohort.value("family_history_diabetes")
    # Published scores count the degree of the relative, which nobody was asked: to
    # them a yes is unknown, so that they are not judged by our coding of it.
    return replace(
        cohort,
        values={
            **cohort.values,
            "family_history_diabetes": np.where(family, np.nan, 0),
        },
    )
