"""The OpenAPI document, its page, and what the code does must agree."""

import re
from typing import Any

from jsonschema_rs import validator_for
from litestar.testing import TestClient

from service.clinical.variables import VARIABLES
from service.transports.openapi import EXAMPLE_REQUEST


def document(client: TestClient[Any]) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/schema/openapi.json").json()
    return answer


def schema_of(openapi: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A schema that can be used on its own."""
    return {"components": openapi["components"], **part}


def test_every_public_path_is_described(client: TestClient[Any]) -> None:
    openapi = document(client)

    assert openapi["openapi"].startswith("3.1")
    assert set(openapi["paths"]) == {
        "/v1/risk",
        "/v1/risk/what-if",
        "/v1/risk/batch",
        "/v1/bundles",
        "/v1/bundles/{name}",
        "/v1/bundles/{name}/files/{file}",
        "/v1/variables",
        "/v1/version",
        "/healthz",
        "/readyz",
        "/metrics",
        "/fhir/metadata",
        "/fhir/OperationDefinition/{identity}",
        "/fhir/StructureDefinition/{identity}",
        "/fhir/$diabetes-risk",
        "/fhir/Patient/{identity}/$diabetes-risk",
        "/cds-services",
        "/cds-services/{service_id}",
        "/cds-services/{service_id}/feedback",
        "/v2",
        "/v2/health/live",
        "/v2/health/ready",
        "/v2/models/{model}",
        "/v2/models/{model}/ready",
        "/v2/models/{model}/infer",
        "/v2/models/{model}/versions/{version}",
        "/v2/models/{model}/versions/{version}/ready",
        "/v2/models/{model}/versions/{version}/infer",
    }


def test_the_patient_schema_is_the_clinical_table(client: TestClient[Any]) -> None:
    body = document(client)["paths"]["/v1/risk"]["post"]["requestBody"]
    request = body["content"]["application/json"]["schema"]
    patient = request["properties"]["patient"]

    assert list(patient["properties"]) == list(VARIABLES)
    assert patient["required"] == ["age", "sex"]
    assert patient["additionalProperties"] is False
    plain, _, in_mg, null = patient["properties"]["fasting_glucose"]["anyOf"]
    assert (plain["minimum"], plain["maximum"]) == (2, 35)
    assert in_mg["properties"]["unit"]["enum"] == ["mg/dL"]
    assert null == {"type": "null"}


def test_the_example_is_valid_and_so_is_its_answer(client: TestClient[Any]) -> None:
    openapi = document(client)
    operation = openapi["paths"]["/v1/risk"]["post"]
    body = operation["requestBody"]["content"]["application/json"]
    response = operation["responses"]["200"]["content"]["application/json"]

    assert body["examples"]["a patient"]["value"] == EXAMPLE_REQUEST
    validator_for(schema_of(openapi, body["schema"])).validate(EXAMPLE_REQUEST)
    answer = client.post("/v1/risk", json=EXAMPLE_REQUEST).json()
    validator_for(schema_of(openapi, response["schema"])).validate(answer)


def test_problems_are_described_as_problems(client: TestClient[Any]) -> None:
    responses = document(client)["paths"]["/v1/risk"]["post"]["responses"]

    assert {"200", "400", "408", "413", "422", "503"} == set(responses)
    for status in ("400", "408", "413", "422", "503"):
        assert list(responses[status]["content"]) == ["application/problem+json"]


def test_every_refusal_of_the_interface_is_described_as_a_problem(
    client: TestClient[Any],
) -> None:
    for path, operations in document(client)["paths"].items():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if path.startswith("/v1/") and status >= "400":
                    found = list(answer["content"])
                    assert found == ["application/problem+json"], (path, status)


def test_the_switch_of_a_batch_is_described_with_its_words(
    client: TestClient[Any],
) -> None:
    batch = document(client)["paths"]["/v1/risk/batch"]["post"]
    (switch,) = (p for p in batch["parameters"] if p["name"] == "interval")

    assert switch["schema"]["enum"] == ["true", "false"]


def test_the_page_needs_no_internet(client: TestClient[Any]) -> None:
    page = client.get("/schema")

    assert page.status_code == 200
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", page.text)
    assert addresses
    for address in addresses:
        assert address.startswith("/schema/"), address
        assert client.get(address).status_code == 200
