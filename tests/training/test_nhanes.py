"""NHANES is read by what its codes mean, with the design of the survey."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.training.invented_nhanes import NOT_KNOWN, person, write_nhanes
from tests.training.transport import write_transport
from training.cleaning import drop
from training.cohorts import nhanes
from training.cohorts.nhanes_files import ANSWERS
from training.cohorts.nhanes_meaning import clinical
from training.data_directory import DataMissingError
from training.undiagnosed_diabetes import INPUTS


def meaning(**answers: float) -> pd.DataFrame:
    """What the answers of one person mean, beside a healthy one of the same cycle."""
    return clinical(pd.DataFrame([person(**answers), person()]))


@pytest.mark.parametrize(
    ("answers", "variable", "expected"),
    [
        ({"RIAGENDR": 1}, "sex", 1),
        ({"RIAGENDR": 2}, "sex", 0),
        ({"BPQ020": 1, "BPQ040A": 1, "BPQ050A": 1}, "antihypertensive_drug", 1),
        ({"BPQ020": 1, "BPQ040A": 1, "BPQ050A": 2}, "antihypertensive_drug", 0),
        ({"BPQ020": 1, "BPQ040A": 2}, "antihypertensive_drug", 0),
        ({"BPQ020": 2}, "antihypertensive_drug", 0),
        ({"BPQ020": 1, "BPQ040A": 1, "BPQ050A": 9}, "antihypertensive_drug", None),
        ({"BPQ020": 1}, "hypertension", 1),
        ({"BPQ020": 9}, "hypertension", None),
        ({"MCQ300C": 1}, "family_history_diabetes", 2),
        ({"MCQ300C": 2}, "family_history_diabetes", 0),
        ({"MCQ300C": 7}, "family_history_diabetes", None),
        ({"MCQ300C": 9}, "family_history_diabetes", None),
        ({"SMQ020": 2}, "smoking", 0),
        ({"SMQ020": 1, "SMQ040": 3}, "smoking", 1),
        ({"SMQ020": 1, "SMQ040": 2}, "smoking", 2),
        ({"SMQ020": 1, "SMQ040": 1}, "smoking", 2),
        ({"SMQ020": 1, "SMQ040": 9}, "smoking", None),
        ({"SMQ020": 7}, "smoking", None),
        ({"DIQ160": 1}, "high_glucose_ever", 1),
        ({"DIQ160": 2}, "high_glucose_ever", 0),
        ({"DIQ160": 9}, "high_glucose_ever", None),
        ({"DIQ010": 3, "DIQ160": NOT_KNOWN}, "high_glucose_ever", 1),
        ({"BPXDI1": 0, "BPXDI2": 60, "BPXDI3": 80}, "diastolic_bp", 70),
        ({"BPXSY1": 140, "BPXSY2": 130, "BPXSY3": NOT_KNOWN}, "systolic_bp", 135),
        ({"LBXTR": 177.14, "LBXSTR": 300}, "triglycerides", 2),
        ({"LBXTR": NOT_KNOWN, "LBXSTR": 88.57}, "triglycerides", 1),
        ({"LBXTR": 177.14, "WTSAF2YR": 0, "LBXSTR": 88.57}, "triglycerides", 1),
        ({"LBDHDD": 38.67}, "hdl_cholesterol", 1),
        ({"LBXSCR": 1}, "creatinine", 88.4),
        ({"LBXGLU": 108.096}, "fasting_glucose", 6),
        ({"LBXGLU": 108.096, "WTSAF2YR": 0}, "fasting_glucose", None),
        ({"PAQ605": 1, "PAQ610": 5, "PAD615": 30}, "physically_active", 1),
        ({"PAQ665": 1, "PAQ670": 5, "PAD675": 29}, "physically_active", 0),
        ({"PAQ665": 1, "PAQ670": 99, "PAD675": 60}, "physically_active", None),
        ({"PAQ620": 1, "PAQ625": 5, "PAD630": 9999}, "physically_active", None),
        ({"DMDEDUC2": 5}, "education", 3),
        ({"DMDEDUC2": 9}, "education", None),
        ({"RIDRETH1": 5, "RIDRETH3": 6}, "ancestry", None),
        ({"RIDRETH1": 4, "RIDRETH3": 4}, "ancestry", 3),
    ],
)
def test_an_answer_becomes_what_it_means_and_an_unknown_one_nothing(
    answers: dict[str, float], variable: str, expected: float | None
) -> None:
    found = meaning(**answers)[variable][0]

    if expected is None:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"LBXGH": 6.4, "LBXGLU": 125}, 0),
        ({"LBXGH": 6.5, "LBXGLU": 90}, 1),
        ({"LBXGH": 5.0, "LBXGLU": 126}, 1),
        ({"LBXGH": 5.0, "LBXGLU": 125.9}, 0),
        ({"LBXGH": 5.0, "LBXGLU": 300, "WTSAF2YR": 0}, None),
        ({"LBXGH": 5.0, "LBXGLU": NOT_KNOWN}, None),
    ],
    ids=str,
)
def test_the_outcome_is_looked_for_in_both_ways_or_not_known(
    answers: dict[str, float], expected: float | None
) -> None:
    """Half of the people were not asked to fast: HbA1c alone would miss their cases."""
    found = meaning(**answers)["outcome"][0]

    assert math.isnan(found) if expected is None else found == expected


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"RIDSTATR": 1}, "interviewed, not examined"),
        ({"RIDAGEYR": 19}, "younger than 20 years"),
        ({"LBXGH": NOT_KNOWN}, "HbA1c not measured"),
        ({"LBXGLU": NOT_KNOWN}, "glucose not measured fasting"),
        ({"WTSAF2YR": 0}, "glucose not measured fasting"),
        ({"DIQ010": 1}, "diagnosed diabetes"),
        ({"DIQ010": 9}, "diabetes: not known or no answer"),
        ({"DIQ010": NOT_KNOWN}, "diabetes: not known or no answer"),
        ({"DIQ050": 1}, "takes insulin or tablets for glucose"),
        ({"DIQ070": 1}, "takes insulin or tablets for glucose"),
        ({"RIDEXPRG": 1}, "pregnant"),
    ],
    ids=str,
)
def test_people_outside_the_question_are_dropped_and_counted(
    answers: dict[str, float], reason: str
) -> None:
    left, steps = drop(meaning(**answers), nhanes.EXCLUSIONS)

    assert len(left) == 1
    assert [(s.reason, s.action, s.count) for s in steps] == [(reason, "dropped", 1)]


def test_tablets_are_found_under_the_name_each_cycle_has_for_them(
    tmp_path: Path,
) -> None:
    treated = [person(), person(DIQ070=1)]
    write_nhanes(tmp_path, {"D": treated, "E": treated, "J": treated})

    cohort = nhanes.read(tmp_path, INPUTS)

    assert cohort.people == 7
    assert [(s.reason, s.count) for s in cohort.cleaning] == [
        ("takes insulin or tablets for glucose", 3)
    ]


def test_where_the_question_is_not_to_be_had_nobody_was_told(tmp_path: Path) -> None:
    write_nhanes(tmp_path, {"H": [person(), person(DIQ010=3, DIQ160=NOT_KNOWN)]})

    cohort = nhanes.read(tmp_path, INPUTS)

    of_2013 = cohort.groups["cycle"] == "2013-2014"
    told = cohort.value("high_glucose_ever")
    assert of_2013.sum() == 2
    assert np.isnan(told[of_2013]).all()
    assert (told[~of_2013] == 0).all()


def test_activity_is_not_known_where_it_was_asked_otherwise(tmp_path: Path) -> None:
    write_nhanes(tmp_path, {})

    cohort = nhanes.read(tmp_path, INPUTS)

    known = ~np.isnan(cohort.value("physically_active"))
    assert cohort.groups["cycle"][known].tolist() == [
        *("2007-2008", "2009-2010", "2011-2012", "2017-2018")
    ]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"RIDRETH1": 5, "RIDRETH3": NOT_KNOWN}, "asian_or_other"),
        ({"RIDRETH1": 1, "RIDRETH3": NOT_KNOWN}, "mexican_american"),
        ({"RIDRETH1": 5, "RIDRETH3": 6}, "asian"),
        ({"RIDRETH1": 5, "RIDRETH3": 7}, "other"),
        ({"RIDRETH1": 2, "RIDRETH3": 2}, "other_hispanic"),
    ],
)
def test_asian_is_a_group_of_its_own_only_where_it_was_asked(
    answers: dict[str, float], expected: str
) -> None:
    assert meaning(**answers)["group"][0] == expected


def test_the_design_of_the_survey_is_kept(tmp_path: Path) -> None:
    units = [
        person(SDMVSTRA=1, SDMVPSU=1, WTSAF2YR=10_000),
        person(SDMVSTRA=1, SDMVPSU=2, WTSAF2YR=30_000),
        person(SDMVSTRA=2, SDMVPSU=1, WTSAF2YR=20_000),
        person(SDMVSTRA=2, SDMVPSU=1, WTSAF2YR=20_000),
    ]
    write_nhanes(tmp_path, {"I": units, "J": units})

    cohort = nhanes.read(tmp_path, INPUTS)

    assert cohort.site.tolist() == [4, 5, 6, 7, 8, 9, 9, 9, 9, 10, 10, 10, 10]
    assert cohort.cluster.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 10]
    assert cohort.weight.mean() == pytest.approx(1)
    assert cohort.weight[6] == pytest.approx(3 * cohort.weight[5])
    assert (cohort.years == 0).all()
    assert not cohort.censored


def test_no_glucose_value_is_an_input() -> None:
    assert not {"fasting_glucose", "random_glucose", "ogtt_2h", "hba1c"} & set(INPUTS)


def test_the_supplement_and_the_files_it_stands_for_are_the_same_people(
    tmp_path: Path,
) -> None:
    people = {"D": [person(MCQ300C=1), person(MCQ300C=9)], "H": [person(DIQ010=3)]}
    write_nhanes(tmp_path / "a", people, supplement=True)
    write_nhanes(tmp_path / "b", people, supplement=False)

    one = nhanes.read(tmp_path / "a", INPUTS)
    other = nhanes.read(tmp_path / "b", INPUTS)

    np.testing.assert_array_equal(one.x, other.x)
    assert len(other.files) == len(one.files) + len(ANSWERS) - 1


def test_a_file_that_is_not_there_is_named_and_where_to_get_it(tmp_path: Path) -> None:
    write_nhanes(tmp_path, {})
    (tmp_path / "nhanes" / "GHB_F.XPT").unlink()

    with pytest.raises(DataMissingError, match=r"GHB_F\.XPT.*wwwn\.cdc\.gov"):
        nhanes.read(tmp_path, INPUTS)


def test_a_file_without_a_column_is_named(tmp_path: Path) -> None:
    write_nhanes(tmp_path, {})
    write_transport(tmp_path / "nhanes" / "GHB_F.XPT", {"SEQN": [1]})

    with pytest.raises(nhanes.NhanesFileError, match=r"GHB_F\.XPT has no column LBXGH"):
        nhanes.read(tmp_path, INPUTS)
