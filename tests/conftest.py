"""What every test may use: the real bundles, the engine, the application.

With CI set a skipped test is a failure, because a test that silently stops running
protects nothing; a missing accelerator is the one accepted reason.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.bundle import Bundle, open_placed_bundle
from service.engine.engine import RiskEngine
from service.engine.rollout.shelf import latest_bundles
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.observed import TimedLitestar

ROOT = Path(__file__).resolve().parent.parent

# How long an example takes is no behaviour; two test processes share the machine.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


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
def bundles(models: Path) -> dict[str, Bundle]:
    """The committed bundles by name, verified."""
    found = [open_placed_bundle(folder) for folder in latest_bundles(models)]
    return {bundle.manifest.name: bundle for bundle in found}


@pytest.fixture(scope="session")
def bundle(bundles: dict[str, Bundle]) -> Bundle:
    """The committed incident-diabetes bundle."""
    return bundles["incident-diabetes"]


@pytest.fixture(scope="session")
def undiagnosed(bundles: dict[str, Bundle]) -> Bundle:
    """The committed undiagnosed-diabetes bundle."""
    return bundles["undiagnosed-diabetes"]


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def engine(bundles: dict[str, Bundle], metrics: Metrics) -> RiskEngine:
    """Every committed bundle, as the service has them."""
    return RiskEngine(list(bundles.values()), metrics)


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
