"""Malaysian adults who do not know of diabetes: the South-East Asian cohort.

A nation-wide sample with fasting glucose and HbA1c (Wan Nazaimoon et al., Diabet Med
2013;30:825-8; Mohamud et al., Diabetes Res Clin Pract 2011;91:239-45), published by a
co-author as teaching data; the study's own terms were not seen. It has no ancestry,
drugs, family history, weights or sampling units, and 65 % are women. The outcome is the
state at the examination, so `years` is 0.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from service.clinical.eligibility import ADULT_AGE, DIAGNOSTIC_CRITERIA
from service.clinical.variables import VARIABLES
from training.cleaning import CleaningStep, Exclusion, blank, drop
from training.cohort import Cohort, Floats
from training.data_directory import DataFile, PublishedFile, find
from training.headings import match

PUBLISHED = PublishedFile(
    title="Malaysian nation-wide sample",
    patterns=("metabolic?syndrome*.csv", "metabolic?syndrome*.csv.gz"),
    source="https://github.com/drkamarul/multivar_data_analysis (data)",
)

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "age": ("age",),
    "sex": ("gender",),
    "height": ("height",),
    "weight": ("weight",),
    "waist": ("waist",),
    "systolic_bp": ("msbpr",),
    "diastolic_bp": ("mdbpr",),
    "hypertension": ("hpt",),
    "smoking": ("smoking",),
    "known_diabetes": ("dmdx",),
    "hba1c": ("hba1c",),
    "fasting_glucose": ("fbs",),
    "total_cholesterol": ("totchol",),
    "triglycerides": ("ftrigliz",),
    "hdl_cholesterol": ("hdl",),
    "residence": ("crural",),
}
YES_NO = {"yes": 1.0, "no": 0.0}
ANSWERS: Mapping[str, Mapping[str, float]] = {
    "sex": {code: VARIABLES["sex"].encode(code) for code in ("female", "male")},
    "hypertension": YES_NO,
    "known_diabetes": YES_NO,
    "smoking": {
        "never smoked": VARIABLES["smoking"].encode("never"),
        "quitted smoking": VARIABLES["smoking"].encode("former"),
        "still smoking": VARIABLES["smoking"].encode("current"),
    },
}
TESTS = ("fasting_glucose", "hba1c")
CRITERIA = {
    criterion.variable: next(iter(criterion.at_least.values()))
    for criterion in DIAGNOSTIC_CRITERIA
    if criterion.variable in TESTS
}
"""From where each test is in the range of diabetes: mmol/L and %."""

VALUES = (
    *("height", "weight", "diastolic_bp", "smoking", "total_cholesterol", "ancestry"),
    *TESTS,
)
"""Known beside the inputs, for published scores, description and the outcome."""

LEAST_HDL = 0.3  # mmol/L; what is lower are typing errors of this file
CM_A_METRE = 100
PEOPLE = (
    Exclusion("age", f"younger than {ADULT_AGE} years", lambda age: age < ADULT_AGE),
    Exclusion("known_diabetes", "diagnosed diabetes", lambda known: known == 1),
)
# After impossible values are blanked.
TESTED = (
    Exclusion("hba1c", "HbA1c not measured or impossible", lambda hba1c: hba1c.isna()),
    Exclusion(
        "fasting_glucose",
        "fasting glucose not measured, or below 2.5 mmol/L and blanked by the author",
        lambda glucose: glucose.isna(),
    ),
)


def read(directory: Path | None, inputs: Sequence[str]) -> Cohort:
    """Read and clean the cohort; inputs that it lacks are missing for everybody.

    Raises:
        DataMissingError: The file is not in `directory`.
        HeadingError: A column is absent or doubtful.
    """
    file = find(PUBLISHED, directory)
    return to_cohort(pd.read_csv(file.path), inputs, file)


def to_cohort(raw: pd.DataFrame, inputs: Sequence[str], file: DataFile) -> Cohort:
    """Clean the people of the file and turn them into arrays."""
    table, dropped = drop(clinical(raw), PEOPLE)
    table, errors = _without_typing_errors(table)
    table, blanked = blank(table, [name for name in HEADINGS if name in VARIABLES])
    table["bmi"] = table["weight"] / (table["height"] / CM_A_METRE) ** 2
    table, impossible = blank(table, ["bmi"])
    table, untested = drop(table, TESTED)
    table = table.reindex(columns=[*table, *(n for n in inputs if n not in table)])
    people = len(table)
    return Cohort(
        inputs=tuple(inputs),
        x=table[list(inputs)].to_numpy(np.float32),
        outcome=np.any(
            [table[name] >= CRITERIA[name] for name in TESTS], axis=0
        ).astype(np.float64),
        years=np.zeros(people),
        site=np.zeros(people, np.intp),
        cluster=np.arange(people),  # the file does not say who was sampled together
        weight=np.ones(people),
        values={
            name: table[name].to_numpy(np.float64)
            for name in VALUES
            if name not in inputs
        },
        groups={"residence": table["residence"].to_numpy(np.str_)},
        cleaning=(*dropped, *errors, *blanked, *impossible, *untested),
        files=(file,),
    )


def clinical(raw: pd.DataFrame) -> pd.DataFrame:
    """The columns of `HEADINGS` as variables of the clinical table, and `residence`.

    Ancestry was not published; nine in ten Malaysians are of East or South-East Asian
    ancestry, which is taken for all, so that no published score is held back by it.
    """
    headings = match(raw.columns, HEADINGS)
    table = pd.DataFrame({name: raw[heading] for name, heading in headings.items()})
    for name, answers in ANSWERS.items():
        table[name] = table[name].map(answers)
    table["height"] *= CM_A_METRE
    table["ancestry"] = VARIABLES["ancestry"].encode("east_asian")
    return table


def confirmed(cohort: Cohort) -> Floats:
    """1 where both tests are in the range of diabetes, as a diagnosis asks [people].

    Glucose and HbA1c agree poorly in this file, so that many who have one alone would
    not have it again.
    """
    both = np.all([cohort.value(name) >= CRITERIA[name] for name in TESTS], axis=0)
    found: Floats = both.astype(np.float64)
    return found


def _without_typing_errors(
    table: pd.DataFrame,
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    hit = table["hdl_cholesterol"] < LEAST_HDL
    step = CleaningStep(
        variable="hdl_cholesterol",
        action="blanked",
        reason=f"a typing error: below {LEAST_HDL:g} mmol/L",
        count=int(hit.sum()),
    )
    table = table.assign(hdl_cholesterol=table["hdl_cholesterol"].mask(hit))
    return table, [step] if step.count else []
