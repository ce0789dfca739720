"""The body of a call: what may be sent, and what is said of what may not."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.contract.fhir.records import (
    OPERATION,
    WELL_KNOWN,
    ask,
    assessed,
    bundle,
    condition,
    extensions,
    issues,
    observation,
    parameters,
    parts,
    patient,
    record,
)
from tests.contract.fhir.validators import Validators


@pytest.mark.parametrize(
    "kind", ["collection", "transaction", "batch", "searchset", "document"]
)
def test_a_bare_bundle_is_a_record(client: TestClient[Any], kind: str) -> None:
    by_parameters = assessed(ask(client, record(*WELL_KNOWN)))
    by_bundle = assessed(ask(client, bundle(*WELL_KNOWN, kind=kind)))

    assert [a["prediction"] for a in by_bundle] == [
        a["prediction"] for a in by_parameters
    ]


def test_resources_may_come_one_by_one(client: TestClient[Any]) -> None:
    names = {"Patient": "patient", "Observation": "observation"}
    sent = [{"name": names[r["resourceType"]], "resource": r} for r in WELL_KNOWN]
    one_by_one = assessed(ask(client, parameters(*sent)))

    assert one_by_one == assessed(ask(client, record(*WELL_KNOWN)))


def test_every_parameter_of_a_resource_is_read(client: TestClient[Any]) -> None:
    drug = {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": {
            "coding": [{"system": "http://www.whocc.no/atc", "code": "C09AA02"}]
        },
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": "2026-10-01",
    }
    father = {
        "resourceType": "FamilyMemberHistory",
        "status": "completed",
        "patient": {"reference": "Patient/p1"},
        "relationship": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
                    "code": "FTH",
                }
            ]
        },
        "condition": [
            {
                "code": {
                    "coding": [{"system": "http://snomed.info/sct", "code": "44054006"}]
                }
            }
        ],
    }
    answer = ask(
        client,
        parameters(
            {"name": "patient", "resource": patient()},
            {"name": "observation", "resource": observation("39156-5", 25, "kg/m2")},
            {"name": "condition", "resource": condition("38341003")},
            {"name": "medicationStatement", "resource": drug},
            {"name": "familyMemberHistory", "resource": father},
        ),
    )

    assert answer.status_code == 200, answer.text
    used = {
        parts(value)["variable"]
        for issue in issues(answer)
        if issue["details"]["coding"][0]["code"] == "used"
        for value in extensions(issue, "record-value")
    }
    assert used == {
        "age",
        "sex",
        "bmi",
        "hypertension",
        "antihypertensive_drug",
        "family_history_diabetes",
    }


def test_models_and_horizons_may_be_chosen(client: TestClient[Any]) -> None:
    def answered(**asked: object) -> list[tuple[str, int]]:
        found = assessed(ask(client, record(*WELL_KNOWN, **asked)))
        return [(a["method"]["coding"][0]["code"], len(a["prediction"])) for a in found]

    assert answered(model="incident-diabetes") == [("incident-diabetes", 2)]
    assert answered(horizon=5) == [("incident-diabetes", 1)]
    assert answered(horizon=3.0) == [("incident-diabetes", 1)]
    assert answered(horizon=0) == [("undiagnosed-diabetes", 1)]


def test_reasons_are_given_at_whatever_horizon_is_asked(
    client: TestClient[Any],
) -> None:
    (assessment,) = assessed(ask(client, record(*WELL_KNOWN, horizon=3)))
    (prediction,) = assessment["prediction"]

    assert prediction["rationale"].startswith("New type 2 diabetes")
    assert "qualitativeRisk" not in prediction


def test_the_day_asked_about_decides_what_is_too_old(client: TestClient[Any]) -> None:
    sugar = {
        "name": "record",
        "resource": bundle(
            patient(), observation("1558-6", 106, "mg/dL", on="2020-05-01")
        ),
    }

    def codes(day: str) -> list[str]:
        found = issues(ask(client, parameters(sugar, day=day)))
        return [i["details"]["coding"][0]["code"] for i in found]

    assert "too_old" in codes("2026-11-22")
    assert "too_old" not in codes("2020-06-01")


def test_the_patient_in_the_address_is_the_one_of_the_record(
    client: TestClient[Any], validators: Validators
) -> None:
    path = "/fhir/Patient/{}/$diabetes-risk"
    answer = ask(client, record(*WELL_KNOWN), path.format("p1"))

    assert answer.status_code == 200
    assert assessed(answer) == assessed(ask(client, record(*WELL_KNOWN)))
    other = ask(client, record(*WELL_KNOWN), path.format("p2"))
    assert other.status_code == 422
    (issue,) = validators.check(other.text)["issue"]
    assert issue["code"] == "invariant"
    assert "p2" not in other.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "line 1, column 1"),
        (b"{", "line 1"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "more than once"),
        (b'{"a": NaN}', "NaN"),
        (b"\xff", "Not UTF-8"),
        (b"[" * 100_000, "deeply"),
    ],
    ids=["empty", "cut off", "a name twice", "NaN", "not UTF-8", "deep"],
)
def test_what_is_not_json_is_refused(
    client: TestClient[Any], validators: Validators, text: bytes, told: str
) -> None:
    answer = client.post(
        OPERATION, content=text, headers={"content-type": "application/fhir+json"}
    )

    assert answer.status_code == 400
    (issue,) = validators.check(answer.text)["issue"]
    assert issue["code"] == "structure"
    assert told in issue["diagnostics"]


def test_a_body_that_is_too_large_is_refused(
    limited: Callable[[int], TestClient[Any]], validators: Validators
) -> None:
    with limited(1000) as client:
        answer = ask(client, record(*WELL_KNOWN))

    assert answer.status_code == 413
    (issue,) = validators.check(answer.text)["issue"]
    assert issue["code"] == "too-long"
