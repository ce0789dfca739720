"""What the diagnosis on a prescription says of diabetes."""

import pytest

from tests.unit.intake.fhir.coded import ATC, ICD10, concept
from tests.unit.intake.fhir.records import (
    Resource,
    ignored,
    notices,
    record,
    values,
)


def order(drug: str, *reasons: str, status: str = "active") -> Resource:
    return {
        "resourceType": "MedicationRequest",
        "status": status,
        "intent": "order",
        "authoredOn": "2026-10-01",
        "medicationCodeableConcept": concept(drug, ATC),
        "reasonCode": [concept(reason, ICD10) for reason in reasons],
    }


@pytest.mark.parametrize("status", ["active", "stopped", "completed"])
def test_a_drug_given_for_diabetes_makes_it_known_whatever_the_drug(
    status: str,
) -> None:
    found = record(order("C10AA05", "E78.5", "E11.9", status=status))

    assert values(found) == {"known_diabetes": True}
    assert notices(found) == [("known_diabetes", "reason_of_drug")]


def test_a_drug_given_for_something_else_says_only_what_it_is() -> None:
    found = record(order("C08CA01", "I10"))

    assert values(found) == {"antihypertensive_drug": True}


def test_a_reason_of_a_prescription_in_error_is_told_and_not_used() -> None:
    found = record(order("C10AA05", "E11.9", status="entered-in-error"))

    assert (values(found), ignored(found)) == (
        {},
        [("known_diabetes", "entered_in_error")],
    )


def test_metformin_given_for_prediabetes_is_explained_by_its_own_reason() -> None:
    found = record(order("A10BA02", "R73.0"))

    assert (values(found), ignored(found)) == ({}, [("known_diabetes", "ambiguous")])
