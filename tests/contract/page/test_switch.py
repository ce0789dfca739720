"""Whether there is a page at all, and who may see it."""

from typing import Any

import pytest
from litestar.testing import TestClient

from service.settings import read_settings
from service.transports.observed import TimedLitestar
from service.transports.page.site import Site


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("POST", "/"),
        ("GET", "/assets/x/main.js"),
        ("POST", "/page/assess"),
        ("POST", "/page/record"),
        ("POST", "/page/document"),
        ("GET", "/page/bundles/incident-diabetes/3.0.0/model.onnx"),
        ("GET", "/models/incident-diabetes"),
        ("GET", "/sw.js"),
        ("GET", "/manifest.webmanifest"),
    ],
)
def test_without_the_page_none_of_its_routes_is_there(
    pageless: TestClient[Any], method: str, path: str
) -> None:
    answer = pageless.request(method, path, headers={"accept": "text/html"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_without_the_page_the_interface_answers(pageless: TestClient[Any]) -> None:
    body = {"patient": {"age": 54, "sex": "female"}}

    assert pageless.post("/v1/risk", json=body).status_code == 200


def test_an_operator_switches_the_page_off_in_the_environment() -> None:
    assert read_settings({}).page is True
    assert read_settings({"DIABETES_RISK_PAGE": "false"}).page is False


def test_a_guarded_service_shows_the_page_without_a_token(
    guarded_client: TestClient[TimedLitestar],
) -> None:
    site: Site = guarded_client.app.state.releases.current.site
    body = {"patient": {"age": 54, "sex": "female"}}

    assert guarded_client.get("/").status_code == 200
    assert guarded_client.get(site.assets.url("main.js")).status_code == 200
    assert guarded_client.post("/page/assess", json=body).status_code == 200
    assert guarded_client.post("/page/document", json=body).status_code == 200
    assert guarded_client.post("/v1/risk", json=body).status_code == 401
    assert guarded_client.get("/v1/variables").status_code == 401


def test_everything_of_the_page_can_be_made_before_it_is_asked_for(site: Site) -> None:
    site.warm()
