"""CSV as hospitals have it: forgiving of habits, never of lost values."""

import csv
import io
from pathlib import Path

import pytest

from service.clinical.language import Text
from service.clinical.patient import InvalidPatientError, Notice
from service.clinical.reading import read_patient
from service.intake.rows import Row
from service.intake.spreadsheet import read_spreadsheet
from tests.unit.intake.sheet import one, patient, read

EXPECTED = {"age": 54.0, "sex": "female", "fasting_glucose": 5.6}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("age,sex,fasting_glucose\n54,female,5.6\n", id="commas"),
        pytest.param("age;sex;fasting_glucose\n54;female;5,6\n", id="semicolons"),
        pytest.param("age\tsex\tfasting_glucose\n54\tfemale\t5.6\n", id="tabs"),
        pytest.param('age,sex,fasting_glucose\n54,female,"5,6"\n', id="quotes"),
        pytest.param("age,sex,fasting_glucose\n54,female,5.6", id="no last newline"),
        pytest.param("age,sex,fasting_glucose\r\n54,female,5.6\r\n", id="of Windows"),
        pytest.param("age,sex,fasting_glucose\r54,female,5.6\r", id="of an old Mac"),
        pytest.param(" Age , SEX ,Fasting_Glucose\n 54 , Nữ , 5.6 \n", id="spaces"),
        pytest.param("sex,fasting_glucose,age\nfemale,5.6,54\n", id="another order"),
        pytest.param("age;sex;fasting_glucose\n54;nữ;5,6", id="words"),
    ],
)
def test_the_same_patient_however_the_spreadsheet_writes_it(text: str) -> None:
    (row,) = read(text)

    assert row.error is None
    assert row.content == {"patient": EXPECTED}


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """Excel's "CSV UTF-8" begins with one."""
    path = tmp_path / "patients.csv"
    path.write_text("age;sex\n54;nữ\n", encoding="utf-8-sig")

    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = read_spreadsheet(file)

    assert row.content == {"patient": {"age": 54.0, "sex": "female"}}


class TestNumbers:
    """Decimal marks, and what stands beside a number."""

    @pytest.mark.parametrize(
        ("cell", "number"),
        [
            ("5.6", 5.6),
            ("5,6", 5.6),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1.234.567,8", 1234567.8),
            ("+5.6", 5.6),
            ("-1", -1.0),
            (".5", 0.5),
            ("54", 54.0),
        ],
    )
    def test_the_last_mark_is_the_decimal_one(self, cell: str, number: float) -> None:
        assert one("alt", cell) == number

    @pytest.mark.parametrize("cell", ["1.2.3", "1,2,3", "<5", "~5.6", "high", "inf"])
    def test_what_is_no_number_stays_as_it_stands_and_is_refused(
        self, cell: str
    ) -> None:
        (row,) = read(f'age,sex,alt\n54,male,"{cell}"\n')
        assert isinstance(row.content, dict)

        assert row.content["patient"]["alt"] == cell
        assert row.notices == ()
        with pytest.raises(InvalidPatientError, match=r"^/alt wrong_type$"):
            read_patient(row.content["patient"])

    def test_a_decimal_comma_is_told(self) -> None:
        (row,) = read("age;fasting_glucose\n54;5,6\n")

        assert row.notices == (
            Notice(
                "fasting_glucose",
                "decimal_comma",
                Text(
                    "Fasting glucose: 5,6 was read as 5.6.",
                    "Đường huyết lúc đói: đã hiểu 5,6 là 5.6.",
                ),
            ),
        )

    def test_a_decimal_point_needs_no_telling(self) -> None:
        (row,) = read("age,fasting_glucose\n54,5.6\n")

        assert row.notices == ()

    @pytest.mark.parametrize("cell", ["", " ", "-", "?", "NA", "n/a", "NaN", "null"])
    def test_an_empty_cell_is_not_measured(self, cell: str) -> None:
        values = patient("age,sex,alt,smoking,hypertension", f"54,male,{cell},{cell},")

        assert values["alt"] is values["smoking"] is values["hypertension"] is None
        assert set(read_patient(values).measurements) == {"age", "sex"}

    def test_a_row_that_ends_early_has_no_more_values(self) -> None:
        assert patient("age,sex,alt", "54,male") == {"age": 54.0, "sex": "male"}


class TestUnits:
    """A unit in the heading or behind the number."""

    @pytest.mark.parametrize(
        "heading",
        [
            "fasting_glucose [mg/dL]",
            "fasting_glucose (mg/dL)",
            "fasting_glucose[mg/dL]",
            " Fasting_Glucose ( mg/dL ) ",
        ],
    )
    def test_a_unit_in_the_heading_is_that_of_its_column(self, heading: str) -> None:
        assert one(heading, "106") == {"value": 106.0, "unit": "mg/dL"}

    @pytest.mark.parametrize("cell", ["106 mg/dL", "106mg/dL", " 106  mg/dL "])
    def test_a_unit_behind_the_number_is_its_own(self, cell: str) -> None:
        assert one("fasting_glucose", cell) == {"value": 106.0, "unit": "mg/dL"}

    def test_the_cell_knows_better_than_the_heading(self) -> None:
        value = one("fasting_glucose [mg/dL]", "5,9 mmol/L")

        assert value == {"value": 5.9, "unit": "mmol/L"}

    def test_an_empty_cell_below_a_unit_is_not_measured(self) -> None:
        values = patient("age,fasting_glucose [mg/dL]", "54,")

        assert values["fasting_glucose"] is None

    def test_percent_and_annotated_units_are_units(self) -> None:
        assert one("hba1c", "6,5 %") == {"value": 6.5, "unit": "%"}
        assert one("urea [mg{BUN}/dL]", "14") == {"value": 14.0, "unit": "mg{BUN}/dL"}

    @pytest.mark.parametrize("cell", ["5.6*", "5.6 H", "5.6 mg/L", "5-6", "5.6 7"])
    def test_what_is_no_unit_is_refused_and_not_dropped(self, cell: str) -> None:
        values = patient("age,sex,fasting_glucose", f"54,male,{cell}")

        with pytest.raises(InvalidPatientError, match="unknown_unit"):
            read_patient(values)


class TestRows:
    """Which cell belongs to which patient and which variable."""

    def test_rows_are_numbered_as_they_stand_below_the_heading(self) -> None:
        rows = read("age,sex\n54,male\n\n,\n45,male\n")

        assert [row.number for row in rows] == [1, 4]

    def test_an_id_is_returned_beside_the_patient(self) -> None:
        first, second = read("ID,age\n A-17 ,54\n,45\n")

        assert first.content == {"id": "A-17", "patient": {"age": 54.0}}
        assert second.content == {"id": None, "patient": {"age": 45.0}}

    def test_more_cells_than_headings_are_refused_and_the_rest_go_on(self) -> None:
        """An unquoted decimal comma shifts every later value by one column."""
        first, second = read("age,fasting_glucose,alt\n54,5,6,24\n45,5.6,24\n")

        assert first == Row(1, error="4 values for 3 headings.")
        assert second.error is None

    def test_a_column_that_is_no_variable_is_refused_in_every_row(self) -> None:
        values = patient("age,sex,Shoe size", "54,male,38")

        with pytest.raises(InvalidPatientError, match=r"^/Shoe size unknown_field$"):
            read_patient(values)

    @pytest.mark.parametrize(
        "heading",
        [
            "age,fasting_glucose,fasting_glucose",
            "age,fasting_glucose,Fasting_Glucose [mg/dL]",
        ],
    )
    def test_a_heading_that_appears_twice_is_refused_in_every_row(
        self, heading: str
    ) -> None:
        """One of the two values would be dropped, and nobody said which."""
        rows = read(f"{heading}\n54,5.6,101\n45,5.2,94\n")

        assert [row.number for row in rows] == [1, 2]
        assert all(
            row.error == "Headings appear more than once: fasting_glucose."
            for row in rows
        )

    @pytest.mark.parametrize("limit", [131_072, 10**9], ids=["as it is", "lifted"])
    def test_a_quote_that_is_never_closed_is_an_error_and_no_crash(
        self, limit: int
    ) -> None:
        """Any library may lift the csv module's limit for the whole process."""
        before = csv.field_size_limit(limit)
        try:
            rows = read('age\n54\n"' + "x" * 200_000 + "\n45\n")
        finally:
            csv.field_size_limit(before)

        assert rows[0].content == {"patient": {"age": 54.0}}
        assert rows[1].error is not None

    @pytest.mark.parametrize("text", ["", "\n", "age,sex\n", "age,sex\n\n\n"])
    def test_a_file_without_patients_has_no_rows(self, text: str) -> None:
        assert read(text) == []

    def test_an_empty_heading_is_told_in_every_row(self) -> None:
        assert read("\n54,male\n") == [Row(1, error="2 values for 0 headings.")]


def test_a_separator_at_the_end_of_every_line_makes_no_column() -> None:
    (row,) = read_spreadsheet(io.StringIO("age;sex;;\n54;female;;\n"))

    assert row.error is None
    assert row.content == {"patient": {"age": 54.0, "sex": "female"}}


@pytest.mark.parametrize("written", ["1.234", '"1,234"', "1,2.3"])
def test_what_may_be_a_thousand_or_one_is_left_to_the_sender(written: str) -> None:
    assert one("alt", written.strip('"')) == written.strip('"')


def test_three_decimals_are_read_where_a_thousand_is_impossible() -> None:
    assert one("fasting_glucose", "5.884") == 5.884
    assert one("fasting_glucose", "5,884") == 5.884
