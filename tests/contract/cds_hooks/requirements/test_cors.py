"""CDS Hooks: EHRs that run in a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from service.engine.bundle import Bundle
from service.settings import Settings
from tests.contract.cds_hooks.conftest import application, discovered
from tests.contract.cds_hooks.hooks import SERVICE, hook

ORIGIN = "https://ehr.hospital.test"
Client = TestClient[Any]


@pytest.fixture(scope="module")
def browsers(bundles: dict[str, Bundle]) -> Iterator[Client]:
    """The application with one EHR's origin listed."""
    with application(bundles, Settings(cors_origins=(ORIGIN,))) as http:
        yield http


def preflight(client: Client, path: str, method: str, origin: str = ORIGIN) -> Any:
    return client.options(
        path,
        headers={
            "origin": origin,
            "access-control-request-method": method,
            "access-control-request-headers": "authorization, content-type",
        },
    )


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/cds-services", "GET"),
        (SERVICE, "POST"),
        (f"{SERVICE}/feedback", "POST"),
    ],
)
def test_208_a_browser_may_ask_every_route_of_the_service(
    browsers: Client, path: str, method: str
) -> None:
    answer = preflight(browsers, path, method)

    assert answer.status_code in {200, 204}
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert method in answer.headers["access-control-allow-methods"]
    allowed = answer.headers["access-control-allow-headers"].lower()
    assert "authorization" in allowed
    assert "content-type" in allowed


def test_208_a_browser_may_read_the_answers(browsers: Client) -> None:
    call = hook(templates=discovered(browsers).templates)
    answer = browsers.post(SERVICE, json=call, headers={"origin": ORIGIN})

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ORIGIN


def test_208_a_browser_may_read_why_a_call_was_refused(browsers: Client) -> None:
    answer = browsers.post(SERVICE, json={}, headers={"origin": ORIGIN})

    assert answer.status_code == 422
    assert answer.headers["access-control-allow-origin"] == ORIGIN


def test_208_pages_of_another_origin_are_not_let_in(browsers: Client) -> None:
    stranger = "https://stranger.test"
    asked = preflight(browsers, SERVICE, "POST", stranger)
    read = browsers.get("/cds-services", headers={"origin": stranger})

    assert asked.headers.get("access-control-allow-origin") is None
    assert read.headers.get("access-control-allow-origin") is None


def test_208_without_configured_origins_no_page_is_let_in(client: Client) -> None:
    answer = client.get("/cds-services", headers={"origin": ORIGIN})

    assert answer.headers.get("access-control-allow-origin") is None
