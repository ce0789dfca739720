"""The validators, started once, and the application with another limit."""

from collections.abc import Callable, Iterator

import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.observed import TimedLitestar
from tests.contract.fhir.validators import NodeValidator, Validators


@pytest.fixture(scope="session")
def validators() -> Iterator[Validators]:
    """Both validators of FHIR R4."""
    with NodeValidator() as node:
        yield Validators(node)


@pytest.fixture
def limited(
    engine: RiskEngine, metrics: Metrics, readiness: Readiness
) -> Callable[[int], TestClient[TimedLitestar]]:
    """The application with another limit on a record's size."""

    def with_limit(max_bytes: int) -> TestClient[TimedLitestar]:
        settings = Settings(max_record_bytes=max_bytes)
        app = create_app(settings, engine, metrics, readiness)
        return TestClient(app, raise_server_exceptions=False)

    return with_limit
