"""Which of several results comes last, and which of one moment counts."""

from datetime import date

import pytest

from tests.unit.intake.fhir.records import (
    Resource,
    ignored,
    notices,
    observation,
    record,
    values,
)


def hba1c(value: float, on: str | None = "2026-09-01", **elements: object) -> Resource:
    return observation("4548-4", value, "%", on=on, **elements)


def glucose(value: float, unit: str, **elements: object) -> Resource:
    return observation("1558-6", value, unit, **elements)


def test_the_latest_of_one_day_is_told_by_the_clock_of_either_zone() -> None:
    """09:00 in Hanoi is 02:00 in Greenwich."""
    found = record(
        hba1c(5.4, "2026-09-01T03:00:00Z"), hba1c(5.9, "2026-09-01T09:00:00+07:00")
    )

    assert values(found) == {"hba1c": 5.4}


def test_the_clock_decides_also_where_two_zones_write_two_days() -> None:
    """23:00 in Greenwich is 06:00 of the next day in Hanoi."""
    found = record(
        hba1c(5.4, "2026-09-02T00:30:00+07:00"), hba1c(5.9, "2026-09-01T23:00:00Z")
    )

    assert values(found) == {"hba1c": 5.9}
    assert found.as_of == date(2026, 9, 1)


def test_a_period_counts_from_the_moment_of_its_end() -> None:
    period = {"start": "2026-09-01T06:00:00Z", "end": "2026-09-01T10:00:00Z"}
    found = record(
        hba1c(5.4, None, effectivePeriod=period), hba1c(5.9, "2026-09-01T08:00:00Z")
    )

    assert values(found) == {"hba1c": 5.4}


def test_values_of_one_moment_are_decided_by_the_higher() -> None:
    assert values(record(hba1c(5.9), hba1c(5.4))) == {"hba1c": 5.9}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (glucose(99, "mg/dL"), glucose(8, "mmol/L"), {"fasting_glucose": 8}),
        (
            observation("4548-4", 41, "mmol/mol"),
            observation("4548-4", 7, "%"),
            {"hba1c": 7},
        ),
    ],
)
def test_the_higher_is_the_higher_whatever_their_units(
    one: Resource, other: Resource, expected: object
) -> None:
    assert values(record(one, other)) == values(record(other, one)) == expected


def test_of_one_moment_what_cannot_be_read_is_told() -> None:
    found = record(hba1c(54), hba1c(5.4))

    assert (values(found), ignored(found)) == (
        {"hba1c": 5.4},
        [("hba1c", "implausible")],
    )


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("preliminary", "final"),
        ("registered", "preliminary"),
        ("final", "amended"),
        ("final", "corrected"),
        ("preliminary", None),
    ],
)
def test_a_result_gives_way_to_the_one_that_corrects_it(
    first: str, then: str | None
) -> None:
    """The one that was corrected is no diagnosis of the past either."""
    found = record(hba1c(8.4, status=first), hba1c(5.4, status=then))

    assert values(found) == {"hba1c": 5.4}
    assert [code for _, code in notices(found) if code != "preliminary"] == []


def test_a_preliminary_result_is_used_and_told() -> None:
    found = record(glucose(5.4, "mmol/L", status="preliminary"))

    assert values(found) == {"fasting_glucose": 5.4}
    assert notices(found) == [("fasting_glucose", "preliminary")]
    assert found.notices[0].text.vi == (
        "Đường huyết lúc đói: kết quả sơ bộ; kết quả chính thức có thể khác."
    )


def test_an_old_random_glucose_is_no_diagnosis_but_is_told() -> None:
    """Without symptoms it diagnoses nothing, so it expires as other values do."""
    found = record(observation("2345-7", 230, "mg/dL", on="2012-04-01"))

    assert values(found) == {}
    assert ignored(found) == [("random_glucose", "too_old")]
    assert notices(found) == [("random_glucose", "past_diagnostic_value")]
