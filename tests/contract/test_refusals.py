"""Refusals: every problem told at once, as RFC 9457 problem details, never a 500."""

import json
from typing import Any

import pytest
from litestar.testing import TestClient

REQUEST = {"patient": {"age": 54, "sex": "female"}, "language": "vi"}


def refuse(client: TestClient[Any], body: object, status: int = 422) -> dict[str, Any]:
    response = client.post("/v1/risk", content=json.dumps(body))
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    answer: dict[str, Any] = response.json()
    return answer


def test_every_problem_of_a_patient_is_told_at_once(client: TestClient[Any]) -> None:
    patient = {
        "age": True,
        "fasting_glucose": 106,
        "hba1c": {"value": 5.5, "unit": "mol"},
        "smoking": "sometimes",
        "pregnant": "no",
        "wieght": 60,
    }

    answer = refuse(client, {"patient": patient, "language": "en", "extra": 1})

    assert {(e["pointer"], e["code"]) for e in answer["errors"]} == {
        ("/patient/age", "wrong_type"),
        ("/patient/sex", "required"),
        ("/patient/fasting_glucose", "implausible"),
        ("/patient/hba1c/unit", "unknown_unit"),
        ("/patient/smoking", "unknown_choice"),
        ("/patient/pregnant", "wrong_type"),
        ("/patient/wieght", "unknown_field"),
        ("/extra", "unknown_field"),
    }
    messages = {e["pointer"]: e["message"] for e in answer["errors"]}
    assert (
        "106 looks like mg/dL; send the unit." in messages["/patient/fasting_glucose"]
    )
    assert "Did you mean weight?" in messages["/patient/wieght"]
    assert answer["status"] == 422
    assert answer["type"] == "urn:diabetes-risk:problem:invalid-request"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b'{"patient": {"age": NaN, "sex": "male"}}', id="NaN"),
        pytest.param(b'{"patient": {"age": Infinity, "sex": "male"}}', id="Infinity"),
        pytest.param(b'{"patient": {"age": 5, "age": 50}}', id="repeated name"),
        pytest.param(b"[" * 30_000, id="nested too deep"),
        pytest.param(b"1" * 5_000, id="number of 5,000 digits"),
    ],
)
def test_what_is_not_json_is_refused_as_such(
    client: TestClient[Any], body: bytes
) -> None:
    response = client.post(
        "/v1/risk", content=body, headers={"content-type": "application/json"}
    )

    assert response.status_code == 400
    assert response.json()["type"] == "urn:diabetes-risk:problem:malformed-json"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        pytest.param([], "", id="an array"),
        pytest.param("patient", "", id="a string"),
        pytest.param(None, "", id="null"),
        pytest.param({}, "/patient", id="no patient"),
        pytest.param({"patient": [1]}, "/patient", id="patient is an array"),
        pytest.param(REQUEST | {"language": "fr"}, "/language", id="French"),
        pytest.param(REQUEST | {"language": ["vi"]}, "/language", id="a list"),
        pytest.param(
            REQUEST | {"bundles": ["none"]}, "/bundles/0", id="no such bundle"
        ),
        pytest.param(REQUEST | {"bundles": [{}]}, "/bundles/0", id="not a name"),
        pytest.param(REQUEST | {"bundles": []}, "/bundles", id="no bundle"),
        pytest.param(REQUEST | {"bundles": "x"}, "/bundles", id="a string of bundles"),
        pytest.param(REQUEST | {"interval": "no"}, "/interval", id="interval as text"),
        pytest.param(REQUEST | {"interval": 0}, "/interval", id="interval as number"),
    ],
)
def test_a_wrong_envelope_is_refused_with_a_pointer(
    client: TestClient[Any], body: object, pointer: str
) -> None:
    assert pointer in {e["pointer"] for e in refuse(client, body)["errors"]}


def test_numbers_beyond_all_bounds_are_implausible_not_a_crash(
    client: TestClient[Any],
) -> None:
    body = b'{"patient": {"age": %s, "sex": "male", "alt": 1e999, "bmi": -1e999}}'

    response = client.post("/v1/risk", content=body % (b"9" * 400))

    assert response.status_code == 422
    assert {e["code"] for e in response.json()["errors"]} == {"implausible"}


def test_a_lone_surrogate_in_a_name_or_value_does_not_break_the_answer(
    client: TestClient[Any],
) -> None:
    body = rb'{"patient": {"age": 50, "sex": "\ud800", "\udfff": 1}, "\ud800": 1}'

    response = client.post("/v1/risk", content=body)

    assert response.status_code == 422
    assert len(response.json()["errors"]) == 3


def test_a_huge_body_is_refused(client: TestClient[Any]) -> None:
    response = client.post("/v1/risk", content=b" " * 70_000)

    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    ["/v1/risk", "/v1/nothing", "/v1/bundles/none", "/v1/bundles/none/files/card.md"],
)
def test_refusals_without_a_handler_are_problems_too(
    client: TestClient[Any], path: str
) -> None:
    response = client.get(path)

    assert response.status_code == (405 if path == "/v1/risk" else 404)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["request_id"] == response.headers["x-request-id"]
