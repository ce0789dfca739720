"""The Malaysian file is read by its meaning, its errors are blanked and counted."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from training.cohorts import malaysia
from training.cohorts.malaysia import confirmed, read
from training.data_directory import DataMissingError, default_directory, find
from training.headings import HeadingError
from training.undiagnosed_diabetes import INPUTS

HEALTHY: dict[str, object] = {
    "age": 50,
    "hpt": "no",
    "smoking": "never smoked",
    "dmdx": "no",
    "height": 1.6,
    "weight": 64.0,
    "waist": 80,
    "hip": 95,
    "msbpr": 120,
    "mdbpr": 75,
    "hba1c": 5.4,
    "fbs": 5.1,
    "mogtt1h": 8.0,
    "mogtt2h": 6.0,
    "totchol": 5.0,
    "ftrigliz": 1.2,
    "hdl": 1.3,
    "ldl": 3.0,
    "gender": "female",
    "crural": "rural",
}


def people(directory: Path, *answers: dict[str, object]) -> Path:
    """A directory with these people, each healthy but for what is given."""
    table = pd.DataFrame([{**HEALTHY, **given} for given in answers])
    table.to_csv(directory / "metabolic_syndrome.csv", index=False)
    return directory


@pytest.mark.parametrize(
    ("answers", "variable", "expected"),
    [
        ({}, "bmi", 25),
        ({}, "height", 160),
        ({"gender": "male"}, "sex", 1),
        ({"hpt": "yes"}, "hypertension", 1),
        ({"hpt": None}, "hypertension", None),
        ({"smoking": "quitted smoking"}, "smoking", 1),
        ({"smoking": "still smoking"}, "smoking", 2),
        ({"mdbpr": 81}, "diastolic_bp", 81),
        ({"hdl": 0.25}, "hdl_cholesterol", None),
        ({"hdl": 0.3}, "hdl_cholesterol", 0.3),
        ({"weight": 15.0}, "bmi", None),
        ({}, "high_glucose_ever", None),
        ({}, "ggt", None),
    ],
)
def test_an_answer_means_what_the_clinical_table_says(
    answers: dict[str, object], variable: str, expected: float | None, tmp_path: Path
) -> None:
    (value,) = read(people(tmp_path, answers), INPUTS).value(variable)

    assert np.isnan(value) if expected is None else value == pytest.approx(expected)


@pytest.mark.parametrize(
    ("tests", "either", "both"),
    [
        ({"fbs": 6.9, "hba1c": 6.4}, 0, 0),
        ({"fbs": 7.0, "hba1c": 6.4}, 1, 0),
        ({"fbs": 6.9, "hba1c": 6.5}, 1, 0),
        ({"fbs": 7.0, "hba1c": 6.5}, 1, 1),
    ],
)
def test_one_test_makes_the_outcome_and_both_confirm_it(
    tests: dict[str, object], either: int, both: int, tmp_path: Path
) -> None:
    cohort = read(people(tmp_path, tests), INPUTS)

    assert cohort.outcome.tolist() == [either]
    assert confirmed(cohort).tolist() == [both]


def test_who_is_not_scored_or_not_tested_is_left_out_and_counted(
    tmp_path: Path,
) -> None:
    directory = people(
        tmp_path,
        {"age": 19},
        {"dmdx": "yes"},
        {"hba1c": 0.2},
        {"fbs": None},
        {"crural": "urban"},
    )

    cohort = read(directory, INPUTS)

    assert cohort.people == 1
    assert cohort.groups["residence"].tolist() == ["urban"]
    assert [(step.variable, step.action) for step in cohort.cleaning] == [
        ("age", "dropped"),
        ("known_diabetes", "dropped"),
        ("hba1c", "blanked"),
        ("hba1c", "dropped"),
        ("fasting_glucose", "dropped"),
    ]


def test_everybody_is_a_unit_of_their_own_at_the_present(tmp_path: Path) -> None:
    cohort = read(people(tmp_path, {}, {"age": 60}), INPUTS)

    assert cohort.cluster.tolist() == [0, 1]
    assert (cohort.years == 0).all()
    assert not cohort.censored


def test_a_file_that_is_not_there_is_named_and_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match=r"metabolic.*drkamarul.*--data"):
        read(tmp_path, INPUTS)


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    pd.DataFrame([{"age": 50}]).to_csv(tmp_path / "metabolic-syndrome.csv", index=False)

    with pytest.raises(HeadingError, match="No column for sex"):
        read(tmp_path, INPUTS)


def test_the_real_file_is_cleaned_as_described() -> None:
    directory = default_directory()
    try:
        find(malaysia.PUBLISHED, directory)
    except DataMissingError as absent:
        pytest.skip(f"the real cohort is not here: {absent}")

    cohort = read(directory, INPUTS)

    assert (cohort.people, cohort.events) == (1746, 194)
    assert confirmed(cohort).sum() == 72
    assert [(step.variable, step.count) for step in cohort.cleaning] == [
        ("age", 49),
        ("known_diabetes", 224),
        ("hdl_cholesterol", 11),
        ("total_cholesterol", 1),
        ("bmi", 1),
        ("hba1c", 33),
        ("fasting_glucose", 95),
    ]
