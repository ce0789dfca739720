"""A FHIR record on the page: its values to enter, and what became of the rest."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from tests.contract.fhir.records import bundle, condition, observation, patient


def read(client: TestClient[Any], body: object, language: str = "en") -> Response:
    """What the page reads in a record."""
    return client.post(f"/page/record?language={language}", json=body)


def test_a_record_is_read_into_values_as_the_interface_takes_them(
    client: TestClient[Any],
) -> None:
    answer = read(
        client,
        bundle(
            patient(birthDate="1972-05"),
            observation("1558-6", 106, "mg/dL"),
            observation("8280-0", 84, "cm"),
            condition("38341003"),
        ),
    )
    values = answer.json()["patient"]

    assert answer.status_code == 200
    assert values == {
        "age": 54,
        "sex": "female",
        "fasting_glucose": {"value": 106, "unit": "mg/dL"},
        "waist": {"value": 84, "unit": "cm"},
        "hypertension": True,
    }
    assert client.post("/v1/risk", json={"patient": values}).status_code == 200


@pytest.mark.parametrize(
    ("language", "used", "approximate"),
    [
        ("en", "Fasting glucose: 5.9 mmol/L (2026-11-02, 20 days old).", "day"),
        (
            "vi",
            "Đường huyết lúc đói: 5,9 mmol/L (ngày 02/11/2026, cách đây 20 ngày).",
            "ước tính",
        ),
    ],
)
def test_what_was_used_and_what_was_not_is_told(
    client: TestClient[Any], language: str, used: str, approximate: str
) -> None:
    record = bundle(
        patient(birthDate="1972"),
        observation("1558-6", 106, "mg/dL"),
        observation("1558-6", 99, "mg/dL", on="2026-06-01"),
        observation("4548-4", 56, "apples"),
    )
    notices = read(client, record, language).json()["notices"]
    told = {(one["code"], one["variable"]): one["text"] for one in notices}

    assert used in told["used", "fasting_glucose"]
    assert approximate in told["approximate_age", "age"]
    assert ("unknown_unit", "hba1c") in told
    assert ("used", "hba1c") not in told


def test_a_record_may_be_the_patient_alone(client: TestClient[Any]) -> None:
    assert read(client, patient()).json()["patient"] == {"age": 54, "sex": "female"}


@pytest.mark.parametrize(
    ("body", "pointer", "message"),
    [
        pytest.param([], "", "JSON object", id="no resource"),
        pytest.param({"a": 1}, ".resourceType", "resourceType", id="of no type"),
        pytest.param(
            {"resourceType": "Bundle", "type": "history"},
            "Bundle.type",
            "one of these types",
            id="no record",
        ),
        pytest.param(
            bundle(patient(birthDate=None)),
            "Bundle.entry[0].resource.birthDate",
            "No risk can be given without it.",
            id="no age",
        ),
        pytest.param(
            bundle(patient(), patient(id="p2")),
            "Bundle",
            "",
            id="two patients",
        ),
    ],
)
def test_a_record_that_cannot_be_used_is_refused_with_its_place(
    client: TestClient[Any], body: object, pointer: str, message: str
) -> None:
    answer = read(client, body)
    error = answer.json()["errors"][0]

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert pointer in error["pointer"]
    assert message in error["message"]


def test_a_record_of_a_lifetime_is_read_and_a_larger_one_is_refused(
    engine: RiskEngine, metrics: Metrics, readiness: Readiness
) -> None:
    entries = [observation("8280-0", 84, "cm", id=f"o{n}") for n in range(400)]
    record = bundle(patient(), *entries)
    settings = Settings(max_body_bytes=1_000, max_record_bytes=200_000)
    app = create_app(settings, engine, metrics, readiness)
    with TestClient(app) as client:
        whole = read(client, record)
        larger = read(client, bundle(patient(), *entries, *entries))

    assert whole.status_code == 200
    assert len(whole.json()["notices"]) < 110
    assert larger.status_code == 413
