"""What waits and what is in process: the counts, and that they come back to zero."""

import asyncio
import resource
from collections.abc import Awaitable, Callable

import pytest
from litestar.exceptions import ServiceUnavailableException
from prometheus_client import CollectorRegistry

from service.observability.load import LoadMetrics
from service.slow_clients import Limits
from service.transports.load import MAX_BATCHES, MAX_HEAVY, Load


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def load(registry: CollectorRegistry) -> Load:
    return Load(2, 1000, LoadMetrics(registry))


def together(number: int, work: Callable[[], Awaitable[None]]) -> list[bool]:
    """Whether each of so many requests, all in process at once, was let in."""

    async def request(everybody: asyncio.Barrier) -> bool:
        try:
            await work()
        except ServiceUnavailableException:
            return False
        finally:
            await everybody.wait()
        return True

    async def all_of_them() -> list[bool]:
        everybody = asyncio.Barrier(number)
        asked = [asyncio.create_task(request(everybody)) for _ in range(number)]
        return list(await asyncio.gather(*asked))

    return asyncio.run(all_of_them())


def test_as_many_may_wait_as_the_setting_says(load: Load) -> None:
    for request in "abcd":
        load.arrived(request, "POST")
    load.turn("a")

    with pytest.raises(ServiceUnavailableException):
        load.refuse_if_too_many_wait()

    load.turn("b")
    load.refuse_if_too_many_wait()


def test_what_only_looks_does_not_count_as_waiting(load: Load) -> None:
    for request in "abcdef":
        load.arrived(request, "GET")

    load.refuse_if_too_many_wait()


def test_a_request_is_timed_from_when_it_was_whole(
    load: Load, registry: CollectorRegistry
) -> None:
    load.arrived("a", "POST")
    load.arrived("a", "POST")  # told again while it waits

    assert load.turn("a") <= load.turn("never told")
    assert registry.get_sample_value("diabetes_risk_load_wait_seconds_count") == 2


@pytest.mark.parametrize(
    ("what", "limit"), [("heavy", MAX_HEAVY), ("batch", MAX_BATCHES)]
)
def test_places_are_limited_and_free_again_when_requests_end(
    load: Load, registry: CollectorRegistry, what: str, limit: int
) -> None:
    places = {"heavy": load.heavy, "batch": load.batches}[what]

    async def take() -> None:
        places.take()
        places.take()  # the place it has

    for _ in range(2):
        assert sum(together(limit + 3, take)) == limit
    labels = {"what": what}
    assert registry.get_sample_value("diabetes_risk_load_running", labels) == 0
    assert registry.get_sample_value("diabetes_risk_load_refused_total", labels) == 6


async def _told(hold: Callable[[int], None], size: int) -> None:
    hold(size)


def test_large_bodies_are_limited_together_and_gone_when_requests_end(
    load: Load, registry: CollectorRegistry
) -> None:
    async def hold() -> None:
        # As a request does whose work is done by tasks of its own.
        await asyncio.create_task(_told(load.memory(), 800))

    for _ in range(2):
        assert sum(together(5, hold)) == 3
    assert registry.get_sample_value("diabetes_risk_load_body_bytes") == 0


@pytest.mark.parametrize(("files", "connections"), [(1024, 900), (256, 132), (64, 1)])
def test_connections_leave_a_process_the_files_that_it_needs(
    files: int, connections: int
) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, before[1]))
    try:
        assert Limits().connections == connections
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
