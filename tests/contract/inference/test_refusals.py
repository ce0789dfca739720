"""What the protocol's calls are refused for: a 4xx, and `error` says why."""

import json
import struct
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from tests.access import access_claims, bearer, signed
from tests.contract.inference.calls import INFER, MODEL, ROW, infer, tensor

ENGLISH = {"accept-language": "en"}


def refusal(response: Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert list(answer) == ["error"]
    return response.status_code, answer["error"]


def refused(client: TestClient[Any], body: object) -> str:
    response = client.post(INFER, content=json.dumps(body), headers=ENGLISH)
    status, error = refusal(response)
    assert status == 400
    return error


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"name": "input-0"}, "inputs must be one tensor, named x."),
        ({"shape": [9]}, "x: shape must be [rows, 9], with 1 to 10000 rows."),
        ({"shape": [1, 10]}, "x: shape must be [rows, 9], with 1 to 10000 rows."),
        ({"shape": [0, 9]}, "x: shape must be [rows, 9], with 1 to 10000 rows."),
        ({"shape": [-1, 9]}, "x: shape must be [rows, 9], with 1 to 10000 rows."),
        ({"shape": [10_001, 9]}, "x: shape must be [rows, 9], with 1 to 10000 rows."),
        ({"shape": [1.0, 9]}, "Expected `int`, got `float` - at `$.inputs[0].shape"),
        ({"datatype": "BYTES"}, "x: datatype must be one of FP32, FP64, INT32, INT64."),
        ({"data": ROW[:-1]}, "x: data must have 9 numbers, flat or by rows of 9."),
        ({"data": [ROW[:-1]]}, "x: data must have 9 numbers, flat or by rows of 9."),
        ({"data": [ROW, 1]}, "x: data must have 9 numbers, flat or by rows of 9."),
        ({"data": ["54", *ROW[1:]]}, "x: data of type FP32 must be numbers, or null"),
        ({"data": [True, *ROW[1:]]}, "x: data of type FP32 must be numbers, or null"),
        ({"data": [[[54]], *ROW[1:]]}, "x: data must have 9 numbers"),
        ({"data": [[[54], *ROW[1:]]]}, "x: data of type FP32 must be numbers, or null"),
        ({"data": [10**400, *ROW[1:]]}, "x: data of type FP32 must be numbers"),
        ({"datatype": "INT64"}, "x: data of type INT64 must be whole numbers."),
        ({"data": ...}, "x: send either data, or binary_data_size and the bytes"),
        ({"parameters": {"binary_data_size": 36}}, "x: send either data, or binary"),
        ({"parameters": [1]}, "Expected `object | null`, got `array`"),
    ],
)
def test_a_tensor_that_is_not_the_models_is_refused(
    client: TestClient[Any], changed: dict[str, object], error: str
) -> None:
    assert error in refused(client, {"inputs": [tensor(ROW, **changed)]})


@pytest.mark.parametrize(
    ("column", "number", "error"),
    [
        (0, 121, "x[0, 0] is no number of age that a patient can have: 0..120 a."),
        (1, 2, "x[0, 1] is no number of sex that a patient can have: 0=female, 1=male"),
        (1, 0.5, "x[0, 1] is no number of sex"),
        (5, 106, "x[0, 5] is no number of fasting_glucose"),
        (8, 1e300, "x[0, 8] is no number of alt"),
        (8, -1e999, "-Infinity is not a JSON number."),
    ],
)
def test_a_number_that_no_patient_has_is_refused(
    client: TestClient[Any], column: int, number: float, error: str
) -> None:
    row = [*ROW[:column], number, *ROW[column + 1 :]]

    assert error in refused(client, {"inputs": [tensor(row)]})


@pytest.mark.parametrize(("number", "status"), [(0.05, 200), (25, 200), (0.04, 400)])
def test_the_limits_of_the_clinical_table_belong_to_it(
    client: TestClient[Any], number: float, status: int
) -> None:
    row = [*ROW[:7], number, ROW[8]]

    assert infer(client, row).status_code == status


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ([], "Expected `object`, got `array`"),
        ({}, "Object missing required field `inputs`"),
        ({"inputs": None}, "Expected `array`, got `null` - at `$.inputs`"),
        ({"inputs": []}, "inputs must be one tensor, named x."),
        ({"inputs": [tensor(ROW)] * 2}, "inputs must be one tensor, named x."),
        ({"inputs": [tensor(ROW)], "id": 7}, "Expected `str | null`, got `int`"),
        ({"inputs": [tensor(ROW)], "id": "\ud800"}, "half of a surrogate pair"),
        (
            {"inputs": [tensor(ROW)], "outputs": [{"name": "companion_rows"}]},
            "There is no output 'companion_rows'; there are: risk, log_odds, base,",
        ),
        (
            {"inputs": [tensor(ROW)], "outputs": [{"name": "risk"}] * 2},
            "Output 'risk' is asked for more than once.",
        ),
    ],
)
def test_a_request_that_is_not_the_protocols_is_refused(
    client: TestClient[Any], body: object, error: str
) -> None:
    assert error in refused(client, body)


@pytest.mark.parametrize(
    "text", [b"", b"{", b'{"inputs":[],"inputs":[]}', b"\xff", b"[" * 100_000]
)
def test_what_is_not_json_is_refused(client: TestClient[Any], text: bytes) -> None:
    status, error = refusal(client.post(INFER, content=text))

    assert status == 400
    assert error


@pytest.mark.parametrize("length", ["-1", "x", "", "٤", "100000", "9" * 5000])
def test_a_wrong_length_of_the_json_is_refused(
    client: TestClient[Any], length: str
) -> None:
    response = client.post(
        INFER,
        json={"inputs": [tensor(ROW)]},
        headers={"Inference-Header-Content-Length": length.encode(), **ENGLISH},
    )

    status, error = refusal(response)

    assert status == 400
    assert error.startswith("Inference-Header-Content-Length must be the number")


@pytest.mark.parametrize(
    ("size", "behind"),
    [
        (36, b""),
        (36, b"\0" * 35),
        (36, b"\0" * 37),
        (32, b"\0" * 36),
        ("36", b"\0" * 36),
    ],
)
def test_bytes_that_do_not_fill_the_shape_are_refused(
    client: TestClient[Any], size: object, behind: bytes
) -> None:
    sent = tensor(..., parameters={"binary_data_size": size})
    head = json.dumps({"inputs": [sent]}).encode()

    response = client.post(
        INFER,
        content=head + behind,
        headers={"Inference-Header-Content-Length": str(len(head)), **ENGLISH},
    )

    assert refusal(response) == (
        400,
        "x: 36 bytes must follow the JSON, and binary_data_size must say so.",
    )


def test_bytes_behind_a_tensor_that_has_data_are_refused(
    client: TestClient[Any],
) -> None:
    head = json.dumps({"inputs": [tensor(ROW)]}).encode()

    response = client.post(
        INFER,
        content=head + b"more",
        headers={"Inference-Header-Content-Length": str(len(head)), **ENGLISH},
    )

    assert refusal(response)[0] == 400


def test_infinite_bytes_are_refused(client: TestClient[Any]) -> None:
    behind = struct.pack("<9f", float("inf"), *ROW[1:])
    sent = tensor(..., parameters={"binary_data_size": 36})
    head = json.dumps({"inputs": [sent]}).encode()

    response = client.post(
        INFER,
        content=head + behind,
        headers={"Inference-Header-Content-Length": str(len(head)), **ENGLISH},
    )

    assert "x[0, 0] is no number of age" in refusal(response)[1]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v2/models/another", 404),
        ("GET", "/v2/models/another/ready", 404),
        ("GET", MODEL + "/versions/0.0.1", 404),
        ("POST", MODEL + "/versions/0.0.1/infer", 404),
        ("GET", "/v2/repository/index", 404),
        ("GET", MODEL + "/config", 404),
        ("GET", INFER, 405),
        ("POST", "/v2", 405),
    ],
)
def test_what_is_not_there_is_told_in_the_protocols_form(
    client: TestClient[Any], method: str, path: str, status: int
) -> None:
    assert refusal(client.request(method, path))[0] == status


def test_a_body_over_the_limit_is_refused(client: TestClient[Any]) -> None:
    response = client.post(INFER, content=b" " * (16 * 1024**2 + 1))

    assert refusal(response)[0] == 413


def test_the_reason_is_in_the_readers_language(client: TestClient[Any]) -> None:
    body = {"inputs": [tensor([*ROW[:5], 106, *ROW[6:]])]}

    vietnamese = client.post(INFER, json=body, headers={"accept-language": "vi"})

    assert refusal(vietnamese)[1] == (
        "x[0, 5] không phải số hợp lý cho fasting_glucose: 2..35 mmol/L."
    )


def test_whoever_has_no_token_is_refused_in_the_protocols_form(
    guarded_client: TestClient[Any],
) -> None:
    body = {"inputs": [tensor(ROW)]}
    reader, other = (
        bearer(signed(access_claims(scope))) for scope in ("risk.read", "fhir")
    )

    nobody = guarded_client.post(INFER, json=body)

    assert refusal(nobody)[0] == 401
    assert nobody.headers["www-authenticate"].startswith("Bearer")
    assert refusal(guarded_client.get("/v2", headers=other))[0] == 403
    assert guarded_client.post(INFER, json=body, headers=reader).status_code == 200
