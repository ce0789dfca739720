"""Calls that clients of the protocol make by hand, and what they get."""

import json
import struct
from typing import Any

import pytest
from litestar.testing import TestClient

from service.engine.bundle import Bundle
from tests.contract.inference.calls import (
    INFER,
    MODEL,
    ROW,
    infer,
    outputs,
    tensor,
)

HALF_KNOWN = [54, 0, 25.8, 138, 2, 5.2, None, None, None]


def test_the_answer_names_the_model_its_version_and_the_call(
    client: TestClient[Any], bundle: Bundle
) -> None:
    answer = infer(client, id="ca-số-1").json()

    assert answer["id"] == "ca-số-1"
    assert answer["model_name"] == "incident-diabetes"
    assert answer["model_version"] == bundle.manifest.version
    assert "id" not in infer(client).json()


def test_the_version_that_is_served_can_be_named(
    client: TestClient[Any], bundle: Bundle
) -> None:
    path = f"{MODEL}/versions/{bundle.manifest.version}/infer"

    named = client.post(path, json={"inputs": [tensor(ROW)]})

    assert outputs(named) == outputs(infer(client))


def test_outputs_come_in_the_order_they_are_asked_for(client: TestClient[Any]) -> None:
    asked = [{"name": "contributions"}, {"name": "risk", "parameters": {"other": 1}}]

    answer = infer(client, [*ROW, *ROW], rows=2, outputs=asked).json()

    assert [(o["name"], o["shape"], len(o["data"])) for o in answer["outputs"]] == [
        ("contributions", [2, 9], 18),
        ("risk", [2, 2], 4),
    ]
    assert {o["datatype"] for o in answer["outputs"]} == {"FP32"}


def test_data_may_be_flat_or_by_rows(client: TestClient[Any]) -> None:
    flat = infer(client, [*ROW, *HALF_KNOWN], rows=2)
    by_rows = infer(client, [ROW, HALF_KNOWN], rows=2)

    assert outputs(flat) == outputs(by_rows)


def test_null_and_the_bare_nan_of_python_mean_not_measured(
    client: TestClient[Any],
) -> None:
    text = json.dumps(
        {"inputs": [tensor([float("nan") if x is None else x for x in HALF_KNOWN])]}
    )
    assert "NaN" in text

    with_nan = client.post(INFER, content=text)

    assert outputs(with_nan) == outputs(infer(client, HALF_KNOWN))
    assert outputs(with_nan) != outputs(infer(client, ROW))


@pytest.mark.parametrize("datatype", ["FP64", "INT32", "INT64"])
def test_other_datatypes_are_converted(client: TestClient[Any], datatype: str) -> None:
    whole = [54, 0, 26, 138, 2, 5, 5, 2, 24]

    sent = {"inputs": [tensor(whole, datatype=datatype)]}
    converted = client.post(INFER, json=sent)

    assert outputs(converted) == outputs(infer(client, whole))


def test_a_call_shaped_as_kserve_writes_it_is_answered(
    client: TestClient[Any],
) -> None:
    body = {
        "id": "0a4b9d4e-2f6e-4b43-9d55-1b2b7c1f6a10",
        "model_name": "incident-diabetes",
        "inputs": [tensor(ROW, parameters={"binary_data_size": None})],
        "outputs": [{"name": "risk", "parameters": {"binary_data": False}}],
        "parameters": {"binary_data_output": False},
    }

    answer = client.post(INFER, json=body)

    assert outputs(answer) == {"risk": outputs(infer(client))["risk"]}


def test_a_call_shaped_as_mlserver_writes_it_is_answered(
    client: TestClient[Any],
) -> None:
    body = {
        "id": None,
        "parameters": {"content_type": "np", "headers": None},
        "inputs": [
            tensor(HALF_KNOWN, datatype="FP64", parameters={"content_type": "np"})
        ],
        "outputs": None,
    }

    answer = client.post(INFER, json=body)

    assert outputs(answer) == outputs(infer(client, HALF_KNOWN))


def test_bytes_behind_the_json_are_little_endian_and_row_major(
    client: TestClient[Any],
) -> None:
    behind = struct.pack("<18d", *ROW, *ROW[:1], *ROW[1:])
    sent = tensor(..., 2, datatype="FP64", parameters={"binary_data_size": len(behind)})
    head = json.dumps(
        {
            "inputs": [sent],
            "outputs": [
                {"name": "risk", "parameters": {"binary_data": True}},
                {"name": "log_odds"},
            ],
        }
    ).encode()

    answer = client.post(
        INFER,
        content=head + behind,
        headers={"Inference-Header-Content-Length": str(len(head))},
    )

    assert answer.headers["content-type"] == "application/octet-stream"
    end = int(answer.headers["inference-header-content-length"])
    risk, log_odds = json.loads(answer.content[:end])["outputs"]
    assert risk == {
        "name": "risk",
        "shape": [2, 2],
        "datatype": "FP32",
        "parameters": {"binary_data_size": 16},
    }
    expected = outputs(infer(client))
    assert log_odds["data"] == expected["log_odds"] * 2
    numbers = struct.unpack("<4f", answer.content[end:])
    assert [round(number, 7) for number in numbers] == expected["risk"] * 2


def test_every_kind_of_nan_means_not_measured(client: TestClient[Any]) -> None:
    """A signalling one raises an exception in the processor when it is converted."""
    signalling = struct.pack("<Q", 0x7FF0000000000001)
    numbers = [
        struct.pack("<d", x) if x is not None else signalling for x in HALF_KNOWN
    ]
    size = {"binary_data_size": 72}
    head = json.dumps(
        {"inputs": [tensor(..., datatype="FP64", parameters=size)]}
    ).encode()

    answer = client.post(
        INFER,
        content=b"".join([head, *numbers]),
        headers={"inference-header-content-length": str(len(head))},
    )

    assert outputs(answer) == outputs(infer(client, HALF_KNOWN))


def test_a_large_call_gives_every_row_what_it_gets_alone(
    client: TestClient[Any],
) -> None:
    ages = [20 + at % 60 for at in range(1_500)]
    rows = [[age, *ROW[1:]] for age in ages]

    together = outputs(infer(client, rows, rows=1_500))["risk"]

    assert together[:2] == outputs(infer(client, rows[0]))["risk"]
    assert together[-2:] == outputs(infer(client, rows[-1]))["risk"]
    assert together[2 * 60 : 2 * 120] == together[: 2 * 60]


def test_rows_and_times_are_counted_but_no_assessment(client: TestClient[Any]) -> None:
    infer(client, [ROW, ROW, ROW], rows=3)

    lines = client.get("/metrics").text.splitlines()

    assert 'diabetes_risk_rows_total{outcome="answered"} 3.0' in lines
    assert 'diabetes_risk_stage_duration_seconds_count{stage="score"} 1.0' in lines
    assessments = [x for x in lines if x.startswith("diabetes_risk_assessments_total{")]
    assert assessments
    assert all(line.endswith(" 0.0") for line in assessments)
