"""The page's application on a known day, and the page's addresses."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.observed import TimedLitestar
from service.transports.page.site import Site


def noon() -> datetime:
    """Of the day that all of these tests are on."""
    return datetime.fromisoformat("2026-11-22T12:00:00+07:00")


@pytest.fixture
def app(engine: RiskEngine, metrics: Metrics, readiness: Readiness) -> TimedLitestar:
    return create_app(Settings(), engine, metrics, readiness, noon)


@pytest.fixture
def site(app: TimedLitestar) -> Site:
    """The page that the application serves."""
    found: Site = app.state.releases.current.site
    return found


@pytest.fixture
def pageless(
    engine: RiskEngine, metrics: Metrics, readiness: Readiness
) -> Iterator[TestClient[TimedLitestar]]:
    """The application where an operator has switched the page off."""
    app = create_app(Settings(page=False), engine, metrics, readiness, noon)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
