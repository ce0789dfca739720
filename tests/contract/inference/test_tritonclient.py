"""A client of the protocol that is not ours, against the real server process."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import numpy.typing as npt
import pytest
from tritonclient.http import (
    InferenceServerClient,
    InferInput,
    InferRequestedOutput,
    InferResult,
)
from tritonclient.utils import InferenceServerException

from service.engine.bundle import Bundle
from tests.contract.inference.calls import INPUTS, ROW
from tests.server import Server
from tests.unit.people import FULL

Rows = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def server(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(models, tmp_path_factory.mktemp("v2") / "log") as server:
        yield server


@pytest.fixture
def triton(server: Server) -> Iterator[InferenceServerClient]:
    client = InferenceServerClient(f"127.0.0.1:{server.port}")
    yield client
    client.close()


def tensor(rows: Rows, *, binary: bool = True) -> list[InferInput]:
    x = InferInput("x", list(rows.shape), "FP32")
    x.set_data_from_numpy(rows, binary_data=binary)
    return [x]


def wanted(*names: str, binary: bool) -> list[InferRequestedOutput]:
    return [InferRequestedOutput(name, binary_data=binary) for name in names]


def rest(server: Server) -> list[float]:
    answer = httpx.post(server.url + "/v1/risk", json={"patient": FULL}).json()
    return [risk["probability"] for risk in answer["assessments"][0]["risks"]]


def rounded(result: InferResult, name: str) -> list[float]:
    return [round(float(value), 7) for value in result.as_numpy(name).ravel()]


def test_server_and_models_say_that_they_are_ready(
    triton: InferenceServerClient, bundle: Bundle
) -> None:
    assert triton.is_server_live()
    assert triton.is_server_ready()
    assert triton.is_model_ready("incident-diabetes")
    assert triton.is_model_ready("undiagnosed-diabetes")
    assert triton.is_model_ready("incident-diabetes", bundle.manifest.version)
    assert not triton.is_model_ready("incident-diabetes", "9.9.9")
    assert not triton.is_model_ready("another")


def test_metadata_is_what_a_client_needs_to_make_a_tensor(
    triton: InferenceServerClient, bundle: Bundle
) -> None:
    server = triton.get_server_metadata()
    model = triton.get_model_metadata("incident-diabetes", bundle.manifest.version)

    assert server["name"] == "diabetes-risk"
    assert server["extensions"] == ["binary_tensor_data"]
    (x,) = model["inputs"]
    assert (x["name"], x["datatype"], x["shape"]) == ("x", "FP32", [-1, 9])
    assert x["parameters"]["columns"].split(",") == INPUTS


@pytest.mark.parametrize("sent", [True, False], ids=["binary in", "JSON in"])
@pytest.mark.parametrize("got", [True, False], ids=["binary out", "JSON out"])
def test_a_patient_gets_the_risk_that_rest_gives_to_the_last_digit(
    triton: InferenceServerClient, server: Server, *, sent: bool, got: bool
) -> None:
    rows = np.array([ROW], dtype=np.float32)

    result = triton.infer(
        "incident-diabetes",
        tensor(rows, binary=sent),
        outputs=wanted("risk", binary=got),
    )

    assert result.as_numpy("risk").shape == (1, 2)
    assert rounded(result, "risk") == rest(server)


def test_without_a_list_of_outputs_all_come_as_bytes(
    triton: InferenceServerClient,
) -> None:
    rows = np.array([ROW, ROW], dtype=np.float32)

    result = triton.infer("incident-diabetes", tensor(rows), request_id="r-7")

    answer = result.get_response()
    assert answer["id"] == "r-7"
    assert [output["name"] for output in answer["outputs"]] == [
        "risk",
        "log_odds",
        "base",
        "contributions",
    ]
    assert [output["parameters"] for output in answer["outputs"]] == [
        {"binary_data_size": 16},
        {"binary_data_size": 8},
        {"binary_data_size": 8},
        {"binary_data_size": 72},
    ]
    sums = result.as_numpy("contributions").sum(axis=1, keepdims=True)
    np.testing.assert_allclose(
        result.as_numpy("base") + sums, result.as_numpy("log_odds"), atol=1e-5
    )


def test_bytes_and_json_can_be_asked_for_in_one_call(
    triton: InferenceServerClient,
) -> None:
    rows = np.array([ROW], dtype=np.float32)
    asked = [*wanted("contributions", binary=True), *wanted("risk", binary=False)]

    result = triton.infer("incident-diabetes", tensor(rows), outputs=asked)

    assert "data" not in result.get_output("contributions")
    assert len(result.get_output("risk")["data"]) == 2
    assert result.as_numpy("contributions").shape == (1, 9)


@pytest.mark.parametrize("name", ["incident-diabetes", "undiagnosed-diabetes"])
def test_the_golden_rows_come_out_as_they_did_where_the_model_was_made(
    triton: InferenceServerClient, bundles: dict[str, Bundle], name: str
) -> None:
    golden = json.loads(bundles[name].documents["golden.json"])
    rows = np.array([row["x"] for row in golden["rows"]], dtype=np.float32)

    result = triton.infer(name, tensor(rows))

    for output in ("risk", "contributions"):
        expected = np.array([row[output] for row in golden["rows"]])
        np.testing.assert_allclose(
            result.as_numpy(output), expected, atol=golden["tolerance"]
        )


def test_numbers_not_measured_travel_as_nan_in_json_and_in_bytes(
    triton: InferenceServerClient,
) -> None:
    rows = np.array([[54, 0, *[np.nan] * 7]], dtype=np.float32)

    as_json = triton.infer("incident-diabetes", tensor(rows, binary=False))
    as_bytes = triton.infer("incident-diabetes", tensor(rows))

    assert np.array_equal(as_json.as_numpy("risk"), as_bytes.as_numpy("risk"))


def test_many_rows_are_answered_as_one_by_one(triton: InferenceServerClient) -> None:
    rows = np.array([ROW] * 9_000, dtype=np.float32)
    rows[:, 0] = np.linspace(20, 80, 9_000)

    risk = triton.infer("incident-diabetes", tensor(rows)).as_numpy("risk")

    for at in (0, 4_321, 8_999):
        alone = triton.infer("incident-diabetes", tensor(rows[at : at + 1]))
        assert np.array_equal(alone.as_numpy("risk")[0], risk[at])


@pytest.mark.parametrize(
    ("model", "version", "status"), [("another", "", "404"), (None, "0.0.1", "404")]
)
def test_the_client_understands_an_unknown_model_or_version(
    triton: InferenceServerClient, model: str | None, version: str, status: str
) -> None:
    rows = np.array([ROW], dtype=np.float32)

    with pytest.raises(InferenceServerException) as refused:
        triton.infer(model or "incident-diabetes", tensor(rows), version)

    assert refused.value.status() == status
    assert "incident-diabetes" in refused.value.message()


def test_the_client_is_told_where_a_number_is_impossible(
    triton: InferenceServerClient,
) -> None:
    rows = np.array([ROW, ROW], dtype=np.float32)
    rows[1, 5] = 106

    with pytest.raises(InferenceServerException) as refused:
        triton.infer(
            "incident-diabetes", tensor(rows), headers={"Accept-Language": "en"}
        )

    assert refused.value.status() == "400"
    assert refused.value.message() == (
        "x[1, 5] is no number of fasting_glucose that a patient can have: 2..35 mmol/L."
    )


def test_a_compressed_body_is_refused_with_the_reason(
    triton: InferenceServerClient,
) -> None:
    rows = np.array([ROW], dtype=np.float32)

    with pytest.raises(InferenceServerException) as refused:
        triton.infer(
            "incident-diabetes", tensor(rows), request_compression_algorithm="gzip"
        )

    assert refused.value.status() == "415"
    assert "Content-Encoding" in refused.value.message()


def test_no_number_of_a_patient_is_in_the_log(
    triton: InferenceServerClient, server: Server
) -> None:
    rows = np.array([ROW], dtype=np.float32)
    rows[0, 2] = 31.0625
    triton.infer("incident-diabetes", tensor(rows, binary=False), request_id="named")
    rows[0, 2] = 4031.0625
    with pytest.raises(InferenceServerException):
        triton.infer("incident-diabetes", tensor(rows, binary=False))

    log = server.log.read_text()

    assert "/v2/models/{model}/infer" in log
    for secret in ("31.0625", "named"):
        assert secret not in log
