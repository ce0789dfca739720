"""The validators, started once, and the application on the day of the records."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.observed import TimedLitestar
from tests.contract.fhir.records import DAY
from tests.contract.fhir.validators import NodeValidator, Validators


@pytest.fixture(scope="session")
def validators() -> Iterator[Validators]:
    """Both validators of FHIR R4."""
    with NodeValidator() as node:
        yield Validators(node)


def noon() -> datetime:
    """Of the day that the records' values are of, or soon after."""
    return datetime.fromisoformat(f"{DAY}T12:00:00+07:00")


@pytest.fixture
def app(engine: RiskEngine, metrics: Metrics, readiness: Readiness) -> TimedLitestar:
    return create_app(Settings(), engine, metrics, readiness, noon)


@pytest.fixture
def limited(
    engine: RiskEngine, metrics: Metrics, readiness: Readiness
) -> Callable[[int], TestClient[TimedLitestar]]:
    """The application with another limit on a record's size."""

    def with_limit(max_bytes: int) -> TestClient[TimedLitestar]:
        settings = Settings(max_record_bytes=max_bytes)
        app = create_app(settings, engine, metrics, readiness, noon)
        return TestClient(app, raise_server_exceptions=False)

    return with_limit
