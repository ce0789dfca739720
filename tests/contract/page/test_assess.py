"""What the page's scripts ask is what the interface answers, byte for byte."""

from typing import Any

import pytest
from litestar.testing import TestClient


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"patient": {"age": 54, "sex": "female"}}, id="a patient"),
        pytest.param(
            {
                "patient": {
                    "age": 61,
                    "sex": "male",
                    "fasting_glucose": {"value": 112, "unit": "mg/dL"},
                },
                "language": "en",
                "interval": False,
                "bundles": ["incident-diabetes"],
            },
            id="everything said",
        ),
        pytest.param({"patient": {"age": 54}}, id="something needed is missing"),
        pytest.param({"patient": {"age": 54, "sex": "x", "y": 1}}, id="refused"),
        pytest.param([], id="no request"),
    ],
)
def test_the_page_gets_the_answer_of_the_interface(
    client: TestClient[Any], body: object
) -> None:
    headers = {"x-request-id": "one", "accept-language": "en"}
    page = client.post("/page/assess", json=body, headers=headers)
    interface = client.post("/v1/risk", json=body, headers=headers)

    assert page.status_code == interface.status_code
    assert page.content == interface.content
    for name in ("content-type", "content-language", "cache-control"):
        assert page.headers.get(name) == interface.headers.get(name)


@pytest.mark.parametrize("path", ["/page/assess", "/page/record", "/page/document"])
@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        pytest.param(b"{", 400, "malformed-json", id="no JSON"),
        pytest.param(b"\xff", 400, "malformed-json", id="no text"),
        pytest.param(b'"text"', 422, "invalid-request", id="another shape"),
    ],
)
def test_scripts_get_problem_details(
    client: TestClient[Any], path: str, body: bytes, status: int, kind: str
) -> None:
    answer = client.post(path, content=body, headers={"accept": "text/html"})

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:diabetes-risk:problem:{kind}"


def test_the_pages_own_routes_are_no_part_of_the_described_interface(
    client: TestClient[Any],
) -> None:
    paths = client.get("/schema/openapi.json").json()["paths"]

    own = ("/page", "/assets", "/models", "/sw.js", "/manifest")
    assert not [path for path in paths if path == "/" or path.startswith(own)]
