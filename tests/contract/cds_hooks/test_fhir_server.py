"""Reading a FHIR server: a real one on this machine, with the faults they have."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import pytest
from litestar.datastructures import State
from structlog.testing import capture_logs

from service.observability.metrics import Metrics
from service.transports.cds_hooks.fhir_server import (
    FhirServer,
    FhirServerError,
    Limits,
    fhir_client,
)
from tests.contract.cds_hooks.ehr import FhirRecord, searchset
from tests.contract.cds_hooks.fhir_http import (
    TOKEN,
    Call,
    Reply,
    fhir,
    of_ehr,
    outcome,
    serving,
    stuck,
)
from tests.contract.cds_hooks.hooks import RECORDS, observation, patient

T = TypeVar("T")
LIMITS = Limits(max_bytes=100_000, max_pages=3)


class Host:
    """What a lifespan sees of an application."""

    def __init__(self, *fhir_servers: str) -> None:
        self.state = State({"fhir_servers": fhir_servers})


def run(
    base: str,
    do: Callable[[FhirServer], Awaitable[T]],
    *,
    limits: Limits = LIMITS,
    metrics: Metrics | None = None,
) -> T:
    """What `do` gives with a server, in a loop and a client of their own."""

    async def main() -> T:
        host = Host(base)
        async with fhir_client(host):  # type: ignore[arg-type]
            server = FhirServer(
                base,
                TOKEN,
                client=host.state.fhir_client,
                metrics=metrics or Metrics(),
                limits=limits,
            )
            return await do(server)

    return asyncio.run(main())


def reason(
    answer: Callable[[Call], Reply],
    limits: Limits = LIMITS,
    query: str = "Patient/p-1",
) -> str:
    """Why a read of a server that answers so fails."""
    with serving(answer) as server, pytest.raises(FhirServerError) as failed:
        run(server.base, lambda fhir: fhir.read(query), limits=limits)
    return failed.value.reason


def counted(metrics: Metrics) -> dict[str, float]:
    return {
        sample.labels["outcome"]: sample.value
        for family in metrics.registry.collect()
        for sample in family.samples
        if sample.name == "diabetes_risk_fetches_total"
        and sample.labels["what"] == "fhir"
    }


def test_reads_a_resource_with_the_token_and_asks_for_fhir_json() -> None:
    metrics = Metrics()
    with serving(of_ehr(FhirRecord([patient(age=40)]))) as server:
        found = run(server.base, lambda f: f.read("Patient/p-1"), metrics=metrics)

    assert found["resourceType"] == "Patient"
    [call] = server.calls
    assert call.path == "/fhir/Patient/p-1"
    assert call.headers["authorization"] == f"Bearer {TOKEN}"
    assert call.headers["accept"] == "application/fhir+json"
    assert counted(metrics) == {"ok": 1, "failed": 0}


def test_reads_several_queries_of_which_one_may_fail() -> None:
    queries = {
        "patient": "Patient/p-1",
        "nobody": "Patient/p-2",
        "weight": "Observation?patient=p-1&code=http://loinc.org|29463-7",
    }
    metrics = Metrics()
    with serving(of_ehr(FhirRecord(RECORDS["no glucose known"]))) as server:
        found = run(server.base, lambda f: f.read_each(queries), metrics=metrics)

    assert list(found) == ["patient", "nobody", "weight"]
    assert isinstance(found["nobody"], FhirServerError)
    assert isinstance(found["weight"], Mapping)
    assert found["weight"]["total"] == 1
    # A bar as it stands is refused by servers that keep to RFC 3986.
    assert not [call for call in server.calls if "|" in call.path]
    assert counted(metrics) == {"ok": 2, "failed": 1}


def pages(count: int, address: Callable[[int], str]) -> Callable[[Call], Reply]:
    """A search of several pages; `address` says where each further one is."""

    def answer(call: Call) -> Reply:
        number = int(call.path.rpartition("=")[2])
        more = None if number + 1 == count else address(number + 1)
        return fhir(searchset([observation("weight", 60, id=f"weight-{number}")], more))

    return answer


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("Observation?page={}", id="relative"),
        pytest.param("/fhir/Observation?page={}", id="from the root"),
        pytest.param("/fhir?_getpages=1&_getpagesoffset={}", id="of the base"),
    ],
)
def test_follows_the_pages_of_a_search(address: str) -> None:
    async def read(server: FhirServer) -> list[Mapping[str, object]]:
        first = await server.read("Observation?page=0")
        return [first, *await server.following(first)]

    with serving(pages(3, address.format)) as server:
        found = run(server.base, read)

    assert [
        page["entry"][0]["resource"]["id"]  # type: ignore[index]
        for page in found
    ] == ["weight-0", "weight-1", "weight-2"]
    assert {call.headers["authorization"] for call in server.calls} == {
        f"Bearer {TOKEN}"
    }


def test_stops_at_the_limit_of_pages() -> None:
    async def read(server: FhirServer) -> object:
        return await server.following(await server.read("Observation?page=0"))

    with (
        serving(pages(100, "Observation?page={}".format)) as server,
        pytest.raises(FhirServerError) as failed,
    ):
        run(server.base, read)

    assert failed.value.reason == "too_many_pages"
    assert len(server.calls) == 4


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/fhir/Observation?page=2",
        "{origin}/other/Observation",
        "{origin}/fhirx/Observation",
        "{origin}/fhir/../admin",
        "{origin}/fhir/%2e%2e/admin",
        "{origin}/fhir/..%2fadmin",
        "{origin}/fhir/%252e%252e/admin",
        "{origin}/fhir/..;/admin",
        "{origin}/fhir/..\\admin",
        "../admin",
        "//elsewhere.example/fhir/Observation",
        "file:///etc/passwd",
        "http://a@{host}/fhir/Observation",
        "https://{host}/fhir/Observation",
        "http://[::1/fhir",
        "http://127.0.0.1:99999999/fhir/",
    ],
)
def test_takes_no_token_to_a_page_outside_the_server(address: str) -> None:
    with serving(of_ehr(FhirRecord([]))) as server:
        origin = server.base.removesuffix("/fhir")
        away = address.format(origin=origin, host=origin.removeprefix("http://"))
        with pytest.raises(FhirServerError) as failed:
            run(server.base, lambda f: f.following(searchset([], away)))

    assert failed.value.reason == "elsewhere"
    assert server.calls == []


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        pytest.param(fhir(outcome("login"), 401), "denied", id="401"),
        pytest.param(fhir(outcome("forbidden"), 403), "denied", id="403"),
        pytest.param(fhir(outcome("not-found"), 404), "status", id="404"),
        pytest.param(fhir(outcome("exception"), 500), "status", id="500"),
        pytest.param(
            Reply(status=302, headers={"Location": "/fhir/Patient/p-2"}),
            "status",
            id="a redirect, which would take the token along",
        ),
        pytest.param(fhir(outcome("processing")), "operation_outcome", id="outcome"),
        pytest.param(Reply(body=b"<html>Sign in</html>"), "not_json", id="a page"),
        pytest.param(Reply(body=b"[]"), "not_json", id="a list"),
        pytest.param(Reply(body=b'{"id": NaN}'), "not_json", id="NaN"),
        pytest.param(Reply(body=b"\xff\xfe{}"), "not_json", id="not UTF-8"),
        pytest.param(Reply(body=b" " * 100_001), "too_large", id="huge"),
    ],
)
def test_what_is_no_answer_is_an_error_with_its_reason(
    reply: Reply, expected: str
) -> None:
    assert reason(lambda _: reply) == expected


def test_the_limit_of_bytes_is_one_for_all_answers() -> None:
    body = fhir({"resourceType": "Patient", "text": "x" * 60_000})

    async def twice(server: FhirServer) -> object:
        await server.read("Patient/p-1")
        return await server.read("Patient/p-1")

    with serving(lambda _: body) as server, pytest.raises(FhirServerError) as failed:
        run(server.base, twice)

    assert failed.value.reason == "too_large"


def test_a_large_answer_is_read_whole() -> None:
    body = fhir({"resourceType": "Patient", "text": "x" * 90_000})

    with serving(lambda _: body) as server:
        found = run(server.base, lambda f: f.read("Patient/p-1"))

    assert len(str(found["text"])) == 90_000


def test_a_server_that_does_not_answer_is_given_up() -> None:
    limits = Limits(max_bytes=1000, seconds=0.2)
    with stuck() as server, pytest.raises(FhirServerError) as failed:
        run(server.base, lambda f: f.read("Patient/p-1"), limits=limits)

    assert failed.value.reason == "timeout"


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{closed.getsockname()[1]}/fhir"
        with pytest.raises(FhirServerError) as failed:
            run(base, lambda f: f.read("Patient/p-1"))

    assert failed.value.reason == "unreachable"


def test_a_failure_is_logged_without_query_token_or_content() -> None:
    with capture_logs() as logs:
        reason(lambda _: fhir({"issue": "secret"}, 500), query="Patient/p-1?code=E11")

    assert logs == [
        {
            "event": "fhir_read_failed",
            "log_level": "warning",
            "server": "127.0.0.1",
            "reason": "status",
            "status": 500,
        }
    ]


def test_a_proxy_of_the_environment_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    with serving(of_ehr(FhirRecord([patient()]))) as server:
        found = run(server.base, lambda f: f.read("Patient/p-1"))

    assert found["id"] == "p-1"


def test_without_listed_servers_there_is_no_client() -> None:
    async def main() -> bool:
        host = Host()
        async with fhir_client(host):  # type: ignore[arg-type]
            return "fhir_client" in host.state

    assert not asyncio.run(main())
