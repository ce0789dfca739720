"""NHANES 2005-2018: adults of the United States who do not know of diabetes.

CDC/NCHS, public domain, for statistics only. Seven cycles of two years, each a sample
of its own drawn in strata and units: the cycle is the centre that validation leaves
out, the unit is what the bootstrap draws. Only the half that was drawn to fast has its
outcome looked for in both ways; they carry the weights of that half.
The outcome is the state at the examination, so `years` is 0.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from service.clinical.eligibility import ADULT_AGE
from training.cleaning import Exclusion, blank, drop
from training.cohort import Cohort
from training.cohorts.nhanes_files import (
    ANSWERS,
    CYCLES,
    SUPPLEMENT,
    fetch_files,
    find_files,
    read_transport,
)
from training.cohorts.nhanes_meaning import COLUMNS, FROM_2011, RENAMED, clinical
from training.data_directory import DataFile
from training.errors import TrainingError

VALUES = (
    *("height", "weight", "diastolic_bp", "smoking", "physically_active"),
    *("fasting_glucose", "hba1c", "ancestry", "education", "total_cholesterol"),
)
"""Known beside the inputs, for published scores and for description."""

# In the order in which they are asked.
EXCLUSIONS = (
    Exclusion("examined", "interviewed, not examined", lambda examined: examined != 1),
    Exclusion("age", f"younger than {ADULT_AGE} years", lambda age: age < ADULT_AGE),
    Exclusion("hba1c", "HbA1c not measured", lambda hba1c: hba1c.isna()),
    Exclusion("known_diabetes", "diagnosed diabetes", lambda known: known == 1),
    Exclusion(
        "known_diabetes", "diabetes: not known or no answer", lambda known: known.isna()
    ),
    Exclusion(
        "takes_glucose_drug", "takes insulin or tablets for glucose", lambda t: t == 1
    ),
    Exclusion("pregnant", "pregnant", lambda pregnant: pregnant == 1),
    # Not asked to fast, by chance: their outcome would be known by half.
    Exclusion(
        "fasting_glucose", "glucose not measured fasting", lambda fasted: fasted.isna()
    ),
)
_FIRST_CYCLE = 4  # SDDSRVYR of 2005-06


class NhanesFileError(TrainingError):
    """A file lacks a column that its cycle has at the CDC."""


def read(directory: Path | None, inputs: Sequence[str]) -> Cohort:
    """Read and clean the cohort; without a directory, download it from the CDC.

    Raises:
        DataMissingError: Files are not in `directory`.
        DownloadError: Files could not be had from the CDC, or are other ones.
        NhanesFileError: A file is not what its name says.
    """
    files = fetch_files() if directory is None else find_files(directory)
    return to_cohort(files, inputs)


def to_cohort(files: Mapping[str, DataFile], inputs: Sequence[str]) -> Cohort:
    """Clean the people of these files, by name, and turn them into arrays."""
    table, dropped = drop(clinical(read_people(files)), EXCLUSIONS)
    values = [name for name in VALUES if name not in inputs]
    table, blanked = blank(table, [*inputs, *values])
    site = table["site"].to_numpy().astype(np.intp)
    units = table.groupby(["site", "stratum", "unit"]).ngroup()
    weight = table["survey_weight"].to_numpy(np.float64)
    first_years = np.array(list(CYCLES.values()))[site - _FIRST_CYCLE]
    return Cohort(
        inputs=tuple(inputs),
        x=table[list(inputs)].to_numpy(np.float32),
        outcome=table["outcome"].to_numpy(np.float64),
        years=np.zeros(len(table)),
        site=site,
        cluster=units.to_numpy().astype(np.intp),
        weight=weight / weight.mean(),
        values={name: table[name].to_numpy(np.float64) for name in values},
        groups={
            "cycle": np.array([f"{year}-{year + 1}" for year in first_years]),
            "ancestry": table["group"].to_numpy(np.str_),
        },
        cleaning=(*dropped, *blanked),
        files=tuple(files.values()),
    )


def read_people(files: Mapping[str, DataFile]) -> pd.DataFrame:
    """Join the columns of `COLUMNS` by person, the cycles one below the other."""
    supplement = (
        pd.read_csv(files[SUPPLEMENT].path) if SUPPLEMENT in files else pd.DataFrame()
    )
    cycles = []
    for cycle in CYCLES:
        people = _columns(files, f"DEMO_{cycle}", COLUMNS["DEMO"])
        for component, columns in COLUMNS.items():
            name = f"{component}_{cycle}"
            if component == "DEMO" or (name not in files and name not in ANSWERS):
                continue  # PAQ of three cycles: activity is not known there
            if name in ANSWERS and SUPPLEMENT in files:
                part = supplement[["SEQN", ANSWERS[name][0]]]
            elif name in ANSWERS:
                part = _columns(files, name, (ANSWERS[name][0],))
            else:
                part = _columns(files, name, columns)
            people = people.merge(part, on="SEQN", how="left", validate="1:1")
        cycles.append(people)
    every = dict.fromkeys(name for columns in COLUMNS.values() for name in columns)
    return pd.concat(cycles, ignore_index=True).reindex(columns=["SEQN", *every])


def _columns(
    files: Mapping[str, DataFile], name: str, columns: Sequence[str]
) -> pd.DataFrame:
    table = read_transport(files[name].path).rename(columns=RENAMED)
    wanted = ["SEQN", *(column for column in columns if column != FROM_2011)]
    absent = [column for column in wanted if column not in table]
    if absent:
        raise NhanesFileError(
            f"{files[name].path.name} has no column {', '.join(absent)}: it is not "
            "the file of that name that the CDC publishes. Download it again."
        )
    optional = [FROM_2011] if FROM_2011 in columns and FROM_2011 in table else []
    return table[[*wanted, *optional]]
