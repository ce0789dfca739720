"""The FHIR document to pass on: valid, whole, nobody named, and read back as it was."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from service.clinical.variables import VARIABLES
from service.transports.page.observation import LOINC_BY_UNIT, SNOMED_ANSWERS
from tests.contract.fhir.validators import NodeValidator, Validators

LOADED: dict[str, object] = {
    "age": 54,
    "sex": "female",
    "height": {"value": 1.58, "unit": "m"},
    "weight": 62.5,
    "waist": 84,
    "systolic_bp": {"value": 13.2, "unit": "cm[Hg]"},
    "diastolic_bp": 84,
    "fasting_glucose": {"value": 106, "unit": "mg/dL"},
    "hba1c": {"value": 39, "unit": "mmol/mol"},
    "total_cholesterol": 5.2,
    "triglycerides": {"value": 150, "unit": "mg/dL"},
    "alt": {"value": 0.5, "unit": "ukat/L"},
    "urea": {"value": 30, "unit": "mg{urea}/dL"},
    "smoking": "former",
    "alcohol": "never",
    "family_history_diabetes": "first_degree",
    "diabetic_relatives": "two",
    "physically_active": False,
    "hypertension": True,
    "pregnant": False,
    "known_diabetes": False,
    "ancestry": "east_asian",
}
KNOWN = {"age": 54, "sex": "male", "known_diabetes": True}


@pytest.fixture(scope="session")
def validators() -> Iterator[Validators]:
    """Both validators of FHIR R4."""
    with NodeValidator() as node:
        yield Validators(node)


def document(
    client: TestClient[Any], patient: dict[str, object], language: str = "en"
) -> Response:
    """The document about a patient."""
    body = {"patient": patient, "language": language}
    return client.post("/page/document", json=body)


def resources(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The resources of a type in a document."""
    found = [entry["resource"] for entry in made["entry"]]
    return [one for one in found if one["resourceType"] == kind]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "patient",
    [
        pytest.param(LOADED, id="everything entered"),
        pytest.param({"age": 54, "sex": "male"}, id="the least"),
        pytest.param(KNOWN, id="not assessed"),
    ],
)
def test_both_validators_find_nothing_wrong(
    client: TestClient[Any],
    validators: Validators,
    patient: dict[str, object],
    language: str,
) -> None:
    answer = document(client, patient, language)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/fhir+json; charset=utf-8"
    assert answer.headers["content-language"] == language
    validators.check(answer.text)


def test_it_is_a_document_whose_references_lead_somewhere(
    client: TestClient[Any],
) -> None:
    made = document(client, LOADED).json()
    addresses = {entry["fullUrl"] for entry in made["entry"]}
    text = json.dumps(made)
    named = {part.split('"')[0] for part in text.split('"reference": "')[1:]}

    assert made["type"] == "document"
    assert made["timestamp"] == "2026-11-22T12:00:00+07:00"
    assert made["identifier"]["value"]
    assert made["entry"][0]["resource"]["resourceType"] == "Composition"
    assert named - {"#model"} <= addresses
    assert len(addresses) == len(made["entry"])


def test_the_answers_are_those_of_the_interface(client: TestClient[Any]) -> None:
    untested = {
        n: v for n, v in LOADED.items() if n not in {"fasting_glucose", "hba1c"}
    }
    loaded = untested | {"random_glucose": {"value": 106, "unit": "mg/dL"}}
    made = document(client, loaded).json()
    body = {"patient": loaded, "language": "en"}
    told = client.post("/v1/risk", json=body).json()
    same = told["assessments"]
    [composition] = resources(made, "Composition")
    given = resources(made, "RiskAssessment")

    assert [one["method"]["text"] for one in given] == [
        f"{one['bundle']['name']} {one['bundle']['version']}" for one in same
    ]
    assert told["conclusion"]["status"]["text"] in composition["text"]["div"]
    assert told["conclusion"]["next_step"]["text"] in composition["text"]["div"]
    for one, wanted in zip(given, same, strict=True):
        assert [p["probabilityDecimal"] for p in one["prediction"]] == pytest.approx(
            [100 * risk["probability"] for risk in wanted["risks"]]
        )
        assert wanted["narrative"] in composition["text"]["div"]
    assert "Random glucose: 106 mg/dL" in composition["text"]["div"]
    assert "not a diagnosis" in composition["text"]["div"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "already"), ("vi", "đã được chẩn đoán")],
)
def test_that_somebody_is_not_assessed_is_said_in_words(
    client: TestClient[Any], language: str, said: str
) -> None:
    made = document(client, KNOWN, language).json()
    [composition] = resources(made, "Composition")

    assert said in composition["text"]["div"].lower()
    assert {one["status"] for one in resources(made, "RiskAssessment")} == {"cancelled"}


def test_nobody_is_named_in_it(client: TestClient[Any]) -> None:
    made = document(client, LOADED).json()

    assert resources(made, "Patient") == [
        {"resourceType": "Patient", "gender": "female"}
    ]
    assert "birthDate" not in json.dumps(made)


def test_the_page_reads_its_own_document_back(client: TestClient[Any]) -> None:
    made = document(client, LOADED).json()
    read = client.post("/page/record?language=en", json=made).json()
    first = client.post("/v1/risk", json={"patient": LOADED}).json()
    again = client.post("/v1/risk", json={"patient": read["patient"]}).json()

    assert set(read["patient"]) == set(LOADED)
    for one, other in zip(again["assessments"], first["assessments"], strict=True):
        assert one["risks"] == other["risks"]


def test_what_cannot_be_read_is_refused_as_the_interface_refuses_it(
    client: TestClient[Any],
) -> None:
    patient: dict[str, object] = {"age": 54, "sex": "female", "waist": 1_000}
    answer = document(client, patient)

    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/patient/waist"]


def test_every_code_of_a_unit_is_one_that_its_variable_is_read_by() -> None:
    for (name, unit), code in LOINC_BY_UNIT.items():
        assert code in VARIABLES[name].loinc
        assert unit in {one.code for one in VARIABLES[name].units}
    for name, value in SNOMED_ANSWERS:
        assert VARIABLES[name].kind == "yes_no" or value in VARIABLES[name].codes
