"""The application as it follows a rollout file, and what it says of itself."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from litestar.testing import TestClient

from docs.generated.live import DAY
from service.app import create_app
from service.engine.engine import RiskEngine
from service.engine.rollout.rollout import Rollout
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.observed import TimedLitestar
from service.transports.rollout import Watcher
from tests.steady_load import told
from tests.two_versions import NEW, OLD, TwoVersions

Client = TestClient[TimedLitestar]
TRIED = (NEW[0], OLD[1])


@contextmanager
def serving(placed: TwoVersions) -> Iterator[Client]:
    """The application as it follows the rollout file, soon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Watcher, "look_seconds", 0.02)
        patch.setattr(Watcher, "head_start_seconds", 0.02)
        rollout, metrics = Rollout(placed.models, placed.file), Metrics()
        app = create_app(
            Settings(),
            RiskEngine(rollout.selection.served, metrics),
            metrics,
            Readiness(),
            lambda: DAY,
            rollout=rollout,
        )
        with TestClient(app) as client:
            yield client


def until(true: Callable[[], bool]) -> None:
    """Wait for what happens on its own."""
    for _ in range(1000):
        if true():
            return
        time.sleep(0.02)
    pytest.fail("it did not happen")


def served(client: Client) -> dict[str, str]:
    found: dict[str, str] = client.get("/readyz").json()["bundles"]
    return found


def versions(client: Client, body: object, path: str = "/v1/risk") -> tuple[str, ...]:
    """The versions in the answer about a patient."""
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return told(answer.json())[0]


def metric(client: Client, line: str) -> float:
    """The value behind the beginning of one line of the metrics."""
    lines = client.get("/metrics").text.splitlines()
    return next(float(x.rpartition(" ")[2]) for x in lines if x.startswith(line))
