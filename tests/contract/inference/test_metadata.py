"""What server and models say of themselves, and whether they are ready."""

from typing import Any

import pytest
from litestar.testing import TestClient

from service.engine.bundle import Bundle
from service.transports.health import Readiness
from tests.contract.inference.calls import INPUTS, MODEL

READY = ["/v2/health/ready", MODEL + "/ready", MODEL + "/versions/3.0.0/ready"]


def test_the_server_names_itself_and_the_binary_extension(
    client: TestClient[Any],
) -> None:
    answer = client.get("/v2").json()

    assert answer == {
        "name": "diabetes-risk",
        "version": client.get("/v1/version").json()["service"],
        "extensions": ["binary_tensor_data"],
    }
    assert client.get("/v2/").json() == answer


def test_a_model_describes_the_tensors_of_its_clients_and_no_others(
    client: TestClient[Any], bundle: Bundle
) -> None:
    answer = client.get(MODEL).json()

    assert answer["name"] == "incident-diabetes"
    assert answer["versions"] == [bundle.manifest.version]
    assert answer["platform"] == "onnx_onnxv1"
    shapes = {x["name"]: x["shape"] for x in answer["inputs"] + answer["outputs"]}
    assert shapes == {
        "x": [-1, 9],
        "risk": [-1, 2],
        "log_odds": [-1, 1],
        "base": [-1, 1],
        "contributions": [-1, 9],
    }
    versioned = client.get(f"{MODEL}/versions/{bundle.manifest.version}")
    assert versioned.json() == answer


def test_a_model_says_what_its_columns_are_and_what_is_not_done(
    client: TestClient[Any],
) -> None:
    answer = client.get(MODEL).json()
    columns = answer["inputs"][0]["parameters"]
    risk = answer["outputs"][0]

    assert columns.pop("columns") == ",".join(INPUTS)
    assert columns.pop("required") == "age,sex"
    assert list(columns) == INPUTS
    assert columns["sex"] == "0=female, 1=male"
    assert columns["fasting_glucose"] == "2..35 mmol/L"
    assert (risk["name"], risk["parameters"]) == ("risk", {"horizons_years": "3,5"})
    assert answer["parameters"] == {
        "outcome": "incident-type-2-diabetes",
        "eligibility_checked": False,
        "units_converted": False,
    }


def test_the_answers_to_yes_and_no_are_described_as_numbers(
    client: TestClient[Any],
) -> None:
    answer = client.get("/v2/models/undiagnosed-diabetes").json()

    assert answer["inputs"][0]["parameters"]["hypertension"] == "0=false, 1=true"
    assert answer["outputs"][0]["parameters"] == {"horizons_years": "0"}


@pytest.mark.parametrize("path", READY)
def test_while_draining_nothing_is_ready_but_the_server_lives(
    client: TestClient[Any], readiness: Readiness, path: str
) -> None:
    before = client.get(path)
    readiness.draining = True
    after = client.get(path)

    assert (before.status_code, before.json()["ready"]) == (200, True)
    assert (after.status_code, after.json()["ready"]) == (503, False)
    assert client.get("/v2/health/live").json() == {"live": True}
