"""The ranges that the service accepts are wide enough for what real people had."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from service.clinical.eligibility import ADULT_AGE
from service.clinical.variables import VARIABLES
from training.cohorts import malaysia, nagala, nhanes, rich_healthcare
from training.cohorts.nhanes_files import find_files
from training.cohorts.nhanes_meaning import clinical
from training.cohorts.table import read_columns
from training.data_directory import (
    DataMissingError,
    default_directory,
    find,
)

MOST_REFUSED = 0.001
# What the readers leave where it is, because no model uses it.
CHINESE = {
    "height": ("height",),
    "weight": ("weight",),
    "hdl_cholesterol": ("HDL",),
    "ldl_cholesterol": ("LDL",),
    "ast": ("AST",),
    "urea": ("BUN",),
    "creatinine": ("CCR",),
}
JAPANESE = {
    "weight": ("Baseline Body Weight, kg",),
    "hdl_cholesterol": ("Baseline HDL-cholesterol, mmol/L",),
    "ast": ("Baseline AST, IU/L",),
    "ggt": ("Baseline GGT, IU/L",),
}
AMERICAN = (
    *("age", "height", "weight", "bmi", "waist", "systolic_bp", "diastolic_bp"),
    *("fasting_glucose", "hba1c", "total_cholesterol", "hdl_cholesterol"),
    *("triglycerides", "alt", "ggt", "creatinine", "uric_acid"),
)
MALAYSIAN = {"ogtt_2h": "mogtt2h", "ldl_cholesterol": "ldl"}
ERRORS: Mapping[tuple[str, str], Callable[["pd.Series[float]"], "pd.Series[bool]"]] = {
    ("Malaysia", "hdl_cholesterol"): lambda hdl: hdl < malaysia.LEAST_HDL,
    ("Malaysia", "hba1c"): lambda hba1c: hba1c == 0.2,
    ("Malaysia", "ogtt_2h"): lambda glucose: glucose < 2,
}
"""Typing errors that are documented beside the data: no patient had these values."""


def _chinese(directory: Path | None) -> pd.DataFrame:
    path = find(rich_healthcare.PUBLISHED, directory).path
    return read_columns(path, {**rich_healthcare.HEADINGS, **CHINESE})[0]


def _japanese(directory: Path | None) -> pd.DataFrame:
    path = find(nagala.PUBLISHED, directory).path
    return read_columns(path, {**nagala.HEADINGS, **JAPANESE})[0]


def _malaysian(directory: Path | None) -> pd.DataFrame:
    raw = pd.read_csv(find(malaysia.PUBLISHED, directory).path)
    more = {name: raw[heading] for name, heading in MALAYSIAN.items()}
    return malaysia.clinical(raw).assign(**more)


def _american(directory: Path | None) -> pd.DataFrame:
    if directory is None:
        raise DataMissingError("there is no data directory")
    return clinical(nhanes.read_people(find_files(directory)))


@dataclass(frozen=True)
class Raw:
    """A cohort before anything is cleaned away, and what it measured."""

    read: Callable[[Path | None], pd.DataFrame]
    names: tuple[str, ...]

    @property
    def quantities(self) -> list[str]:
        return [
            name
            for name in self.names
            if name in VARIABLES and VARIABLES[name].kind == "quantity"
        ]


COHORTS = {
    "China": Raw(_chinese, (*rich_healthcare.HEADINGS, *CHINESE)),
    "Japan": Raw(_japanese, (*nagala.HEADINGS, *JAPANESE)),
    "Malaysia": Raw(_malaysian, (*malaysia.HEADINGS, *MALAYSIAN)),
    "United States": Raw(_american, AMERICAN),
}


@cache
def adults(cohort: str) -> pd.DataFrame:
    """Everybody of an age that the service scores, nothing cleaned away."""
    try:
        table = COHORTS[cohort].read(default_directory())
    except DataMissingError as absent:
        pytest.skip(f"the real cohort is not here: {absent}")
    return table[table["age"] >= ADULT_AGE]


def values(cohort: str, name: str) -> "pd.Series[float]":
    """What was measured of a variable; a zero says that it was not."""
    known = adults(cohort)[name].dropna()
    known = known[known != 0]
    if (cohort, name) in ERRORS:
        known = known[~ERRORS[cohort, name](known)]
    return known


def measured() -> list[object]:
    return [
        pytest.param(
            cohort,
            name,
            id=f"{cohort}, {name}",
        )
        for cohort, raw in COHORTS.items()
        for name in raw.quantities
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("cohort", "name"), measured())
def test_next_to_nothing_that_real_people_had_is_refused(
    cohort: str, name: str
) -> None:
    variable, known = VARIABLES[name], values(cohort, name)

    refused = known[~known.map(variable.is_plausible)]

    assert len(known) > 1000
    assert len(refused) <= MOST_REFUSED * len(known), (
        f"{len(refused)} of {len(known):,}: {sorted(set(refused))}"
    )


@pytest.mark.slow
@pytest.mark.parametrize(("cohort", "name"), ERRORS)
def test_a_documented_error_is_there_and_is_rare(cohort: str, name: str) -> None:
    known = adults(cohort)[name].dropna()

    errors = ERRORS[cohort, name](known)

    assert 0 < errors.sum() < 0.02 * len(known)
