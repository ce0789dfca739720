"""Traces of the real service, read as a collector reads them."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from tests.collector import Collector, attributes, collector
from tests.server import Server

PATIENT = {"age": 54, "sex": "female", "fasting_glucose": 5.91}


@pytest.fixture(scope="module")
def traced(
    models: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Collector]]:
    log = tmp_path_factory.mktemp("traced") / "log"
    with (
        collector() as traces,
        Server(
            models, log, DIABETES_RISK_TRACES=traces.url, OTEL_BSP_SCHEDULE_DELAY="100"
        ) as server,
    ):
        yield server, traces


def wait(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def parent(trace: str, flags: str = "01") -> dict[str, str]:
    return {"traceparent": f"00-{trace}-00f067aa0ba902b7-{flags}"}


def of_trace(traces: Collector, trace: str) -> Span:
    """The request's span in a trace that was begun elsewhere."""
    wanted = bytes.fromhex(trace)

    def found() -> list[Span]:
        return [
            s
            for s in traces.spans
            if s.trace_id == wanted and s.kind == s.SPAN_KIND_SERVER
        ]

    wait(found)
    (span,) = found()
    return span


def test_a_request_is_a_span_of_its_callers_trace_with_its_stages_within(
    traced: tuple[Server, Collector],
) -> None:
    server, traces = traced
    trace = "a" * 32
    httpx.post(
        server.url + "/v1/risk", json={"patient": PATIENT}, headers=parent(trace)
    )

    span = of_trace(traces, trace)

    assert span.name == "POST /v1/risk"
    assert span.parent_span_id == bytes.fromhex("00f067aa0ba902b7")
    assert attributes(span) == {
        "http.request.method": "POST",
        "http.route": "/v1/risk",
        "http.response.status_code": 200,
    }
    assert traces.resource["service.name"] == "diabetes-risk"
    stages = traces.within(span)
    in_order = sorted(stages, key=lambda stage: stage.start_time_unix_nano)
    assert [stage.name for stage in in_order] == ["validate", "score", "present"]
    for stage in stages:
        assert stage.start_time_unix_nano < stage.end_time_unix_nano
        assert stage.end_time_unix_nano <= span.end_time_unix_nano


def test_a_request_without_a_trace_begins_one_that_the_log_names(
    traced: tuple[Server, Collector],
) -> None:
    server, traces = traced
    httpx.get(server.url + "/v1/bundles", headers={"x-request-id": "begins"})

    wait(lambda: traces.named("GET /v1/bundles"))
    (span,) = traces.named("GET /v1/bundles")
    (line,) = [x for x in server.lines() if x.get("request_id") == "begins"]
    assert span.parent_span_id == b""
    assert line["trace_id"] == span.trace_id.hex()


def test_what_a_client_wrote_is_in_no_span(traced: tuple[Server, Collector]) -> None:
    server, traces = traced
    before, after = "b" * 32, "c" * 32
    httpx.get(server.url + "/v1/patients/xyzzy?name=xyzzy", headers=parent(before))
    httpx.request("PURGE", server.url + "/xyzzy")
    httpx.post(
        server.url + "/v1/risk?q=xyzzy",
        json={"patient": PATIENT | {"age": 543.25}},
        headers=parent(after)
        | {"x-request-id": "xyzzy", "user-agent": "xyzzy", "tracestate": "k=xyzzy"},
    )

    unrouted, refused = of_trace(traces, before), of_trace(traces, after)

    assert unrouted.name == "GET"
    assert attributes(unrouted) == {
        "http.request.method": "GET",
        "http.response.status_code": 404,
    }
    assert attributes(refused)["http.response.status_code"] == 422
    assert refused.status.code == Status.STATUS_CODE_UNSET
    assert attributes(traces.named("HTTP")[0])["http.request.method"] == "_OTHER"
    for secret in (b"xyzzy", b"5.91", b"543.25", b"female"):
        assert secret not in traces.bytes


def test_a_caller_who_records_nothing_is_followed(
    traced: tuple[Server, Collector],
) -> None:
    server, traces = traced
    silent, spoken = "d" * 32, "e" * 32
    for headers in (parent(silent, flags="00"), parent(spoken)):
        httpx.get(server.url + "/healthz", headers=headers)

    of_trace(traces, spoken)

    assert bytes.fromhex(silent) not in {span.trace_id for span in traces.spans}


def test_a_batch_shows_its_first_stages_only(traced: tuple[Server, Collector]) -> None:
    server, traces = traced
    trace = "f" * 32
    httpx.post(
        server.url + "/v1/risk/batch",
        json=[PATIENT] * 1500,
        headers=parent(trace),
        timeout=60,
    )

    span = of_trace(traces, trace)
    wait(lambda: len(traces.within(span)) == 32)

    assert span.name == "POST /v1/risk/batch"
    assert len(traces.within(span)) == 32


def test_a_collector_that_is_away_costs_one_line_and_no_answer(
    models: Path, tmp_path: Path
) -> None:
    with collector() as traces:
        traces.answers = 400
        with Server(
            models,
            tmp_path / "log",
            DIABETES_RISK_TRACES=traces.url,
            OTEL_BSP_SCHEDULE_DELAY="100",
        ) as server:

            def said(event: str) -> int:
                return server.log.read_text().count(event)

            def answered() -> bool:
                answer = httpx.post(server.url + "/v1/risk", json={"patient": PATIENT})
                time.sleep(0.2)
                return answer.status_code == 200

            wait(lambda: answered() and said("traces_lost"))
            assert all(answered() for _ in range(5))
            traces.answers = 200
            wait(lambda: answered() and said("traces_arrive_again"))

            assert said("traces_lost") == 1
            assert {line["level"] for line in server.lines()} == {"info", "warning"}


def test_a_collector_that_nobody_started_does_not_hold_up_the_end(
    models: Path, tmp_path: Path
) -> None:
    with Server(
        models,
        tmp_path / "log",
        DIABETES_RISK_TRACES="http://127.0.0.1:9",
        DIABETES_RISK_DRAIN_SECONDS="0",
        OTEL_BSP_SCHEDULE_DELAY="100",
    ) as server:
        httpx.post(server.url + "/v1/risk", json={"patient": PATIENT})
        server.process.terminate()

        assert server.process.wait(20) == 0
        lines = server.lines()
    assert {line["level"] for line in lines} == {"info", "warning"}


def test_without_a_collector_opentelemetry_is_not_imported() -> None:
    program = (
        "import service.commands.answer, sys;"
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
