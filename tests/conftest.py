"""What every test may use: the real bundle, the engine, the application.

With CI set a skipped test is a failure, because a test that silently stops running
protects nothing; a missing accelerator is the one accepted reason.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.bundle import Bundle, latest_bundles, open_placed_bundle
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.observed import TimedLitestar

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fuzz-seconds", type=int, default=15, help="time for schemathesis"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr)
        if "accelerator" not in reason:
            report.outcome = "failed"
            report.longrepr = f"Skipped in CI: {reason}"
    return report


@pytest.fixture(scope="session")
def models() -> Path:
    """The committed bundles."""
    return Path(os.environ.get("TEST_MODELS", ROOT / "models"))


@pytest.fixture(scope="session")
def bundle(models: Path) -> Bundle:
    """The committed incident-diabetes bundle, verified."""
    found = [open_placed_bundle(folder) for folder in latest_bundles(models)]
    return next(b for b in found if b.manifest.name == "incident-diabetes")


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def engine(bundle: Bundle, metrics: Metrics) -> RiskEngine:
    return RiskEngine([bundle], metrics)


@pytest.fixture
def readiness() -> Readiness:
    return Readiness()


@pytest.fixture
def app(engine: RiskEngine, metrics: Metrics, readiness: Readiness) -> TimedLitestar:
    return create_app(Settings(), engine, metrics, readiness)


@pytest.fixture
def client(app: TimedLitestar) -> Iterator[TestClient[TimedLitestar]]:
    """The whole application, without a network between."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
