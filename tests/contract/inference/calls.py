"""Calls of the Open Inference Protocol, as its clients write them."""

import math
from typing import Any

from httpx import Response
from litestar.testing import TestClient

from service.clinical.patient import Patient

MODEL = "/v2/models/incident-diabetes"
INFER = MODEL + "/infer"
INPUTS = [
    "age",
    "sex",
    "bmi",
    "systolic_bp",
    "family_history_diabetes",
    "fasting_glucose",
    "hba1c",
    "triglycerides",
    "alt",
]
# The patient of FULL, as the model sees her.
ROW = [54, 0, 25.8, 138, 2, 5.2, 5.4, 1.6, 24]
WIDTH = len(INPUTS)


def row_of(patient: Patient, inputs: list[str]) -> list[float | None]:
    """The model's row of a patient; null where not measured."""
    numbers = patient.vector(inputs)
    return [None if math.isnan(number) else number for number in numbers]


def tensor(data: object, rows: int = 1, /, **fields: object) -> dict[str, object]:
    """The input tensor of incident-diabetes."""
    described = {"name": "x", "shape": [rows, WIDTH], "datatype": "FP32", "data": data}
    return {k: v for k, v in (described | fields).items() if v is not ...}


def infer(
    client: TestClient[Any], data: object = ROW, rows: int = 1, **fields: object
) -> Response:
    """Call incident-diabetes with JSON; fields are the request's own."""
    return client.post(
        INFER,
        json={"inputs": [tensor(data, rows)], **fields},
        headers={"accept-language": "en"},
    )


def outputs(response: Response) -> dict[str, list[float]]:
    """The data of every output of a JSON answer."""
    assert response.status_code == 200, response.text
    return {output["name"]: output["data"] for output in response.json()["outputs"]}


def risk_by_rest(client: TestClient[Any], **patient: object) -> dict[str, Any]:
    """What REST answers about the same patient."""
    body = {"patient": patient, "bundles": ["incident-diabetes"]}
    answer = client.post("/v1/risk", json=body).json()
    assessment: dict[str, Any] = answer["assessments"][0]
    return assessment
