"""Age and sex from the Patient, and the records that have none."""

from datetime import date

import pytest

from tests.unit.intake.fhir.records import (
    WOMAN,
    notices,
    observation,
    record,
    refusals,
    the_refusal,
)


def test_age_is_that_of_the_day_of_the_newest_value() -> None:
    """She turned 54 on 1 March 2026."""
    before = record(observation("4548-4", 5.6, "%", on="2026-02-27"))
    after = record(observation("4548-4", 5.6, "%", on="2026-03-01"))

    assert (before.values["age"], before.as_of) == (53, date(2026, 2, 27))
    assert (after.values["age"], after.as_of) == (54, date(2026, 3, 1))


def test_age_is_that_of_today_if_no_value_is_of_a_day() -> None:
    """A height or a diagnosis of years ago is as true today."""
    found = record(
        observation("8302-2", 156, "cm", on="2019-05-05"),
        {
            "resourceType": "Condition",
            "code": {
                "coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I10"}]
            },
            "onsetDateTime": "2010",
        },
    )

    assert set(found.values) == {"age", "sex", "height", "hypertension"}
    assert (found.values["age"], found.as_of) == (54, date(2026, 11, 22))


@pytest.mark.parametrize(
    ("born", "age", "told"),
    [
        ("1972", 54, [("age", "approximate_age")]),
        ("1972-11", 54, [("age", "approximate_age")]),
        ("1972-03", 54, []),
        ("1972-11-23", 53, []),
    ],
)
def test_a_birth_year_is_enough_and_said_to_be(
    born: str, age: int, told: list[tuple[str, str]]
) -> None:
    found = record(patient={**WOMAN, "birthDate": born})

    assert found.values == {"age": age, "sex": "female"}
    assert notices(found) == told


@pytest.mark.parametrize(
    ("change", "expression", "issue"),
    [
        ({"birthDate": None}, "birthDate", "required"),
        ({"birthDate": "01/03/1972"}, "birthDate", "value"),
        ({"birthDate": "2026-11-23"}, "birthDate", "value"),
        ({"birthDate": "1899"}, "birthDate", "value"),
        ({"birthDate": 1972}, "birthDate", "structure"),
        ({"gender": None}, "gender", "required"),
        ({"gender": "other"}, "gender", "not-supported"),
        ({"gender": "unknown"}, "gender", "not-supported"),
        ({"gender": "nữ"}, "gender", "value"),
        ({"deceasedBoolean": True}, "deceased", "business-rule"),
        ({"deceasedDateTime": "2026-01-01"}, "deceased", "business-rule"),
        ({"deceasedBoolean": "no"}, "deceased", "structure"),
    ],
)
def test_a_patient_whom_nothing_can_be_said_of_is_refused(
    change: dict[str, object], expression: str, issue: str
) -> None:
    expected = (f"Bundle.entry[0].resource.{expression}", issue)

    assert the_refusal(patient={**WOMAN, **change}) == expected


def test_a_living_patient_may_be_said_to_live() -> None:
    assert record(patient={**WOMAN, "deceasedBoolean": False}).values["age"] == 54


def test_all_that_is_lacking_is_told_at_once() -> None:
    problems = refusals(patient={"resourceType": "Patient"})

    assert [problem.expression for problem in problems] == [
        "Bundle.entry[0].resource.birthDate",
        "Bundle.entry[0].resource.gender",
    ]


def test_age_and_sex_that_were_asked_stand_in_for_a_birth_date_and_a_gender() -> None:
    found = record(
        observation("30525-0", 54, "a", on="2026-10-01"),
        observation(
            "76689-9",
            valueCodeableConcept={
                "coding": [{"system": "http://loinc.org", "code": "LA3-6"}]
            },
        ),
        patient={"resourceType": "Patient", "id": "p1", "gender": "unknown"},
    )

    assert found.values == {"age": {"value": 54, "unit": "a"}, "sex": "female"}


def test_a_birth_date_counts_more_than_an_age_that_was_asked() -> None:
    found = record(observation("30525-0", 61, "a"))

    assert found.values["age"] == 54


def test_a_patient_is_needed() -> None:
    assert the_refusal(patient=observation("4548-4", 5.6, "%")) == (
        "Patient",
        "required",
    )


def test_two_patients_are_refused() -> None:
    other = {**WOMAN, "id": "p2"}
    changed = {**WOMAN, "birthDate": "1980"}

    assert the_refusal(other) == ("Bundle.entry[1].resource", "business-rule")
    assert the_refusal(changed) == ("Bundle.entry[1].resource", "business-rule")


def test_the_same_patient_may_come_with_every_page() -> None:
    again = {**WOMAN, "meta": {"versionId": "2"}}

    assert record(again).values == {"age": 54, "sex": "female"}


def test_two_patients_without_an_id_are_two_though_they_look_alike() -> None:
    nameless = {key: value for key, value in WOMAN.items() if key != "id"}

    assert the_refusal(nameless, patient=nameless)[1] == "business-rule"


def test_the_patient_must_be_the_one_the_request_names() -> None:
    nameless = {key: value for key, value in WOMAN.items() if key != "id"}

    assert the_refusal(patient_id="p2") == (
        "Bundle.entry[0].resource.id",
        "invariant",
    )
    assert record(patient_id="p1").subject.reference == "Patient/p1"
    assert record(patient=nameless, patient_id="p1").values["age"] == 54
