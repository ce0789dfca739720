"""Logs are JSON lines that can be searched and that quote no patient."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog

from service.observability.logs import configure_logs

SECRET = "hba1c 9.7 of a patient"  # noqa: S105 - invented


@pytest.fixture(autouse=True)
def logging_left_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    access = logging.getLogger("uvicorn.access")
    disabled = access.disabled
    clients = [logging.getLogger(name) for name in ("httpx", "httpcore")]
    levels = [client.level for client in clients]
    yield
    for client, its_level in zip(clients, levels, strict=True):
        client.setLevel(its_level)
    root.handlers, root.level = handlers, level
    access.disabled = disabled
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def fail() -> None:
    raise ValueError(SECRET)


def test_an_event_is_one_line_of_json_with_level_and_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs("info")

    structlog.get_logger().info("started", port=8000, text="Đường huyết")

    (line,) = written(capsys)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "started",
        "level": "info",
        "port": 8000,
        "text": "Đường huyết",
    }


def test_what_is_bound_to_a_request_is_in_its_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs("info")

    with structlog.contextvars.bound_contextvars(request_id="abc"):
        structlog.get_logger().info("request")

    (line,) = written(capsys)
    assert line["request_id"] == "abc"


@pytest.mark.parametrize(
    ("level", "events"),
    [
        ("debug", ["a", "b", "c"]),
        ("info", ["b", "c"]),
        ("warning", ["c"]),
        ("error", []),
    ],
)
def test_less_than_the_level_is_not_written(
    capsys: pytest.CaptureFixture[str], level: str, events: list[str]
) -> None:
    configure_logs(level)

    log = structlog.get_logger()
    log.debug("a")
    log.info("b")
    log.warning("c")

    assert [line["event"] for line in written(capsys)] == events


def test_the_libraries_messages_have_the_same_form(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs("info")

    logging.getLogger("uvicorn.error").warning("Application startup %s", "complete")

    (line,) = written(capsys)
    assert line["event"] == "Application startup complete"
    assert line["level"] == "warning"


def test_the_servers_access_log_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    """It would write the query string."""
    configure_logs("info")

    logging.getLogger("uvicorn.access").info("GET /v1/risk?name=Lan")

    assert written(capsys) == []


def test_an_exception_is_told_by_type_and_place_and_not_by_its_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs("info")
    log = structlog.get_logger()

    try:
        fail()
    except ValueError as error:
        log.exception("within")
        log.warning("given", exc_info=error)
        logging.getLogger("uvicorn.error").exception("of a library")

    lines = written(capsys)
    assert [line["event"] for line in lines] == ["within", "given", "of a library"]
    for line in lines:
        assert line["exception"] == "ValueError"
        assert line["trace"][-1].startswith("fail:")
        assert SECRET not in json.dumps(line)


def test_an_exception_caused_by_another_quotes_neither(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs("info")

    try:
        try:
            fail()
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError:
        structlog.get_logger().exception("twice")

    (line,) = written(capsys)
    assert line["exception"] == "RuntimeError"
    assert SECRET not in json.dumps(line)


def test_no_exception_adds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info")
    assert sys.exc_info() == (None, None, None)

    structlog.get_logger().error("nothing", exc_info=True)

    (line,) = written(capsys)
    assert set(line) == {"event", "level", "timestamp"}


def test_configuring_twice_writes_a_line_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs("info")
    configure_logs("info")

    structlog.get_logger().info("once")

    assert len(written(capsys)) == 1


@pytest.mark.parametrize("level", ["info", "debug"])
def test_the_address_of_what_is_read_elsewhere_is_not_logged(
    level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A query of a FHIR server names the patient."""
    configure_logs(level)

    answer = httpx.MockTransport(lambda _: httpx.Response(200))
    with httpx.Client(transport=answer) as client:
        client.get("https://ehr.hospital.vn/Observation?patient=12")

    assert written(capsys) == []
