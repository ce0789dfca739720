"""Keys at an address, through the whole application: absent, rotated, outlived."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from tests.access import (
    PUBLIC_URL,
    SERVER,
    access_claims,
    bearer,
    key_set,
    signed,
    trust_file,
)
from tests.key_server import KeyServer


@pytest.fixture
def issuer() -> Iterator[KeyServer]:
    with KeyServer(key_set("server")) as server:
        yield server


@pytest.fixture
def client(
    engine: RiskEngine,
    metrics: Metrics,
    readiness: Readiness,
    issuer: KeyServer,
    tmp_path: Path,
) -> Iterator[TestClient[Any]]:
    """The application, trusting a server that publishes its keys."""
    text = f"""
[[authorization_server]]
issuer = "{SERVER}"
jwks = "{issuer.url}/keys"
"""
    settings = Settings(trust=trust_file(tmp_path, text), public_url=PUBLIC_URL)
    with TestClient(create_app(settings, engine, metrics, readiness)) as client:
        yield client


@pytest.fixture
def ask(client: TestClient[Any]) -> Callable[[str], int]:
    """The status of a call with a token that the named key signed."""

    def status(by: str) -> int:
        headers = bearer(signed(access_claims(), by))
        return client.get("/v1/version", headers=headers).status_code

    return status


def counted(metrics: Metrics, reason: str) -> float | None:
    return metrics.registry.get_sample_value(
        "diabetes_risk_callers_total", {"outcome": reason}
    )


def test_nobody_is_asked_before_somebody_calls(
    client: TestClient[Any], issuer: KeyServer
) -> None:
    """A hospital's servers may start in any order."""
    assert client.get("/readyz").status_code == 200
    assert client.get("/v1/version").status_code == 401
    assert issuer.asked == 0


def test_an_issuer_that_cannot_be_reached_lets_nobody_in(
    ask: Callable[[str], int], issuer: KeyServer, metrics: Metrics
) -> None:
    issuer.die()

    assert ask("server") == 401
    assert counted(metrics, "keys_unavailable") == 1


def test_an_issuer_that_goes_away_takes_nobody_with_it(
    ask: Callable[[str], int], issuer: KeyServer, metrics: Metrics
) -> None:
    assert ask("server") == 200
    issuer.die()

    assert ask("server") == 200
    assert ask("stranger") == 401
    assert counted(metrics, "unknown_key") == 1


def test_invented_names_of_keys_do_not_reach_the_issuer_each_time(
    ask: Callable[[str], int], issuer: KeyServer
) -> None:
    ask("server")

    assert {ask(f"invented-{number}") for number in range(5)} == {401}
    assert issuer.asked == 1
