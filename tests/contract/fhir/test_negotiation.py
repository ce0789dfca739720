"""The form of requests and answers, as R4's http.html asks."""

import json
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.contract.fhir.records import (
    OPERATION,
    WELL_KNOWN,
    ask,
    issues,
    observation,
    patient,
    record,
)
from tests.contract.fhir.validators import Validators

FHIR_JSON = "application/fhir+json; charset=utf-8"
BODY = record(*WELL_KNOWN)


@pytest.mark.parametrize(
    "path", ["metadata", "OperationDefinition/diabetes-risk", "$diabetes-risk", "nope"]
)
def test_every_answer_is_fhir_json_in_utf_8(client: TestClient[Any], path: str) -> None:
    asked = ask(client, BODY) if path[0] == "$" else client.get(f"/fhir/{path}")

    assert asked.headers["content-type"] == FHIR_JSON


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", FHIR_JSON),
        ("application/*", FHIR_JSON),
        ("application/fhir+json; fhirVersion=4.0", FHIR_JSON),
        ("application/fhir+xml, application/fhir+json;q=0.5", FHIR_JSON),
        ("application/json", "application/json; charset=utf-8"),
        ("application/fhir+json;q=0, */*", "application/json; charset=utf-8"),
        ("application/json;q=0.5, application/fhir+json", FHIR_JSON),
    ],
)
def test_the_type_that_is_accepted_is_answered(
    client: TestClient[Any], accept: str, expected: str
) -> None:
    answer = client.get("/fhir/metadata", headers={"accept": accept})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == expected


@pytest.mark.parametrize(
    "accept",
    [
        "application/fhir+xml",
        "text/html",
        "application/fhir+json; fhirVersion=5.0",
        "*/*;q=0",
        "application/fhir+json;q=x",
        "application/fhir+json;q=nan",
        "garbage",
        ",;=",
    ],
)
@pytest.mark.parametrize("path", ["/fhir/metadata", OPERATION])
def test_what_cannot_be_answered_is_refused(
    client: TestClient[Any], validators: Validators, accept: str, path: str
) -> None:
    if path == OPERATION:
        answer = ask(client, BODY, accept=accept)
    else:
        answer = client.get(path, headers={"accept": accept})

    assert answer.status_code == 406
    assert answer.headers["content-type"] == FHIR_JSON
    (issue,) = validators.check(answer.text)["issue"]
    assert issue["code"] == "not-supported"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("json", 200),
        ("application/json", 200),
        ("application/fhir+json", 200),
        ("application/fhir%2Bjson", 200),
        ("application/fhir%2Bjson;fhirVersion=4.0", 200),
        ("xml", 406),
        ("application/fhir%2Bxml", 406),
        ("ttl", 406),
        ("html", 406),
        ("", 406),
    ],
)
def test_format_goes_before_accept(
    client: TestClient[Any], asked: str, status: int
) -> None:
    accept = "text/html" if status == 200 else "application/fhir+json"
    answer = client.get(f"/fhir/metadata?_format={asked}", headers={"accept": accept})

    assert answer.status_code == status
    assert answer.headers["content-type"] == FHIR_JSON


def test_pretty_is_for_people(client: TestClient[Any]) -> None:
    plain = client.get("/fhir/metadata")
    pretty = client.get("/fhir/metadata?_pretty=true")

    assert pretty.text.startswith('{\n  "resourceType"')
    assert "\n" not in plain.text
    assert pretty.json() == plain.json()


@pytest.mark.parametrize(
    ("media_type", "status"),
    [
        ("application/fhir+json", 200),
        ("application/fhir+json; charset=UTF-8; fhirVersion=4.0", 200),
        ("application/json", 200),
        ("application/json+fhir", 200),
        ("application/fhir+xml", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("application/fhir+json; charset=utf-16", 415),
        ("application/fhir+json; fhirVersion=3.0", 415),
    ],
)
def test_a_body_of_another_type_is_not_read(
    client: TestClient[Any], media_type: str, status: int
) -> None:
    answer = client.post(
        OPERATION, content=json.dumps(BODY), headers={"content-type": media_type}
    )

    assert answer.status_code == status
    if status == 415:
        (issue,) = issues(answer)
        assert "application/fhir+json" in issue["details"]["text"]


def test_a_body_that_names_no_type_is_read(client: TestClient[Any]) -> None:
    answer = client.post(OPERATION, content=json.dumps(BODY))

    assert answer.status_code == 200


UNREAD = record(patient(), observation("1558-6", 106, "bananas"))


@pytest.mark.parametrize(
    "prefer",
    [
        "handling=strict",
        "respond-async, handling=strict",
        "Handling = strict; x=1",
        "return=minimal,handling=strict,handling=lenient",
    ],
)
def test_a_strict_sender_is_refused_for_a_value_that_cannot_be_read(
    client: TestClient[Any], validators: Validators, prefer: str
) -> None:
    answer = ask(client, UNREAD, prefer=prefer)

    assert answer.status_code == 422
    (issue,) = validators.check(answer.text)["issue"]
    assert issue["code"] == "value"
    assert issue["expression"][0].startswith(
        "Parameters.parameter[0].resource.entry[1]"
    )
    read = ask(client, BODY, prefer=prefer)
    assert read.status_code == 200
    assert read.headers["preference-applied"] == "handling=strict"


@pytest.mark.parametrize(
    "prefer",
    [
        "handling=lenient",
        "handling=lenient, handling=strict",
        "return=minimal",
        "return=OperationOutcome",
        "respond-async",
        "",
    ],
)
def test_other_preferences_change_nothing(client: TestClient[Any], prefer: str) -> None:
    answer = ask(client, UNREAD, prefer=prefer)

    assert answer.status_code == 200
    assert "preference-applied" not in answer.headers
    assert answer.json()["resourceType"] == "Bundle"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused_in_fhir(
    client: TestClient[Any], validators: Validators, method: str
) -> None:
    answer = client.request(method, OPERATION)

    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]
    (issue,) = validators.check(answer.text)["issue"]
    assert issue["code"] == "not-supported"


def test_whoever_may_not_ask_is_told_in_fhir(
    guarded_client: TestClient[Any], validators: Validators
) -> None:
    answer = ask(guarded_client, BODY)

    assert answer.status_code == 401
    assert "Bearer" in answer.headers["www-authenticate"]
    (issue,) = validators.check(answer.text)["issue"]
    assert issue["code"] == "login"


def test_an_error_of_ours_says_nothing_but_the_request(
    client: TestClient[Any],
    validators: Validators,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client.app.state, "maximum_ages", None)
    answer = ask(client, BODY, **{"x-request-id": "r-1"})

    assert answer.status_code == 500
    (issue,) = validators.check(answer.text)["issue"]
    assert issue["severity"] == "fatal"
    assert issue["diagnostics"] == "request r-1"
    assert "NoneType" not in answer.text
