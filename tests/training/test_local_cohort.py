"""A hospital's own file is understood as the service would, or refused by its key."""

from pathlib import Path

import numpy as np
import pytest

from training.cohorts import local, synthetic_hospital
from training.cohorts.layout import Layout
from training.cohorts.local_people import LocalPeople, read_people
from training.cohorts.local_table import LocalFileError
from training.cohorts.refusals import RefusedColumnError

INPUTS = ("age", "sex", "bmi", "systolic_bp", "fasting_glucose", "smoking")
PEOPLE = 1200


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("example")
    synthetic_hospital.write(directory, PEOPLE, seed=1)
    return directory


def read(
    tmp_path: Path, text: str, layout: Layout | None = None, name: str = "local.csv"
) -> LocalPeople:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_people(path, INPUTS, layout or Layout())


def test_the_invented_hospital_is_read_as_it_was_drawn(example: Path) -> None:
    """Decimal commas, codes, months, and a clinic that measures glucose in mg/dL."""
    truth = synthetic_hospital.followed(PEOPLE, np.random.default_rng(1))
    source = local.source(example / "hospital.toml")

    cohort = source.read(None, source.definition.inputs)

    assert cohort.people == PEOPLE
    assert cohort.events == truth["outcome"].sum()
    assert len(np.unique(cohort.site)) == synthetic_hospital.CLINICS
    np.testing.assert_allclose(cohort.years, truth["years"], atol=1 / 24 + 1e-9)
    np.testing.assert_array_equal(cohort.value("sex"), truth["male"])
    for name in ("bmi", "fasting_glucose", "triglycerides"):
        read = cohort.value(name)
        known = ~np.isnan(read)
        assert 0.7 < known.mean() <= 1
        # 1 mg/dL is 0.056 mmol/L: no more was lost by rounding.
        np.testing.assert_allclose(read[known], truth[name][known], atol=0.03)


def test_a_value_the_service_refuses_is_blanked_and_named_by_row_alone(
    tmp_path: Path,
) -> None:
    people = read(
        tmp_path,
        "age,sex,fasting_glucose,alt,outcome,years\n"
        "54,female,5.1,20,0,3\n"
        "61,male,77,21,1,4\n"
        '47,nam,"5,6",22 U/L,0,5\n',
    )

    np.testing.assert_allclose(
        people.cohort.value("fasting_glucose"), [5.1, np.nan, 5.6], atol=1e-6
    )
    assert local.reading_lines(people) == [
        "- fasting_glucose: implausible in row 2",
        "- not known of anybody: bmi, systolic_bp, smoking",
    ]
    np.testing.assert_array_equal(people.cohort.value("alt"), [20, 21, 22])


def test_units_come_from_the_heading_the_cell_a_column_beside_or_the_layout(
    tmp_path: Path,
) -> None:
    rest = "outcome,years\n"
    texts = {
        "heading": f"age,sex,fasting_glucose [mg/dL],{rest}50,nam,90,0,3\n",
        "cell": f"age,sex,fasting_glucose,{rest}50,nam,90 mg/dL,0,3\n",
        "beside": (
            f"age,sex,fasting_glucose,fasting_glucose_unit,{rest}50,nam,90,mg/dL,0,3\n"
        ),
        "layout": f"age,sex,fasting_glucose,{rest}50,nam,90,0,3\n",
    }
    layout = Layout(units={"fasting_glucose": "mg/dL"})

    for way, text in texts.items():
        people = read(tmp_path, text, layout if way == "layout" else None)
        glucose = people.cohort.value("fasting_glucose")
        np.testing.assert_allclose(glucose, [4.9956], atol=1e-4)
        assert "fasting_glucose_unit" not in people.unread


def test_a_column_in_another_unit_stops_the_reading(tmp_path: Path) -> None:
    rows = "".join(f"5{i},male,9{i},0,3\n" for i in range(8))

    with pytest.raises(RefusedColumnError) as refused:
        read(tmp_path, "age,sex,fasting_glucose,outcome,years\n" + rows)

    assert "fasting_glucose: 8 of 8 values are refused as implausible" in str(
        refused.value
    )
    assert "rows 1, 2, 3, 4, 5 and 3 more" in str(refused.value)
    assert "[data.units]" in str(refused.value)


def test_people_whom_the_service_would_not_score_are_left_out_and_counted(
    tmp_path: Path,
) -> None:
    people = read(
        tmp_path,
        "age,sex,systolic_bp,diastolic_bp,hba1c,pregnant,outcome,years\n"
        "54,female,120,80,,,0,3\n"
        "19,female,120,80,,,0,3\n"  # too young
        "54,female,120,80,6.6,,0,3\n"  # has diabetes
        "30,female,120,80,,x,0,3\n"
        "54,female,80,120,,,0,3\n"  # pressures swapped
        ",female,120,80,,,0,3\n"
        "54,female,120,80,,,,3\n"
        "54,female,120,80,,,0,\n",
    )

    assert people.cohort.people == 1
    assert {
        (step.variable, step.reason): step.count for step in people.cohort.cleaning
    } == {
        ("diastolic_bp", "refused as contradiction"): 1,
        ("eligibility", "under_20"): 1,
        ("eligibility", "diagnostic_value"): 1,
        ("eligibility", "pregnant"): 1,
        ("row", "no readable age and sex, or contradictory values"): 2,
        ("outcome", "no outcome recorded"): 1,
        ("years", "no follow-up time"): 1,
    }


def test_the_test_that_found_the_present_state_leaves_nobody_out(
    tmp_path: Path,
) -> None:
    text = "age,sex,bmi,hba1c,outcome\n54,female,24,7.1,1\n50,male,22,5.2,0\n"
    path = tmp_path / "now.csv"
    path.write_text(text)

    people = read_people(path, ("age", "sex", "bmi"), Layout(seen="now"))

    assert people.cohort.people == 2
    assert people.cohort.events == 1
    assert people.cohort.years.tolist() == [0, 0]
    assert people.unread == ("hba1c",)


@pytest.mark.parametrize(
    ("text", "layout", "message"),
    [
        pytest.param(
            "age,sex,years\n50,male,3\n", {}, "data.outcome: no column outcome",
            id="no outcome",
        ),
        pytest.param(
            "age,sex,outcome,years\n50,male,maybe,3\n", {},
            "data.outcome: 1 cells cannot be read, first in row 1", id="outcome",
        ),
        pytest.param(
            "age,sex,outcome,years\n50,male,1,long\n", {},
            "data.years: 1 cells cannot be read, first in row 1", id="years",
        ),
        pytest.param(
            "age,sex,outcome,years\n50,male,1,3\n", {"columns": {"bmi": "chi so"}},
            "data.columns.bmi: no column chi so", id="declared column",
        ),
        pytest.param(
            "age,sex,alt,ALT [U/L],outcome,years\n50,male,9,9,1,3\n", {},
            "alt: the columns alt and ALT [U/L] could both be it", id="two columns",
        ),
        pytest.param(
            "age,sex,outcome,years\n50,male,,3\n", {}, "of 1 rows nobody is left",
            id="nobody",
        ),
        pytest.param(
            "age,sex,outcome,years\n50,male,1,3,4,5\n9\n,,,,,,,\n", {},
            "cannot be read as a table", id="no table",
        ),
        pytest.param(
            "age,sex,outcome,years\n", {}, "local.csv: there is no row below its",
            id="headings alone",
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_followed_is_refused(
    tmp_path: Path, text: str, layout: dict[str, dict[str, str]], message: str
) -> None:
    with pytest.raises(LocalFileError) as refused:
        read(tmp_path, text, Layout(**layout))

    assert message in str(refused.value)
