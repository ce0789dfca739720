"""Both published forms of the cohort are read, by meaning and without guessing."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.training.synthetic import (
    as_csv,
    as_nagala,
    as_read,
    as_workbook,
    people,
    with_outcomes,
)
from training import data_directory
from training.cohorts import nagala, rich_healthcare
from training.data_directory import DataMissingError, default_directory
from training.headings import HeadingError, match, normalise
from training.incident_diabetes import INPUTS


@pytest.fixture
def table() -> pd.DataFrame:
    return with_outcomes(people(50, seed=1), seed=2)


def test_the_csv_and_the_workbook_of_the_same_people_are_the_same_cohort(
    table: pd.DataFrame, tmp_path: Path
) -> None:
    for name in ("csv", "xlsx"):
        (tmp_path / name).mkdir()
    as_csv(table).to_csv(tmp_path / "csv" / "rich-healthcare-2018.csv", index=False)
    as_workbook(table).to_excel(
        tmp_path / "xlsx" / "RC Health Care Data-20180820.xlsx", index=False
    )

    from_csv = rich_healthcare.read(tmp_path / "csv", INPUTS)
    from_workbook = rich_healthcare.read(tmp_path / "xlsx", INPUTS)

    np.testing.assert_array_equal(from_csv.x, as_read(table, INPUTS))
    np.testing.assert_array_equal(from_workbook.x, from_csv.x)
    np.testing.assert_array_equal(from_workbook.outcome, table["outcome"])
    np.testing.assert_allclose(from_workbook.years, from_csv.years)
    np.testing.assert_array_equal(from_workbook.site, table["site"])


def test_a_file_one_folder_down_is_found_and_hashed(
    table: pd.DataFrame, tmp_path: Path
) -> None:
    (tmp_path / "download").mkdir()
    as_csv(table).to_csv(tmp_path / "download" / "rich-healthcare.csv", index=False)

    (file,) = rich_healthcare.read(tmp_path, INPUTS).files

    assert file.path.name == "rich-healthcare.csv"
    assert len(file.sha256) == 64


@pytest.mark.parametrize("women", [0, 2], ids=["as filed", "as the heading says"])
def test_japanese_women_are_women_however_they_are_coded(
    women: int, table: pd.DataFrame, tmp_path: Path
) -> None:
    file = as_nagala(table, seed=3)
    file.iloc[:, 0] = file.iloc[:, 0].replace(0, women)
    file.to_csv(tmp_path / "nagala.csv", index=False)

    cohort = nagala.read(tmp_path, INPUTS)

    np.testing.assert_array_equal(cohort.x[:, INPUTS.index("sex")], table["sex"])
    assert np.isnan(cohort.x[:, INPUTS.index("family_history_diabetes")]).all()
    hba1c = cohort.x[:, INPUTS.index("hba1c")]
    np.testing.assert_array_equal(hba1c, table["hba1c"].to_numpy(np.float32))
    np.testing.assert_allclose(cohort.years, file["Follow up duration, days"] / 365.25)


def test_an_undocumented_code_is_blanked_and_counted(
    table: pd.DataFrame, tmp_path: Path
) -> None:
    file = as_csv(table)
    file.loc[:2, "history"] = 9
    file.to_csv(tmp_path / "rich-healthcare.csv", index=False)

    cohort = rich_healthcare.read(tmp_path, INPUTS)

    step = cohort.cleaning[0]
    variable = "family_history_diabetes"
    assert (step.variable, step.action, step.count) == (variable, "blanked", 3)
    assert np.isnan(cohort.x[:3, INPUTS.index(variable)]).all()
    assert not np.isnan(cohort.x[3:, INPUTS.index(variable)]).any()


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("FPG (mmol/L)", "fpg"),
        (
            "Diabetes diagnosed during followup（1,Yes)",
            "diabetesdiagnosedduringfollowup",
        ),
        ("ＳＢＰ（mmHg）", "sbp"),
        ("yr_f", "yrf"),
        ("smoking status(1,current smoker;2, ever smoker", "smokingstatus"),
    ],
)
def test_a_heading_is_its_words(heading: str, expected: str) -> None:
    assert normalise(heading) == expected


def test_a_missing_column_is_named_with_what_was_expected_and_found() -> None:
    with pytest.raises(HeadingError, match=r"No column for alt: .*ALT.*has Age, BMI"):
        match(["Age", "BMI"], {"alt": ("ALT",)})


def test_two_columns_for_one_meaning_are_not_guessed_between() -> None:
    with pytest.raises(HeadingError, match=r"could be alt: ALT\(U/L\), alt"):
        match(["ALT(U/L)", "alt"], {"alt": ("ALT",)})


def test_the_glucose_of_the_final_visit_is_never_taken_for_the_baseline() -> None:
    with pytest.raises(HeadingError, match="No column for fasting_glucose"):
        match(
            ["FPG_final", "FPG of final visit (mmol/L)"],
            {"fasting_glucose": rich_healthcare.HEADINGS["fasting_glucose"]},
        )


def test_absent_data_says_which_file_and_where_it_is_published(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match=r"RC Health.*dryad\.ft8750v.*--data"):
        rich_healthcare.read(tmp_path, INPUTS)


def test_two_files_that_could_be_the_cohort_are_not_guessed_between(
    tmp_path: Path,
) -> None:
    for name in ("rich-healthcare-1.csv", "rich-healthcare-2.csv"):
        (tmp_path / name).touch()

    with pytest.raises(DataMissingError, match="more than one file"):
        rich_healthcare.read(tmp_path, INPUTS)


def test_the_data_directory_can_be_named_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DIABETES_RISK_DATA", str(tmp_path))
    assert default_directory() == tmp_path

    monkeypatch.delenv("DIABETES_RISK_DATA")
    monkeypatch.setattr(data_directory, "BESIDE_THE_CHECKOUT", tmp_path / "absent")
    assert default_directory() is None


def test_a_decimal_comma_is_read_and_other_text_is_blanked_and_counted(
    table: pd.DataFrame, tmp_path: Path
) -> None:
    written = as_csv(table).astype({"FPG": object})
    written.loc[0, "FPG"] = "5,25"
    written.loc[1, "FPG"] = "haemolysed"
    written.to_csv(tmp_path / "rich-healthcare.csv", index=False)

    cohort = rich_healthcare.read(tmp_path, INPUTS)

    glucose = cohort.x[:, INPUTS.index("fasting_glucose")]
    assert glucose[0] == np.float32(5.25)
    assert np.isnan(glucose[1])
    (step,) = [s for s in cohort.cleaning if s.variable == "fasting_glucose"]
    assert (step.action, step.count, step.reason) == ("blanked", 1, "not a number")
