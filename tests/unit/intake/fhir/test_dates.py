"""Dates of any precision, and ages from them."""

from datetime import date

import pytest

from service.intake.fhir.dates import Period, completed_years, read_date, read_instant

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-02",
        "2026-11-02T10:30:00+07:00",
        "2026-11-02T23:59:59.999Z",
        "2026-11-02T10:30",
        "2026-11-02T23:30:00-05:00",
    ],
)
def test_a_full_date_is_the_day_where_it_was_written(written: str) -> None:
    assert read_date(written) == Period(date(2026, 11, 2), date(2026, 11, 2))


@pytest.mark.parametrize(
    ("written", "first", "last", "taken"),
    [
        ("1972", date(1972, 1, 1), date(1972, 12, 31), date(1972, 7, 2)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 15)),
    ],
)
def test_a_partial_date_is_taken_for_its_middle(
    written: str, first: date, last: date, taken: date
) -> None:
    period = read_date(written)

    assert period == Period(first, last)
    assert period.is_partial
    assert period.day(TODAY) == taken


def test_a_partial_date_that_has_begun_is_not_taken_for_a_day_to_come() -> None:
    period = read_date("2026")

    assert period is not None
    assert period.day(date(2026, 3, 1)) == date(2026, 3, 1)
    assert period.day(date(2025, 12, 31)) == date(2026, 7, 2)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "22/11/2026",
        "2026-13-01",
        "2026-02-30",
        "0000",
        "2026-11-22 10:00",
        "2026-1-2",
        "٢٠٢٦",
        "2026-11-22\n",
    ],
)
def test_what_is_no_date_of_fhir_is_not_read(written: str) -> None:
    assert read_date(written) is None


def test_moments_are_ordered_across_time_zones() -> None:
    morning, before = (
        read_instant("2026-11-02T07:00:00+07:00"),
        read_instant("2026-11-01T23:59:00Z"),
    )

    assert morning is not None
    assert before is not None
    assert before < morning
    assert read_instant("2026-11-02T10:00") == read_instant("2026-11-02T10:00Z")
    assert read_instant("this morning") is None


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2026, 2, 28), 53), (date(2026, 3, 1), 54), (date(2027, 2, 28), 54)],
)
def test_age_is_in_completed_years(on: date, age: int) -> None:
    assert completed_years(date(1972, 3, 1), on) == age
