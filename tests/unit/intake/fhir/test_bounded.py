"""What was not used stays readable, and loses nothing in silence."""

from tests.unit.intake.fhir.coded import ATC, ICD10, concept
from tests.unit.intake.fhir.records import (
    Resource,
    condition,
    ignored,
    observation,
    record,
    values,
)


def stopped(day: int) -> Resource:
    return {
        "resourceType": "MedicationRequest",
        "status": "stopped",
        "intent": "order",
        "authoredOn": f"2020-01-{day:02}",
        "medicationCodeableConcept": concept("C08CA01", ATC),
    }


def test_of_many_alike_the_newest_are_listed_and_the_others_counted() -> None:
    found = record(*map(stopped, range(1, 29)))

    assert ignored(found) == [("antihypertensive_drug", "not_active")] * 5
    days = [one.on.day for one in found.ignored if one.on]
    assert days == [28, 27, 26, 25, 24]
    assert found.ignored[4].text.en == (
        "This medication is not, or no longer, being taken."
        " 23 more of this kind are not listed."
    )
    assert found.ignored[4].text.vi.endswith(" Còn 23 mục cùng loại không liệt kê.")
    assert found.ignored[3].text.en.endswith("being taken.")


def test_what_may_be_a_missed_diagnosis_comes_first() -> None:
    found = record(
        observation("4548-4", 54, "%"),
        stopped(1),
        {"resourceType": "Condition", "code": {"text": "Theo dõi đái tháo đường"}},
    )

    assert ignored(found)[0] == ("known_diabetes", "unreadable")


def test_a_weaker_answer_does_not_hide_an_older_stronger_one() -> None:
    """A relative who was not understood may be the mother."""
    relative = {
        "resourceType": "FamilyMemberHistory",
        "status": "completed",
        "date": "2015-01-01",
        "relationship": {"text": "người nhà"},
        "condition": [{"code": concept("E11", ICD10)}],
    }
    denied = observation("97063-2", valueBoolean=False)

    found = record(relative, denied)

    assert values(found) == {"family_history_diabetes": "none"}
    assert ignored(found) == [("family_history_diabetes", "unknown_answer")]


def test_what_was_stopped_is_idle_where_the_same_is_known_to_go_on() -> None:
    active = {**stopped(1), "status": "active", "authoredOn": "2026-01-01"}
    assert ignored(record(stopped(1), active)) == []

    diagnosed = condition(ICD10, "I10", clinicalStatus={"text": "resolved"})
    assert ignored(record(diagnosed)) == [("hypertension", "not_active")]
