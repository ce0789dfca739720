"""Keys at an address: kept, rotated, asked for seldom, and outliving their server."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from service.access.keys import KeysUnavailableError
from service.access.remote_keys import RemoteKeys
from service.observability.metrics import Metrics
from tests.access import key_set
from tests.key_server import KeyServer


@dataclass
class Clock:
    """Stands still until told."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> Iterator[KeyServer]:
    with KeyServer(key_set("old")) as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(server: KeyServer, metrics: Metrics, clock: Clock) -> RemoteKeys:
    return RemoteKeys(f"{server.url}/keys", metrics, clock)


def found(keys: RemoteKeys, *kids: str) -> list[bool]:
    """Whether keys are found, all of them asked for at once."""

    async def ask() -> list[bool]:
        asked = (keys.find(kid, "ES384") for kid in kids)
        return [key is not None for key in await asyncio.gather(*asked)]

    return asyncio.run(ask())


def fetches(metrics: Metrics, outcome: str) -> float | None:
    return metrics.registry.get_sample_value(
        "diabetes_risk_fetches_total", {"what": "keys", "outcome": outcome}
    )


def test_many_callers_at_once_ask_once(
    keys: RemoteKeys, server: KeyServer, metrics: Metrics
) -> None:
    server.seconds = 0.1

    assert found(keys, *["old"] * 20) == [True] * 20
    assert server.asked == 1
    assert found(keys, "old") == [True]
    assert server.asked == 1
    assert fetches(metrics, "ok") == 1


def test_a_new_key_is_asked_for_and_found(
    keys: RemoteKeys, server: KeyServer, clock: Clock
) -> None:
    found(keys, "old")
    server.body = key_set("old", "new").encode()
    clock.now += 31

    assert found(keys, "new", "old", "new") == [True, True, True]
    assert server.asked == 2


def test_names_that_do_not_exist_ask_once_in_half_a_minute(
    keys: RemoteKeys, server: KeyServer, clock: Clock
) -> None:
    found(keys, "old")

    for second in range(61):
        clock.now = 1000 + second
        assert found(keys, f"invented-{second}") == [False]

    assert server.asked == 2


def test_a_withdrawn_key_is_refused_after_ten_minutes(
    keys: RemoteKeys, server: KeyServer, clock: Clock
) -> None:
    found(keys, "old")
    server.body = key_set("new").encode()
    clock.now += 599
    assert found(keys, "old") == [True]

    clock.now += 2
    assert found(keys, "old") == [False]


def test_the_keys_there_were_outlive_their_server(
    keys: RemoteKeys, server: KeyServer, clock: Clock, metrics: Metrics
) -> None:
    found(keys, "old")
    server.die()
    clock.now += 3600

    assert found(keys, "old", "new") == [True, False]
    assert fetches(metrics, "failed") == 1
    clock.now += 1
    assert found(keys, "old", "new") == [True, False]
    assert fetches(metrics, "failed") == 1


def test_a_server_that_was_away_at_first_is_asked_again(
    keys: RemoteKeys, server: KeyServer, clock: Clock
) -> None:
    server.status = 503
    with pytest.raises(KeysUnavailableError):
        found(keys, "old")
    server.status = 200
    with pytest.raises(KeysUnavailableError):
        found(keys, "old")
    clock.now += 31

    assert found(keys, "old") == [True]


def test_a_port_that_nobody_listens_at_is_no_key(metrics: Metrics) -> None:
    with KeyServer("") as server:
        url = server.url
    keys = RemoteKeys(url, metrics)

    with pytest.raises(KeysUnavailableError):
        found(keys, "old")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        pytest.param(302, key_set("old"), id="a redirect is not followed"),
        pytest.param(404, key_set("old"), id="not found"),
        pytest.param(200, "<html>", id="a page"),
        pytest.param(200, '{"keys": []}', id="no keys"),
        pytest.param(200, " " * 300_000 + key_set("old"), id="larger than 256 kB"),
    ],
)
def test_an_answer_that_is_no_key_set_counts_as_none(
    keys: RemoteKeys, server: KeyServer, metrics: Metrics, status: int, body: str
) -> None:
    server.status, server.body = status, body.encode()

    with pytest.raises(KeysUnavailableError):
        found(keys, "old")
    assert server.asked == 1
    assert fetches(metrics, "failed") == 1


def test_a_server_that_does_not_answer_is_not_waited_for_long(
    keys: RemoteKeys, server: KeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.access.remote_keys.FETCH_SECONDS", 0.05)
    server.seconds = 5

    with pytest.raises(KeysUnavailableError):
        found(keys, "old")


def test_a_caller_who_hangs_up_does_not_end_what_others_wait_for(
    keys: RemoteKeys, server: KeyServer
) -> None:
    server.seconds = 0.1

    async def ask() -> bool:
        first = asyncio.create_task(keys.find("old", "ES384"))
        second = asyncio.create_task(keys.find("old", "ES384"))
        await asyncio.sleep(0.02)
        first.cancel()
        return await second is not None

    assert asyncio.run(ask())
    assert server.asked == 1


def test_nothing_of_the_environment_is_sent(
    keys: RemoteKeys, server: KeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a proxy nor a password file of the machine takes part."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    assert found(keys, "old") == [True]
    assert "authorization" not in server.headers
