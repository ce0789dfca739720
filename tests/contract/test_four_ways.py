"""One patient by REST, FHIR, CDS Hooks and the inference protocol: one probability."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from litestar.testing import TestClient

from docs.generated.live import DAY
from docs.generated.record import CALL, HOOK
from service.app import create_app
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.inference.openapi import EXAMPLE
from service.transports.openapi import EXAMPLE_REQUEST

NAME = "incident-diabetes"


@pytest.fixture
def expected(bundle: Bundle) -> list[str]:
    """What the graph gives that patient, as text: a digit more or less would show."""
    [x] = EXAMPLE["inputs"]
    row = np.array([x["data"]], dtype=np.float32)
    return [str(round(float(risk), 7)) for risk in bundle.scorer.score(row).risk[0]]


@pytest.fixture
def client(
    engine: RiskEngine, metrics: Metrics, readiness: Readiness
) -> Iterator[TestClient[Any]]:
    """The application on the day of the record: a hook brings no day of its own."""
    app = create_app(Settings(), engine, metrics, readiness, lambda: DAY)
    with TestClient(app) as client:
        yield client


def sent_back(client: TestClient[Any], path: str, body: object) -> Any:
    """The answer with its numbers as they were sent."""
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=str)


def test_rest(client: TestClient[Any], expected: list[str]) -> None:
    [assessment] = sent_back(client, "/v1/risk", EXAMPLE_REQUEST)["assessments"]

    assert [risk["probability"] for risk in assessment["risks"]] == expected


def test_fhir_as_a_percentage(client: TestClient[Any], expected: list[str]) -> None:
    answer = sent_back(client, "/fhir/$diabetes-risk", CALL)
    assessment = answer["entry"][0]["resource"]

    assert assessment["method"]["coding"][0]["code"] == NAME
    assert [
        str(Decimal(prediction["probabilityDecimal"]) / 100)
        for prediction in assessment["prediction"]
    ] == expected


def test_cds_hooks(client: TestClient[Any], expected: list[str]) -> None:
    [card] = sent_back(client, "/cds-services/diabetes-risk", HOOK)["cards"]
    [figures] = card["extension"]["urn:diabetes-risk:assessment"]["assessments"]

    assert figures["bundle"]["name"] == NAME
    assert [risk["probability"] for risk in figures["risks"]] == expected


def test_the_inference_protocol(client: TestClient[Any], expected: list[str]) -> None:
    outputs = sent_back(client, f"/v2/models/{NAME}/infer", EXAMPLE)["outputs"]
    [risk] = [output for output in outputs if output["name"] == "risk"]

    assert risk["data"] == expected
