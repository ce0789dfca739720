"""The application as it is for everybody but this machine: with a trust file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.observed import TimedLitestar
from tests.access import PUBLIC_URL, trust_file


@pytest.fixture
def guarded_client(
    engine: RiskEngine, metrics: Metrics, readiness: Readiness, tmp_path: Path
) -> Iterator[TestClient[TimedLitestar]]:
    """The whole application behind its guard, trusting those of `tests.access`."""
    settings = Settings(trust=trust_file(tmp_path), public_url=PUBLIC_URL)
    app = create_app(settings, engine, metrics, readiness)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
