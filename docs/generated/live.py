"""The application over the committed bundle, asked in-process: examples are answers."""

from functools import cache

import httpx
from litestar.testing import TestClient

from service.app import create_app
from service.engine.bundle import Bundle, latest_bundles, open_bundle
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness

BUNDLE = "incident-diabetes"
REQUEST_ID = "emr-42"
"""What the examples send as X-Request-ID, so that their answers do not change."""


@cache
def bundle() -> Bundle:
    """The committed bundle, its highest version, verified."""
    found = [open_bundle(folder) for folder in latest_bundles(Settings().models)]
    return next(b for b in found if b.manifest.name == BUNDLE)


def ask(method: str, path: str, body: str | None = None) -> httpx.Response:
    """The service's answer to one request."""
    metrics = Metrics()
    app = create_app(Settings(), RiskEngine([bundle()], metrics), metrics, Readiness())
    with TestClient(app) as client:
        return client.request(
            method, path, content=body, headers={"x-request-id": REQUEST_ID}
        )
