"""What a guarded service says of itself, and to pages in a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from tests.access import access_claims, bearer, signed

EHR = "https://ehr.hospital.test"


def test_the_document_tells_which_scope_opens_what(
    guarded_client: TestClient[Any],
) -> None:
    document = guarded_client.get("/schema/openapi.json").json()

    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    needed = {
        path: [operation.get("security") for operation in item.values()]
        for path, item in document["paths"].items()
    }
    assert needed["/v1/risk"] == [[{"token": ["risk.read"]}]]
    assert needed["/fhir/$diabetes-risk"] == [[{"token": ["fhir"]}]]
    assert needed["/metrics"] == [[{"token": ["ops"]}]]
    assert needed["/healthz"] == [None]
    assert needed["/cds-services"] == [None]
    responses = document["paths"]["/v1/risk"]["post"]["responses"]
    assert {"200", "401", "403", "422"} <= set(responses)
    assert "401" not in document["paths"]["/healthz"]["get"]["responses"]


def test_the_document_of_an_open_service_asks_for_no_token(
    client: TestClient[Any],
) -> None:
    document = client.get("/schema/openapi.json").json()

    assert "securitySchemes" not in document["components"]
    assert "security" not in document["paths"]["/v1/risk"]["post"]


@pytest.mark.parametrize("path", ["/fhir/$diabetes-risk", "/fhir/Patient/1/$x"])
def test_fhir_refusals_are_operation_outcomes(
    guarded_client: TestClient[Any], path: str
) -> None:
    answer = guarded_client.post(path, json={})

    assert answer.status_code in {401, 404}
    assert answer.headers["content-type"].startswith("application/fhir+json")
    assert answer.json()["resourceType"] == "OperationOutcome"
    if answer.status_code == 401:
        assert answer.json()["issue"][0]["code"] == "login"
        assert answer.headers["www-authenticate"] == 'Bearer realm="diabetes-risk"'


def test_inference_refusals_are_those_of_its_protocol(
    guarded_client: TestClient[Any],
) -> None:
    answer = guarded_client.get("/v2/models/incident-diabetes")

    assert answer.status_code == 401
    assert list(answer.json()) == ["error"]
    assert answer.headers["www-authenticate"] == 'Bearer realm="diabetes-risk"'


@pytest.fixture
def in_browsers(
    engine: RiskEngine, metrics: Metrics, readiness: Readiness
) -> Iterator[TestClient[Any]]:
    settings = Settings(cors_origins=(EHR,))
    with TestClient(create_app(settings, engine, metrics, readiness)) as client:
        yield client


def test_a_listed_origin_may_call_with_a_token(in_browsers: TestClient[Any]) -> None:
    asked = in_browsers.options(
        "/cds-services/diabetes-risk",
        headers={
            "origin": EHR,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization, content-type",
        },
    )
    answer = in_browsers.get("/cds-services", headers={"origin": EHR})

    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == EHR
    assert asked.headers["access-control-allow-methods"] == "GET, POST"
    assert "authorization" in asked.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in asked.headers
    assert answer.headers["access-control-allow-origin"] == EHR
    assert answer.headers["access-control-expose-headers"] == "x-request-id"


@pytest.mark.parametrize(
    "origin",
    [
        "https://stranger.test",
        f"{EHR}.stranger.test",
        EHR.replace("https", "http"),
        f"{EHR}:8443",
        "https://ehrxhospital.test",
        "null",
    ],
)
def test_no_other_origin_is_told_that_it_may(
    in_browsers: TestClient[Any], origin: str
) -> None:
    headers = {"origin": origin, "access-control-request-method": "POST"}

    asked = in_browsers.options("/cds-services", headers=headers)
    answer = in_browsers.get("/cds-services", headers={"origin": origin})

    assert asked.status_code == 400
    assert "access-control-allow-origin" not in asked.headers
    assert "access-control-allow-origin" not in answer.headers


def test_without_listed_origins_no_page_may_call(client: TestClient[Any]) -> None:
    answer = client.get("/cds-services", headers={"origin": EHR})

    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_page_of_the_api_is_served_with_the_guard(
    guarded_client: TestClient[Any],
) -> None:
    assert guarded_client.get("/schema").status_code == 200
    assert guarded_client.get("/schema/static/swagger-ui.css").status_code == 200
    headers = bearer(signed(access_claims()))
    assert guarded_client.get("/v1/version", headers=headers).status_code == 200
