"""No route reads more than it may, whether the size is announced or not."""

import tempfile
from collections.abc import Iterator
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

SMALL = Settings(max_body_bytes=1000, max_record_bytes=2000, max_batch_bytes=3000)
LARGEST = {
    "/v1/risk/batch": 3000,
    "/fhir/$diabetes-risk": 2000,
    "/fhir/Patient/{identity}/$diabetes-risk": 2000,
    "/cds-services/{service_id}": 2000,
    "/cds-services/{service_id}/feedback": 256 * 1024,
    "/page/record": 2000,
    "/v2/models/{model}/infer": 2000,
    "/v2/models/{model}/versions/{version}/infer": 2000,
}
VALUES = {
    "identity": "p-1",
    "service_id": "diabetes-risk",
    "model": "incident-diabetes",
    "version": "3.0.0",
}


@pytest.fixture
def app(engine: RiskEngine, metrics: Metrics) -> TimedLitestar:
    return create_app(SMALL, engine, metrics, Readiness())


def posted(app: TimedLitestar) -> Iterator[str]:
    for route in app.routes:
        if isinstance(route, HTTPRoute) and "POST" in route.methods:
            yield route.path_format


def test_every_route_that_takes_a_body_refuses_one_that_is_too_large(
    app: TimedLitestar, client: TestClient[Any]
) -> None:
    routes = list(posted(app))

    assert len(routes) > 10
    for route in routes:
        size = LARGEST.get(route, 1000) + 1
        path = route.format(**VALUES)
        announced = client.post(path, content=b" " * size)
        in_parts = client.post(path, content=iter([b" " * (size - 10), b" " * 10]))
        assert [announced.status_code, in_parts.status_code] == [413, 413], route


def test_without_a_folder_for_large_batches_they_are_refused(
    app: TimedLitestar, client: TestClient[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a file system that is read-only."""
    monkeypatch.setattr(tempfile, "tempdir", "/proc/self")
    monkeypatch.setattr("service.transports.spool.IN_MEMORY", 100)
    row = b'{"age": 54, "sex": "female"}\n'

    large = client.post("/v1/risk/batch", content=row * 20)
    small = client.post("/v1/risk/batch", content=row)

    assert large.status_code == 507
    assert small.text.count('{"row"') == 1
