"""Whatever is sent, the answer is the model's or a refusal, never a failure."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
from litestar.testing import TestClient

from tests.contract.inference.calls import INFER, ROW, tensor

FUZZ = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["x", "risk", "FP32", "data", 9]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def _answered_or_refused(
    client: TestClient[Any], content: bytes, **headers: str
) -> None:
    response = client.post(INFER, content=content, headers=headers)

    if response.status_code == 200:
        assert response.json()["outputs"] is not None
    else:
        assert response.status_code == 400
        assert list(response.json()) == ["error"]


@FUZZ
@given(body=ANYTHING)
def test_no_json_makes_it_fail(client: TestClient[Any], body: object) -> None:
    _answered_or_refused(client, json.dumps(body).encode())


@FUZZ
@given(
    name=st.sampled_from(["name", "shape", "datatype", "data", "parameters"]),
    value=ANYTHING,
)
def test_no_field_of_a_tensor_makes_it_fail(
    client: TestClient[Any], name: str, value: object
) -> None:
    body = {"inputs": [tensor(ROW, **{name: value})]}
    _answered_or_refused(client, json.dumps(body).encode())


@FUZZ
@given(name=st.sampled_from(["id", "parameters", "inputs", "outputs"]), value=ANYTHING)
def test_no_field_of_a_request_makes_it_fail(
    client: TestClient[Any], name: str, value: object
) -> None:
    body = {"inputs": [tensor(ROW)], name: value}
    _answered_or_refused(client, json.dumps(body).encode())


@FUZZ
@given(
    datatype=st.sampled_from(["FP32", "FP64", "INT32", "INT64"]),
    behind=st.binary(min_size=88, max_size=88) | st.binary(),
)
def test_no_bytes_make_it_fail(
    client: TestClient[Any], datatype: str, behind: bytes
) -> None:
    size = {"binary_data_size": len(behind)}
    body = {"inputs": [tensor(..., 1, datatype=datatype, parameters=size)]}
    head = json.dumps(body).encode()
    _answered_or_refused(
        client, head + behind, **{"Inference-Header-Content-Length": str(len(head))}
    )
