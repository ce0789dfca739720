"""Which of several values counts, how old one may be, and what cannot be together."""

from datetime import date

import pytest

from tests.unit.intake.fhir.records import (
    condition,
    ignored,
    notices,
    observation,
    pressure,
    record,
    values,
)

ICD10 = "http://hl7.org/fhir/sid/icd-10"


def hba1c(value: float, on: str | None, **elements: object) -> dict[str, object]:
    return observation("4548-4", value, "%", on=on, **elements)


def test_the_latest_value_counts_and_older_ones_lose_in_silence() -> None:
    found = record(hba1c(5.4, "2026-03-01"), hba1c(5.9, "2026-09-01"))

    assert values(found) == {"hba1c": 5.9}
    assert found.as_of == date(2026, 9, 1)
    assert (ignored(found), notices(found)) == ([], [])


def test_a_value_that_cannot_be_used_gives_way_to_the_next_older_and_is_told() -> None:
    found = record(
        observation("4548-4", 54, "%", on="2026-10-01"),
        hba1c(9.9, "2026-09-01", status="cancelled"),
        hba1c(5.4, "2026-08-01"),
        observation("4548-4", 5.5, "g/L", on="2026-07-01"),
    )

    assert values(found) == {"hba1c": 5.4}
    assert sorted(ignored(found)) == [
        ("hba1c", "entered_in_error"),
        ("hba1c", "implausible"),
    ]


@pytest.mark.parametrize(
    ("on", "used"),
    [("2025-11-23", True), ("2025-11-22", True), ("2025-11-21", False)],
)
def test_a_value_counts_until_its_limit(on: str, *, used: bool) -> None:
    """The limit is a year of 365.25 days."""
    found = record(hba1c(5.4, on))

    assert bool(values(found)) is used
    assert ignored(found) == ([] if used else [("hba1c", "too_old")])


def test_only_the_latest_of_values_that_are_too_old_is_told() -> None:
    found = record(*(hba1c(5.4, f"{year}-01-01") for year in range(2000, 2025)))

    assert [(one.code, one.on) for one in found.ignored] == [
        ("too_old", date(2024, 1, 1))
    ]
    assert found.ignored[0].text.vi == (
        "HbA1c: kết quả gần nhất ngày 01/01/2024 đã quá giới hạn 1 năm."
    )


def test_a_hospital_may_set_its_own_limit() -> None:
    assert values(record(hba1c(5.4, "2024-01-01"), ages={"hba1c": 3})) == {"hba1c": 5.4}
    assert values(record(hba1c(5.4, "2026-11-01"), ages={"hba1c": 0.01})) == {}


def test_a_value_of_a_day_to_come_is_not_used_but_other_time_zones_are() -> None:
    tomorrow = record(hba1c(5.4, "2026-11-23T00:30:00+14:00"))
    later = record(hba1c(5.4, "2026-11-24"))

    assert values(tomorrow) == {"hba1c": 5.4}
    assert (values(later), ignored(later)) == ({}, [("hba1c", "in_future")])


def test_a_value_without_a_date_counts_only_if_there_is_no_other() -> None:
    alone = record(hba1c(5.4, None))
    beside = record(hba1c(5.4, None), hba1c(5.9, "2026-01-01"))
    beside_old = record(hba1c(5.4, None), hba1c(5.9, "2020-01-01"))

    assert (values(alone), notices(alone)) == (
        {"hba1c": 5.4},
        [("hba1c", "undated")],
    )
    assert alone.as_of == date(2026, 11, 22)
    assert (values(beside), notices(beside)) == ({"hba1c": 5.9}, [])
    assert values(beside_old) == {"hba1c": 5.4}
    assert ignored(beside_old) == [("hba1c", "too_old")]


def test_a_diagnostic_value_does_not_expire_while_it_is_the_latest() -> None:
    """The age is that of today: the diagnosis holds today."""
    found = record(hba1c(7.2, "2015-04-01"), observation("8302-2", 158, "cm"))

    assert values(found)["hba1c"] == 7.2
    assert notices(found) == [("hba1c", "old_diagnostic_value")]
    assert (found.values["age"], found.as_of) == (54, date(2026, 11, 22))
    assert "HbA1c 7.2 % of 2015-04-01" in found.notices[0].text.en


@pytest.mark.parametrize("latest", ["2026-09-01", "2024-09-01"])
def test_a_past_diagnostic_value_is_told_when_the_latest_is_not(latest: str) -> None:
    found = record(
        hba1c(9.0, "2012-04-01"), hba1c(6.5, "2015-04-01"), hba1c(6.0, latest)
    )

    assert notices(found) == [("hba1c", "past_diagnostic_value")]
    assert found.notices[0].text.vi == (
        "HbA1c từng là 6,5 % ngày 01/04/2015, đạt tiêu chuẩn chẩn đoán đái tháo đường;"
        " xin kiểm tra bệnh nhân đã được chẩn đoán chưa."
    )


def test_a_threshold_in_mg_per_dl_is_met_as_it_was_sent() -> None:
    found = record(observation("1558-6", 126, "mg/dL", on="2015-04-01"))

    assert notices(found) == [("fasting_glucose", "old_diagnostic_value")]


def test_nothing_is_said_of_past_values_where_diabetes_is_known() -> None:
    found = record(
        hba1c(9.0, "2012-04-01"), hba1c(6.0, "2026-09-01"), condition(ICD10, "E11.9")
    )

    assert values(found) == {"hba1c": 6.0, "known_diabetes": True}
    assert notices(found) == []


def test_what_lasts_is_true_if_anybody_says_so() -> None:
    """A later questionnaire that says no does not undo a yes."""
    found = record(
        observation("97062-4", valueBoolean=True, on="2012-01-01"),
        observation("97062-4", valueBoolean=False, on="2026-01-01"),
        observation("97063-2", valueString="first_degree", on="2012-01-01"),
        observation("97063-2", valueBoolean=False, on="2026-01-01"),
    )

    assert values(found) == {
        "high_glucose_ever": True,
        "family_history_diabetes": "first_degree",
    }


def test_what_changes_is_taken_from_the_latest_answer() -> None:
    found = record(
        observation("82810-3", valueBoolean=True, on="2026-05-01"),
        observation("82810-3", valueBoolean=False, on="2026-11-01"),
        observation("72166-2", valueString="current", on="2025-05-01"),
        observation("72166-2", valueString="former", on="2026-05-01"),
    )

    assert values(found) == {"pregnant": False, "smoking": "former"}


def test_pressures_are_taken_from_one_reading_where_that_is_possible() -> None:
    """A later diastolic pressure of another reading does not replace its own."""
    reading = pressure(138, 82, effectiveDateTime="2026-10-01")
    later = observation("8462-4", 70, "mm[Hg]", on="2026-10-02")
    systolic = observation("8480-6", 150, "mm[Hg]", on="2026-10-03")

    assert values(record(reading, later)) == {"systolic_bp": 138, "diastolic_bp": 82}
    assert values(record(reading, later, systolic)) == {
        "systolic_bp": 150,
        "diastolic_bp": 70,
    }


def test_swapped_pressures_are_both_left_out() -> None:
    found = record(
        pressure(82, 138, effectiveDateTime="2026-10-02"),
        pressure(140, 84, effectiveDateTime="2026-10-01"),
    )

    assert values(found) == {"systolic_bp": 140, "diastolic_bp": 84}
    assert ignored(found) == [
        ("systolic_bp", "contradiction"),
        ("diastolic_bp", "contradiction"),
    ]


def test_a_sender_who_always_swaps_them_is_not_tried_without_end() -> None:
    found = record(*[pressure(82, 138)] * 500)

    assert values(found) == {}
    assert set(ignored(found)) == {
        ("systolic_bp", "contradiction"),
        ("diastolic_bp", "contradiction"),
    }
    assert found.ignored[4].text.en.endswith(" 495 more of this kind are not listed.")


def test_a_bmi_that_is_newer_than_the_weight_is_used_as_it_is() -> None:
    height = observation("8302-2", 160, "cm", on="2024-01-01")
    weight = observation("29463-7", 80, "kg", on="2026-01-01")
    newer, older = (
        observation("39156-5", 25, "kg/m2", on=on)
        for on in ("2026-06-01", "2025-12-01")
    )

    assert values(record(height, weight, newer)) == {"height": 160, "bmi": 25}
    replaced = record(height, weight, older)
    assert values(replaced)["bmi"] == 31.25
    assert [notice.code for notice in replaced.patient.notices] == ["derived_differs"]


def test_height_and_weight_that_make_no_bmi_are_left_out_for_older_ones() -> None:
    found = record(
        observation("8302-2", 110, "cm", on="2026-06-01"),
        observation("29463-7", 160, "kg", on="2026-06-01"),
        observation("8302-2", 160, "cm", on="2026-01-01"),
        observation("39156-5", 25, "kg/m2", on="2026-01-01"),
    )

    assert values(found) == {"height": 160, "bmi": 25}
    assert ignored(found) == [
        ("height", "contradiction"),
        ("weight", "contradiction"),
    ]


def test_what_a_man_cannot_have_is_left_out() -> None:
    man = {
        "resourceType": "Patient",
        "id": "p1",
        "gender": "male",
        "birthDate": "1972",
    }
    found = record(
        observation("82810-3", valueBoolean=True),
        condition(ICD10, "O24.4"),
        patient=man,
    )

    assert values(found) == {}
    assert set(ignored(found)) == {
        ("pregnant", "contradiction"),
        ("gestational_diabetes", "contradiction"),
    }


def test_the_values_are_what_the_rest_api_takes() -> None:
    found = record(observation("1558-6", 101, "mg/dL"), observation("8302-2", 158))

    assert found.values == {
        "age": 54,
        "sex": "female",
        "height": 158,
        "fasting_glucose": {"value": 101, "unit": "mg/dL"},
    }
    assert [one.variable for one in found.used] == list(found.values)


@pytest.mark.parametrize(
    ("code", "value", "unit"), [("2345-7", 50, "mmol/L"), ("2345-7", 9, "g/L")]
)
def test_an_older_test_is_not_calm_where_the_latest_could_not_be_read(
    code: str, value: float, unit: str
) -> None:
    """50 mmol/L may be a coma, or 50 mg/dL in the wrong unit."""
    found = record(
        observation(code, value, unit, on="2026-11-01"),
        observation(code, 5.4, "mmol/L", on="2026-03-01"),
    )

    assert values(found) == {"random_glucose": 5.4}
    assert notices(found) == [("random_glucose", "later_unread")]
    assert "ngày 01/11/2026" in found.notices[0].text.vi
