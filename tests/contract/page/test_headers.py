"""What a browser may do with the page, on every answer of every route of it."""

from pathlib import Path
from typing import Any

import pytest
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.observed import TimedLitestar
from service.transports.page.site import Site

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types service-worker",
}


def page_routes(app: TimedLitestar) -> list[tuple[str, str]]:
    """Method and path of every route that is the page's."""
    return [
        (method, route.path)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if "page" in handler.opt
        for method in handler.http_methods
    ]


def test_every_route_of_the_page_has_every_header(
    client: TestClient[TimedLitestar], site: Site
) -> None:
    found = page_routes(client.app)
    there = [("GET", "/"), ("GET", site.assets.url("main.js")), ("GET", "/sw.js")]

    assert {path for _, path in found} >= {
        "/",
        "/assets/{digest:str}/{path:path}",
        "/page/assess",
        "/page/record",
        "/page/document",
        "/page/bundles/{name:str}/{version:str}/{file:str}",
        "/models/{name:str}",
        "/sw.js",
        "/manifest.webmanifest",
    }
    for method, path in [*there, *found]:
        headers = client.request(method, path).headers
        assert set(headers["content-security-policy"].split("; ")) == POLICY, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert "camera=()" in headers["permissions-policy"], path
        assert "strict-transport-security" not in headers, path


@pytest.mark.parametrize(
    "path", ["/schema", "/v1/version", "/fhir/metadata", "/healthz", "/cds-services"]
)
def test_other_interfaces_are_left_as_they_are(
    client: TestClient[Any], path: str
) -> None:
    headers = client.get(path).headers

    assert "content-security-policy" not in headers
    assert "permissions-policy" not in headers


def test_a_service_with_its_own_certificate_is_only_asked_over_https(
    engine: RiskEngine, metrics: Metrics, readiness: Readiness
) -> None:
    settings = Settings(tls_certificate=Path("a.pem"), tls_key=Path("a.key"))
    app = create_app(settings, engine, metrics, readiness)
    with TestClient(app) as client:
        headers = client.get("/").headers

    assert headers["strict-transport-security"] == "max-age=63072000"
