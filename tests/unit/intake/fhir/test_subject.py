"""Whom a resource is about, and resources whose meaning may be changed."""

import pytest

from service.intake.fhir.entries import bundle_entries
from service.intake.fhir.record import read_record
from tests.unit.intake.fhir.records import (
    TODAY,
    WOMAN,
    condition,
    ignored,
    observation,
    record,
    the_refusal,
    values,
)


@pytest.mark.parametrize(
    "subject",
    [
        None,
        {"identifier": {"system": "http://hospital.vn/patients", "value": "7"}},
        {"reference": "Patient/p1"},
        {"reference": "Patient/p1/_history/3"},
        {"reference": "https://fhir.hospital.vn/r4/Patient/p1"},
        {"reference": "Patient?identifier=http://hospital.vn/patients|7"},
    ],
)
def test_what_is_about_the_patient_is_used(subject: object) -> None:
    found = record({**observation("4548-4", 5.4, "%"), "subject": subject})

    assert values(found) == {"hba1c": 5.4}


@pytest.mark.parametrize(
    "change",
    [
        {"subject": {"reference": "Patient/p10"}},
        {"subject": {"reference": "Patient/xp1"}},
        {"subject": {"reference": "Group/p1"}},
        {"subject": {"reference": "#p1"}},
        {"focus": [{"reference": "RelatedPerson/mother"}]},
        {"subject": {"type": "Group", "identifier": {"value": "7"}}},
    ],
)
def test_what_is_about_somebody_else_is_not(change: dict[str, object]) -> None:
    found = record(observation("4548-4", 9.4, "%", **change))

    assert values(found) == {}
    assert ignored(found) == [("hba1c", "other_subject")]


def test_another_identifier_of_the_same_system_is_somebody_else() -> None:
    """A newborn in the mother's record, known by the hospital's number alone."""
    system = "http://hospital.vn/patients"
    woman = {**WOMAN, "identifier": [{"system": system, "value": "7"}]}
    hers, newborn, elsewhere = (
        observation("29463-7", kg, "kg", on=on, subject={"identifier": identifier})
        for kg, on, identifier in (
            (62, "2026-09-01", {"system": system, "value": "7"}),
            (30, "2026-10-01", {"system": system, "value": "8"}),
            (63, "2026-08-01", {"system": "http://insurer.vn", "value": "8"}),
        )
    )

    assert values(record(hers, newborn, patient=woman)) == {"weight": 62}
    assert values(record(elsewhere, patient=woman)) == {"weight": 63}


def test_a_damaged_identifier_of_the_patient_decides_nothing() -> None:
    woman = {**WOMAN, "identifier": [{"value": 7}, None, {"value": "7"}]}
    about = {"identifier": {"value": "7"}}

    found = record(observation("4548-4", 5.4, "%", subject=about), patient=woman)

    assert values(found) == {"hba1c": 5.4}


def test_copies_of_one_patient_may_differ_in_what_is_not_read() -> None:
    copy = {**WOMAN, "identifier": [{"value": "7"}], "name": [{"text": "B"}]}

    assert values(record(copy, observation("4548-4", 5.4, "%"))) == {"hba1c": 5.4}


def test_a_diagnosis_of_somebody_else_is_not_the_patients() -> None:
    other = condition(
        "http://hl7.org/fhir/sid/icd-10",
        "E11.9",
        subject={"reference": "Patient/p2"},
    )
    cancelled = observation(
        "4548-4", status="cancelled", subject={"reference": "Patient/p2"}
    )

    assert ignored(record(other, cancelled)) == [("known_diabetes", "other_subject")]


def test_in_a_transaction_the_full_url_is_who_the_patient_is() -> None:
    woman = {key: value for key, value in WOMAN.items() if key != "id"}
    rows = [
        {"fullUrl": "urn:uuid:7", "resource": woman},
        *(
            {"resource": {**observation("4548-4", 5.4, "%", on=on), "subject": subject}}
            for on, subject in (
                ("2026-01-01", {"reference": "urn:uuid:7"}),
                ("2026-11-01", {"reference": "urn:uuid:8"}),
            )
        ),
    ]
    found = read_record(
        bundle_entries(
            {"resourceType": "Bundle", "type": "transaction", "entry": rows}
        ),
        today=TODAY,
        maximum_ages={},
    )

    assert values(found) == {"hba1c": 5.4}
    assert ignored(found) == [("hba1c", "other_subject")]


def test_a_full_url_of_a_server_is_what_a_relative_reference_means() -> None:
    woman = {key: value for key, value in WOMAN.items() if key != "id"}
    rows = [
        {"fullUrl": "https://fhir.hospital.vn/r4/Patient/p1", "resource": woman},
        {"resource": observation("4548-4", 5.4, "%")},
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": rows}
    found = read_record(bundle_entries(bundle), today=TODAY, maximum_ages={})

    assert values(found) == {"hba1c": 5.4}


def test_a_resource_with_a_modifier_that_is_not_known_is_not_used() -> None:
    """R4: a modifierExtension that is not understood must not be ignored."""
    modifier = [{"url": "http://hospital.vn/negated", "valueBoolean": True}]
    found = record(observation("4548-4", 9.4, "%", modifierExtension=modifier))

    assert ignored(found) == [("hba1c", "ambiguous")]


def test_a_patient_with_such_a_modifier_is_refused() -> None:
    modified = {**WOMAN, "modifierExtension": [{"url": "http://hospital.vn/x"}]}

    assert the_refusal(patient=modified) == (
        "Bundle.entry[0].resource.modifierExtension",
        "not-supported",
    )
