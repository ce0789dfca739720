"""A resource that came in several versions counts in its latest."""

from tests.unit.intake.fhir.records import (
    Resource,
    ignored,
    observation,
    record,
    values,
)


def version(value: float, updated: str | None, **elements: object) -> Resource:
    meta = {} if updated is None else {"meta": {"lastUpdated": updated}}
    return {**observation("4548-4", value, "%", **elements), "id": "o1", **meta}


def test_a_result_that_was_entered_in_error_since_does_not_count() -> None:
    first = version(8.4, "2026-11-01T08:00:00+07:00")
    since = version(8.4, "2026-11-02T08:00:00+07:00", status="entered-in-error")

    for found in (record(first, since), record(since, first)):
        assert (values(found), ignored(found)) == (
            {},
            [("hba1c", "entered_in_error")],
        )


def test_a_result_that_was_changed_counts_as_it_is_since() -> None:
    first = version(8.4, "2026-11-01T08:00:00+07:00")
    since = version(5.4, "2026-11-02T08:00:00+07:00")

    assert values(record(first, since)) == {"hba1c": 5.4}


def test_versions_that_cannot_be_told_apart_all_stay() -> None:
    assert values(record(version(8.4, None), version(5.4, None))) == {"hba1c": 8.4}
