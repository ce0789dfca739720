"""Answers against the protocol's own schemas, those of open_inference_rest.yaml."""

from typing import Any

import pytest
from jsonschema_rs import validator_for
from litestar.testing import TestClient

from tests.contract.inference.calls import infer

TEXT = {"type": "string"}
TENSOR = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "datatype": TEXT,
        "shape": {"type": "array", "items": {"type": "integer"}},
        "parameters": {
            "type": "object",
            "additionalProperties": {"type": ["string", "number", "boolean"]},
        },
    },
    "required": ["name", "datatype", "shape"],
}
DATA = {"type": "array", "items": {"type": "number"}}
SCHEMAS = {
    "metadata_server_response": {
        "type": "object",
        "properties": {
            "name": TEXT,
            "version": TEXT,
            "extensions": {"type": "array", "items": TEXT},
        },
        "required": ["name", "version", "extensions"],
    },
    "metadata_model_response": {
        "type": "object",
        "properties": {
            "name": TEXT,
            "versions": {"type": "array", "items": TEXT},
            "platform": TEXT,
            "inputs": {"type": "array", "items": TENSOR},
            "outputs": {"type": "array", "items": TENSOR},
        },
        "required": ["name", "platform", "inputs", "outputs"],
    },
    "inference_response": {
        "type": "object",
        "properties": {
            "model_name": TEXT,
            "model_version": TEXT,
            "id": TEXT,
            "parameters": {"type": "object"},
            "outputs": {
                "type": "array",
                "items": {
                    "allOf": [
                        TENSOR,
                        {"properties": {"data": DATA}, "required": ["data"]},
                    ]
                },
            },
        },
        "required": ["model_name", "outputs"],
    },
    "inference_error_response": {
        "type": "object",
        "properties": {"error": TEXT},
        "required": ["error"],
    },
}


def assert_valid(kind: str, answer: object) -> None:
    validator_for(SCHEMAS[kind]).validate(answer)


@pytest.mark.parametrize("name", ["incident-diabetes", "undiagnosed-diabetes"])
def test_metadata_is_as_the_protocol_describes_it(
    client: TestClient[Any], name: str
) -> None:
    assert_valid("metadata_server_response", client.get("/v2").json())
    assert_valid("metadata_model_response", client.get(f"/v2/models/{name}").json())


def test_answers_and_errors_are_as_the_protocol_describes_them(
    client: TestClient[Any],
) -> None:
    assert_valid("inference_response", infer(client, id="1").json())
    assert_valid("inference_response", infer(client).json())
    assert_valid("inference_error_response", infer(client, [1]).json())
    assert_valid("inference_error_response", client.get("/v2/models/no").json())
