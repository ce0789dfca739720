"""Parameters that cannot be taken: each is named, with the reason, all at once."""

from typing import Any

import pytest
from litestar.testing import TestClient

from tests.contract.fhir.records import (
    WELL_KNOWN,
    Resource,
    ask,
    bundle,
    condition,
    issues,
    parameters,
    patient,
    record,
)
from tests.contract.fhir.validators import Validators


def refused(
    client: TestClient[Any], validators: Validators, body: Resource, **headers: str
) -> list[tuple[str, str]]:
    """Code and expression of each reason for a 422."""
    answer = ask(client, body, **headers)
    assert answer.status_code == 422, answer.text
    outcome = validators.check(answer.text)
    assert {issue["severity"] for issue in outcome["issue"]} == {"error"}
    assert all(issue["details"]["text"] for issue in outcome["issue"])
    return [
        (issue["code"], issue.get("expression", [""])[0]) for issue in outcome["issue"]
    ]


@pytest.mark.parametrize(
    ("sent", "code", "where"),
    [
        pytest.param(
            {"name": "smoker", "valueBoolean": True},
            "not-supported",
            "Parameters.parameter[1].name",
            id="unknown parameter",
        ),
        pytest.param(
            {"valueString": "x"},
            "not-supported",
            "Parameters.parameter[1].name",
            id="no name",
        ),
        pytest.param(
            "model", "not-supported", "Parameters.parameter[1].name", id="no object"
        ),
        pytest.param(
            {"name": "model", "valueCode": "incident-diabetes"},
            "structure",
            "Parameters.parameter[1]",
            id="another value[x]",
        ),
        pytest.param(
            {"name": "model", "valueString": "a", "valueCode": "a"},
            "structure",
            "Parameters.parameter[1]",
            id="two values",
        ),
        pytest.param(
            {"name": "model", "valueString": "x"},
            "value",
            "Parameters.parameter[1].valueString",
            id="unknown model",
        ),
        pytest.param(
            {"name": "horizon", "valueDecimal": 4},
            "value",
            "Parameters.parameter[1].valueDecimal",
            id="a horizon that no model has",
        ),
        pytest.param(
            {"name": "horizon", "valueDecimal": True},
            "value",
            "Parameters.parameter[1].valueDecimal",
            id="a horizon that is no number",
        ),
        pytest.param(
            {"name": "language", "valueCode": "fr"},
            "value",
            "Parameters.parameter[1].valueCode",
            id="unknown language",
        ),
        pytest.param(
            {"name": "observation", "resource": condition("38341003")},
            "structure",
            "Parameters.parameter[1].resource.resourceType",
            id="a resource of another type",
        ),
        pytest.param(
            {"name": "record", "resource": []},
            "structure",
            "Parameters.parameter[1].resource",
            id="a resource that is an array",
        ),
        pytest.param(
            {"name": "record", "resource": bundle(kind="history")},
            "not-supported",
            "Parameters.parameter[1].resource.type",
            id="a Bundle that is no record",
        ),
    ],
)
def test_a_parameter_that_cannot_be_taken_is_named(
    client: TestClient[Any],
    validators: Validators,
    sent: object,
    code: str,
    where: str,
) -> None:
    woman = {"name": "patient", "resource": patient()}
    body = {"resourceType": "Parameters", "parameter": [woman, sent]}

    assert refused(client, validators, body) == [(code, where)]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-13-01", "value"),
        ("2026-11", "value"),
        ("20261122", "value"),
        (2026, "value"),
        ("2126-11-22", "business-rule"),
    ],
)
def test_a_day_that_cannot_be_asked_about_is_refused(
    client: TestClient[Any], validators: Validators, day: object, code: str
) -> None:
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "patient", "resource": patient()},
            {"name": "date", "valueDate": day},
        ],
    }

    assert refused(client, validators, body) == [
        (code, "Parameters.parameter[1].valueDate")
    ]


def test_what_may_be_sent_once_is_not_taken_twice(
    client: TestClient[Any], validators: Validators
) -> None:
    woman = {"name": "patient", "resource": patient()}

    assert refused(client, validators, parameters(woman, woman)) == [
        ("structure", "Parameters.parameter[1]")
    ]


def test_every_mistake_is_told_at_once_in_the_language_asked_for(
    client: TestClient[Any], validators: Validators
) -> None:
    body = parameters(
        {"name": "x"},
        {"name": "language", "valueCode": "vi"},
        {"name": "model", "valueString": "x"},
        {"name": "record", "resource": bundle() | {"entry": {}}},
    )
    answer = ask(client, body)

    assert len(refused(client, validators, body)) == 3
    text = issues(answer)[1]["details"]["text"]
    assert text == "Chấp nhận: incident-diabetes, undiagnosed-diabetes."


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"resourceType": "Patient"},
        {"resourceType": ["Bundle"]},
        {"resourceType": "Parameters", "parameter": {}},
        {"resourceType": "Bundle"},
        {"resourceType": "Bundle", "type": "collection", "entry": 1},
        parameters(),
    ],
)
def test_what_is_no_record_is_refused(
    client: TestClient[Any], validators: Validators, body: Resource
) -> None:
    assert len(refused(client, validators, body)) == 1


def test_a_horizon_that_the_model_asked_does_not_have_is_refused(
    client: TestClient[Any], validators: Validators
) -> None:
    body = record(*WELL_KNOWN, model="undiagnosed-diabetes", horizon=5)

    assert refused(client, validators, body) == [
        ("not-supported", "Parameters.parameter[2].valueDecimal")
    ]
