"""The real service while something around it breaks."""

import json
import resource
import signal
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.access import PUBLIC_URL, access_claims, bearer, signed, trust_file
from tests.server import Server
from tests.wire import Reader, burst, connect, post, receive

PATIENT = {"age": 54, "sex": "female", "fasting_glucose": 5.91}
ONE = json.dumps({"patient": PATIENT}).encode()
ROW = json.dumps(PATIENT).encode() + b"\n"
DAY = 86_400


@pytest.fixture(scope="module")
def server(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(models, tmp_path_factory.mktemp("faults") / "log") as server:
        yield server


def assess(server: Server) -> int:
    return httpx.post(server.url + "/v1/risk", content=ONE).status_code


@contextmanager
def taking_at_most(megabytes: int, server: Server) -> Iterator[None]:
    """Fails if the service's memory was larger than before by more, for a moment even."""
    before = server.resident_megabytes()
    process = Path(f"/proc/{server.process.pid}")
    (process / "clear_refs").write_text("5")  # the peak is from now on
    yield
    lines = (process / "status").read_text().splitlines()
    peak = next(int(x.split()[1]) / 1024 for x in lines if x.startswith("VmHWM"))
    assert peak - before < megabytes


@pytest.mark.parametrize("workers", ["1", "2"])
def test_sigterm_in_the_middle_of_two_hundred_requests_loses_none(
    models: Path, tmp_path: Path, workers: str
) -> None:
    with (
        Server(
            models,
            tmp_path / "log",
            DIABETES_RISK_WORKERS=workers,
            DIABETES_RISK_MAX_WAITING="200",
            DIABETES_RISK_DRAIN_SECONDS="0.2",
        ) as server,
        ExitStack() as stack,
    ):
        asked = [stack.enter_context(closing(connect(server.port))) for _ in range(200)]
        burst(asked, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        for number, connection in enumerate(asked):
            connection.sendall(post("/v1/risk", ONE))
            if number == 100:
                server.process.send_signal(signal.SIGTERM)
        answers = [receive(connection) for connection in asked]
        ended = server.process.wait(30)

    assert [answer.status for answer in answers] == [200] * 200
    assert ended == 0


def test_a_disk_without_room_refuses_large_batches_and_nothing_else(
    models: Path, tmp_path: Path
) -> None:
    with Server(models, tmp_path / "log") as server:
        room = (1024 * 1024, 1024 * 1024)  # in any one file
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, room)
        large = httpx.post(
            server.url + "/v1/risk/batch",
            content=ROW * 40_000,
            headers={"accept-language": "en"},
        )
        small = httpx.post(server.url + "/v1/risk/batch", content=ROW * 10)
        single = assess(server)
        said = [x for x in server.lines() if x["event"] == "no_room_for_a_batch"]

    assert large.status_code == 507
    assert large.json()["type"] == "urn:diabetes-risk:problem:insufficient-storage"
    assert large.json()["detail"] == (
        "Send at most 1 MiB at a time, which needs no room, and tell the operator."
    )
    assert small.status_code == 200
    assert small.text.count('{"row"') == 10
    assert single == 200
    assert [(line["level"], line["reason"]) for line in said] == [("error", "EFBIG")]


def test_one_line_of_a_hundred_megabytes_costs_its_own_row_only(
    server: Server,
) -> None:
    def body() -> Iterator[bytes]:
        yield ROW + b'{"age": "'
        for _ in range(100):
            yield b"5" * 1_000_000
        yield b'"}\n' + ROW

    with taking_at_most(30, server):
        answer = httpx.post(server.url + "/v1/risk/batch", content=body(), timeout=60)

    first, giant, last = map(json.loads, answer.text.splitlines())
    assert first["assessments"] == last["assessments"]
    assert giant["error"]["detail"] == "The row is over 65536 bytes."


def test_one_element_of_a_hundred_megabytes_ends_an_array_with_a_reason(
    server: Server,
) -> None:
    def body() -> Iterator[bytes]:
        yield b"[" + ROW + b", ["
        for _ in range(100):
            yield b"[]," * 333_333
        yield b"[]]," + ROW + b"]"

    with taking_at_most(30, server):
        answer = httpx.post(server.url + "/v1/risk/batch", content=body(), timeout=60)

    first, giant = map(json.loads, answer.text.splitlines())
    assert first["assessments"]
    assert giant["error"]["detail"] == (
        "The row is over 1048576 bytes; later rows were not read."
    )


@pytest.mark.parametrize("path", ["/fhir/$diabetes-risk", "/page/record"])
def test_a_record_that_would_fill_the_memory_is_refused_before_it_is_decoded(
    server: Server, path: str
) -> None:
    with taking_at_most(60, server):
        answer = httpx.post(
            server.url + path, content=b"[" + b"{}," * 5_000_000 + b"{}]", timeout=60
        )

    assert answer.status_code == 400
    assert "more than 2500000 names and values" in answer.text
    assert assess(server) == 200


def test_single_patients_are_answered_all_along_a_batch_of_100_000(
    server: Server,
) -> None:
    """How much longer they take is measured by `python -m benchmarks.overload`."""
    with closing(connect(server.port)) as batch, closing(connect(server.port)) as one:
        alone = timed(one, 50)
        batch.sendall(post("/v1/risk/batch", ROW * 100_000))
        assert batch.recv(12) == b"HTTP/1.1 200"
        reader = Reader(batch)
        reader.start()
        beside = timed(one, 200)
        received = reader.received
        batch.shutdown(socket.SHUT_RDWR)
        reader.join()

    # The whole answer is over 800 MB: it was going on all along.
    assert 100_000 < received < 800_000_000
    # A batch that had to end first would take minutes; the median is about twice.
    assert statistics.median(beside) < 10 * statistics.median(alone)


def timed(connection: socket.socket, times: int) -> list[float]:
    """Seconds that each of so many requests about one patient took."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        connection.sendall(post("/v1/risk", ONE))
        assert receive(connection).status == 200
        took.append(time.perf_counter() - began)
    return took


def test_a_clock_that_jumps_a_day_changes_only_whose_token_is_valid(
    models: Path, tmp_path: Path
) -> None:
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        pytest.skip("needs Debian's faketime")
    clock = tmp_path / "clock"
    clock.write_text("+0")
    now = access_claims()
    tomorrow = access_claims(
        iat=int(time.time()) + DAY, exp=int(time.time()) + DAY + 300
    )
    with Server(
        models,
        tmp_path / "log",
        LD_PRELOAD=str(library),
        FAKETIME_TIMESTAMP_FILE=str(clock),
        FAKETIME_NO_CACHE="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
        DIABETES_RISK_TRUST=str(trust_file(tmp_path)),
        DIABETES_RISK_PUBLIC_URL=PUBLIC_URL,
        DIABETES_RISK_DRAIN_SECONDS="0.2",
    ) as server:
        seen = []
        for jump in ("+0", f"+{DAY}", f"-{DAY}", "+0"):
            clock.write_text(jump)
            seen.append(
                [
                    httpx.post(
                        server.url + "/v1/risk", content=ONE, headers=bearer(signed(c))
                    ).status_code
                    for c in (now, tomorrow)
                ]
            )
        metrics = httpx.get(
            server.url + "/metrics", headers=bearer(signed(access_claims("ops")))
        )
        server.process.send_signal(signal.SIGTERM)
        clock.write_text(f"-{DAY}")
        ended = server.process.wait(20)

    assert seen == [[200, 401], [401, 200], [401, 401], [200, 401]]
    sums = {
        sample.name: sample.value
        for family in text_string_to_metric_families(metrics.text)
        for sample in family.samples
        if sample.name.endswith("seconds_sum")
    }
    assert "diabetes_risk_http_request_duration_seconds_sum" in sums
    assert all(0 <= value < 60 for value in sums.values())
    assert ended == 0
