"""The application over the committed bundles, asked in-process: examples are answers."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType

import httpx
from litestar.testing import TestClient

from service.app import create_app
from service.engine.bundle import Bundle, open_bundle
from service.engine.engine import RiskEngine
from service.engine.rollout.shelf import latest_bundles
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness

BUNDLE = "incident-diabetes"
OF_THE_PRESENT = "undiagnosed-diabetes"
DAY = datetime.fromisoformat("2026-11-22T08:00:00+07:00")
"""When the examples are asked: a record's values are too old a year later."""
REQUEST_ID = "emr-42"
"""What the examples send as X-Request-ID, so that their answers do not change."""


@cache
def bundles() -> dict[str, Bundle]:
    """The committed bundles by name, the highest version of each, verified."""
    found = [open_bundle(folder) for folder in latest_bundles(Settings().models)]
    return {bundle.manifest.name: bundle for bundle in found}


def bundle(name: str = BUNDLE) -> Bundle:
    """One committed bundle."""
    return bundles()[name]


def ask(
    method: str,
    path: str,
    body: str | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> httpx.Response:
    """The service's answer to one request."""
    metrics = Metrics()
    engine = RiskEngine(list(bundles().values()), metrics)
    app = create_app(Settings(), engine, metrics, Readiness(), lambda: DAY)
    with TestClient(app) as client:
        return client.request(
            method,
            path,
            content=body,
            headers={"x-request-id": REQUEST_ID, **headers},
        )
