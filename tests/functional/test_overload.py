"""More than the service can do at once: what is refused, how, and who is not."""

import json
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.server import Server
from tests.wire import Received, burst, connect, post, receive

PATIENT = {"age": 54, "sex": "female", "fasting_glucose": 5.91}
ONE = json.dumps({"patient": PATIENT}).encode()
RISK = post("/v1/risk", ONE, "Accept-Language: en")
WAITING = 8


@pytest.fixture(scope="module")
def server(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("overload") / "log"
    with Server(models, log, DIABETES_RISK_MAX_WAITING=str(WAITING)) as server:
        yield server


def shown(server: Server, name: str, **labels: str) -> float:
    text = httpx.get(server.url + "/metrics").text
    return next(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name and sample.labels == labels
    )


def refused(server: Server, what: str) -> float:
    return shown(server, "diabetes_risk_load_refused_total", what=what)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline


@contextmanager
def standing_still(server: Server) -> Iterator[None]:
    """What is sent to the service in the meantime arrives all at once for it."""
    server.process.send_signal(signal.SIGSTOP)
    state = Path(f"/proc/{server.process.pid}/stat")
    while state.read_text().rpartition(")")[2].split()[0] != "T":
        pass
    yield
    server.process.send_signal(signal.SIGCONT)


def asked_at_once(server: Server, *requests: bytes) -> list[Received]:
    """Answers to requests that all have arrived when the service looks again."""
    with ExitStack() as stack:
        asked = [stack.enter_context(closing(connect(server.port))) for _ in requests]
        burst(asked, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        with standing_still(server):
            for connection, request in zip(asked, requests, strict=True):
                connection.sendall(request)
        return [receive(connection) for connection in asked]


def statuses(answers: Iterable[Received]) -> list[int]:
    return [answer.status for answer in answers]


def test_beyond_what_may_wait_requests_are_told_to_come_back_and_none_is_lost(
    server: Server,
) -> None:
    """One is answered, as many as may wait are, and those before them are not."""
    before = refused(server, "single")

    answers = asked_at_once(server, *[RISK] * 200)

    counts = Counter(statuses(answers))
    assert set(counts) == {200, 503}
    # The server may have looked more than once until all had arrived.
    assert 1 + WAITING <= counts[200] < 100
    assert refused(server, "single") - before == counts[503]
    busy = answers[0]
    assert busy.headers["retry-after"] == "1"
    assert busy.headers["content-type"] == "application/problem+json"
    assert busy.json()["type"] == "urn:diabetes-risk:problem:unavailable"
    assert busy.json()["detail"] == (
        "Too much is asked at once; send it again after the seconds of Retry-After."
    )


def test_what_may_wait_is_answered(server: Server) -> None:
    answers = asked_at_once(server, *[RISK] * (1 + WAITING))

    assert statuses(answers) == [200] * (1 + WAITING)


def test_a_body_that_comes_after_its_headers_waits_like_any_other(
    server: Server,
) -> None:
    with ExitStack() as stack:
        asked = [stack.enter_context(closing(connect(server.port))) for _ in range(50)]
        for connection in asked:
            connection.sendall(RISK[: -len(ONE)])
        httpx.get(server.url + "/healthz")  # answered after what came before it
        with standing_still(server):
            for connection in asked:
                connection.sendall(ONE)
        answers = [receive(connection) for connection in asked]

    counts = Counter(statuses(answers))
    assert set(counts) == {200, 503}
    assert 1 + WAITING <= counts[200] < 40


@pytest.mark.parametrize(
    ("request_", "media_type", "expected"),
    [
        pytest.param(
            post("/v1/risk", ONE),
            "application/problem+json",
            '"detail":"Đang có quá nhiều yêu cầu cùng lúc; hãy gửi lại',
            id="Vietnamese",
        ),
        pytest.param(
            post("/fhir/$diabetes-risk", b"{}", "Accept-Language: en"),
            "application/fhir+json; charset=utf-8",
            '"code":"transient","details":{"text":"This cannot be answered at the'
            " moment. Send it again after the seconds of Retry-After.",
            id="FHIR",
        ),
        pytest.param(
            post("/cds-services/diabetes-risk", b"{}"),
            "application/problem+json",
            "urn:diabetes-risk:problem:unavailable",
            id="CDS Hooks",
        ),
        pytest.param(
            post("/v2/models/incident-diabetes/infer", b"{}", "Accept-Language: en"),
            "application/json",
            '{"error":"Too much is asked at once; send it again after',
            id="Open Inference Protocol",
        ),
        pytest.param(
            post("/page/assess", ONE),
            "application/problem+json",
            "urn:diabetes-risk:problem:unavailable",
            id="page",
        ),
        pytest.param(
            post("/", b"age=54&sex=female", "Accept: text/html"),
            "text/html; charset=utf-8",
            "Hiện chưa thể trả lời",
            id="form",
        ),
    ],
)
def test_each_interface_refuses_in_its_own_form(
    server: Server, request_: bytes, media_type: str, expected: str
) -> None:
    busy, *_ = asked_at_once(server, request_, *[RISK] * 50)

    assert busy.status == 503
    assert busy.headers["retry-after"] == "1"
    assert busy.headers["content-type"] == media_type
    assert expected in busy.body.decode()


def test_probes_metrics_and_files_are_never_refused(server: Server) -> None:
    paths = ("/healthz", "/readyz", "/metrics", "/schema/static/swagger-ui.css", "/")
    looked_at = [f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths]

    answers = asked_at_once(server, *looked_at, *[RISK] * 20)

    assert statuses(answers[: len(paths)]) == [200] * len(paths)
    assert answers[len(paths)].status == 503


def test_large_records_wait_for_one_thread_and_only_so_many_may(
    server: Server,
) -> None:
    record = json.dumps({"resourceType": "Bundle", "entry": [{}] * 60_000}).encode()

    answers = asked_at_once(server, *[post("/fhir/$diabetes-risk", record)] * 40)

    assert set(statuses(answers)) == {422, 503}
    assert statuses(answers).count(422) >= 16
    busy = [answer for answer in answers if answer.status == 503]
    assert {answer.headers["retry-after"] for answer in busy} == {"5"}
    assert refused(server, "heavy") == len(busy)


def test_bodies_in_memory_are_bounded_together(server: Server) -> None:
    """Six records of 12 MB arrive at once; 48 MiB may be held."""
    body = b" " * 12_000_000
    head = post("/fhir/$diabetes-risk", body)[: -len(body)]
    with ExitStack() as stack:
        connections = [
            stack.enter_context(closing(connect(server.port))) for _ in range(6)
        ]
        for connection in connections:
            connection.sendall(head)
        refusals = []
        for connection in connections[:4]:
            connection.sendall(body[:-1])
        until(lambda: shown(server, "diabetes_risk_load_body_bytes") > 47_000_000)
        for connection in connections[4:]:
            connection.sendall(body)
            refusals.append(receive(connection))
        for connection in connections[:4]:
            connection.sendall(b" ")
        answers = [receive(connection) for connection in connections[:4]]

    assert statuses(refusals) == [503, 503]
    assert {x.headers["retry-after"] for x in refusals} == {"10"}
    assert statuses(answers) == [400] * 4
    assert server.resident_megabytes() < 350


def test_a_fifth_batch_is_refused_before_it_is_sent(server: Server) -> None:
    rows = json.dumps(PATIENT).encode() + b"\n"
    whole = post("/v1/risk/batch", rows * 5000)
    with ExitStack() as stack:
        batches = [stack.enter_context(closing(connect(server.port))) for _ in range(4)]
        for connection in batches:
            connection.sendall(whole[:200_000])  # no more comes for now
        until_running(server, 4)
        [fifth] = asked_at_once(server, whole)
        single = httpx.post(server.url + "/v1/risk", content=ONE)
        batches[0].close()
        until_running(server, 3)
        [instead] = asked_at_once(server, post("/v1/risk/batch", rows * 3))

    assert fifth.status == 503
    assert fifth.headers["retry-after"] == "60"
    assert single.status_code == 200
    assert instead.status == 200
    assert instead.body.count(b"\n") == 3
    until_running(server, 0)


def until_running(server: Server, number: int) -> None:
    name = "diabetes_risk_load_running"
    until(lambda: shown(server, name, what="batch") == number)
