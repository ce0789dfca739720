"""What the service says of itself in FHIR, and that it does what it says."""

import json
from typing import Any

import pytest
from litestar.testing import TestClient

from service.transports.fhir.extensions import EXTENSIONS
from service.transports.fhir.openapi import EXAMPLE
from tests.contract.fhir.records import WELL_KNOWN, ask, record
from tests.contract.fhir.validators import Validators


def read(client: TestClient[Any], validators: Validators, path: str) -> dict[str, Any]:
    answer = client.get(f"/fhir/{path}")
    assert answer.status_code == 200, answer.text
    return validators.check(answer.text)


def test_the_capability_statement_is_valid_and_names_the_operation(
    client: TestClient[Any], validators: Validators
) -> None:
    statement = read(client, validators, "metadata")

    assert statement["fhirVersion"] == "4.0.1"
    assert statement["implementation"]["url"].endswith("/fhir")
    (rest,) = statement["rest"]
    (operation,) = rest["operation"]
    patient = next(r for r in rest["resource"] if r["type"] == "Patient")
    assert patient["operation"] == [operation]
    definition = read(client, validators, "OperationDefinition/diabetes-risk")
    assert operation["definition"] == definition["url"]
    assert rest["security"]["cors"] is False
    assert "service" not in rest["security"]


def test_behind_a_guard_it_says_that_tokens_are_asked_for(
    guarded_client: TestClient[Any], validators: Validators
) -> None:
    statement = read(guarded_client, validators, "metadata")

    security = statement["rest"][0]["security"]
    assert security["service"][0]["coding"][0]["code"] == "SMART-on-FHIR"
    assert "Bearer" in security["description"]
    assert statement["implementation"]["url"] == "https://risk.hospital.test/fhir"


def test_the_operation_takes_a_record_and_returns_a_bundle(
    client: TestClient[Any], validators: Validators
) -> None:
    definition = read(client, validators, "OperationDefinition/diabetes-risk")

    assert (definition["system"], definition["type"], definition["instance"]) == (
        True,
        False,
        True,
    )
    assert [(p["name"], p["type"], p["max"]) for p in definition["parameter"]] == [
        ("patient", "Patient", "1"),
        ("observation", "Observation", "*"),
        ("condition", "Condition", "*"),
        ("familyMemberHistory", "FamilyMemberHistory", "*"),
        ("medicationStatement", "MedicationStatement", "*"),
        ("medicationRequest", "MedicationRequest", "*"),
        ("record", "Bundle", "*"),
        ("model", "string", "*"),
        ("horizon", "decimal", "*"),
        ("language", "code", "1"),
        ("date", "date", "1"),
        ("return", "Bundle", "1"),
    ]


@pytest.mark.parametrize("identity", list(EXTENSIONS))
def test_every_extension_has_a_valid_definition(
    client: TestClient[Any], validators: Validators, identity: str
) -> None:
    definition = read(client, validators, f"StructureDefinition/{identity}")

    assert definition["id"] == identity
    assert definition["type"] == "Extension"
    assert definition["url"].endswith(f":{identity}")


def used(element: object) -> dict[str, set[str]]:
    """The extensions in an answer by URL, with the names of their parts."""
    found: dict[str, set[str]] = {}
    if isinstance(element, list):
        for one in element:
            for url, names in used(one).items():
                found.setdefault(url, set()).update(names)
    elif isinstance(element, dict):
        for one in element.get("extension", []):
            if one["url"].startswith("urn:"):
                names = {part["url"] for part in one.get("extension", [])}
                found.setdefault(one["url"], set()).update(names)
        for part in element.values():
            for url, names in used(part).items():
                found.setdefault(url, set()).update(names)
    return found


def test_every_extension_of_an_answer_is_defined_with_its_parts(
    client: TestClient[Any],
) -> None:
    young = record(WELL_KNOWN[0] | {"birthDate": "2010-01-01"})
    answers = [ask(client, body).json() for body in (record(*WELL_KNOWN), young)]
    defined = {
        extension.url: {part.name for part in extension.parts}
        for extension in EXTENSIONS.values()
    }

    assert used(answers) == defined


def test_an_extension_has_no_part_that_is_not_defined() -> None:
    with pytest.raises(KeyError, match="colour"):
        EXTENSIONS["contribution"].having(colour="red")


def test_the_documented_example_is_answered(
    client: TestClient[Any], validators: Validators
) -> None:
    assert ask(client, json.loads(json.dumps(EXAMPLE))).status_code == 200
    assert validators.problems(json.dumps(EXAMPLE)) == []


def test_another_operation_or_extension_is_not_there(
    client: TestClient[Any], validators: Validators
) -> None:
    for path in ("OperationDefinition/x", "StructureDefinition/x", "Patient/1", "x"):
        answer = client.get(f"/fhir/{path}", headers={"accept-language": "en"})
        assert answer.status_code == 404
        (issue,) = validators.check(answer.text)["issue"]
        assert issue["code"] == "not-found"
        assert issue["details"]["text"] == "There is nothing here."
