"""Clients that are slow, stand still or hold on, over real sockets with short limits."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest
import uvicorn
from prometheus_client.parser import text_string_to_metric_families

from service.observability.metrics import Metrics
from service.protocol import bounded
from service.slow_clients import Limits
from service.transports.observed import TimedLitestar
from tests.wire import burst, connect, post, receive

BODY = json.dumps({"patient": {"age": 54, "sex": "female"}}).encode()
QUICK = Limits(
    headers_seconds=0.4, body_seconds=0.4, reading_seconds=0.4, connections=8
)


class Service:
    """The application behind the service's protocol, in a thread of the test."""

    def __init__(self, app: TimedLitestar) -> None:
        config = uvicorn.Config(
            app,
            port=0,
            http=bounded(app.state.load, QUICK),
            ws="none",
            log_config=None,
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        self.port: int = self._server.servers[0].sockets[0].getsockname()[1]

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    def counted(self, name: str, **labels: str) -> float:
        text = httpx.get(f"http://127.0.0.1:{self.port}/metrics").text
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def refused(self, what: str) -> float:
        return self.counted("diabetes_risk_load_refused_total", what=what)


@pytest.fixture
def service(app: TimedLitestar, metrics: Metrics) -> Iterator[Service]:
    made = Service(app)
    yield made
    made.stop()


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side closes the connection, after whatever it still says."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    return True


def dripped(connection: socket.socket, piece: bytes) -> int:
    """Send a piece again and again until the other side closes; how much it took."""
    for number in range(200):
        try:
            connection.sendall(piece)
        except ConnectionError:
            return number * len(piece)
        time.sleep(0.02)
    return 200 * len(piece)


def begun(path: str, *headers: str) -> bytes:
    """A request of which only the first bytes of the body come."""
    whole = post(path, BODY, *headers)
    return whole[: -len(BODY) + 5]


def test_headers_that_do_not_end_are_refused_in_both_languages(
    service: Service,
) -> None:
    with closing(connect(service.port)) as connection:
        connection.sendall(b"POST /v1/risk HTTP/1.1\r\nHost: x\r\nX-A: ")
        answer = receive(connection)

        assert answer.status == 408
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:diabetes-risk:problem:request-timeout"
        assert answer.json()["title"] == (
            "Yêu cầu được gửi đến quá chậm / The request came too slowly"
        )
        assert is_closed(connection)
    assert service.refused("slow_headers") == 1


def test_headers_that_drip_are_refused_too(service: Service) -> None:
    with closing(connect(service.port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        sent = dripped(connection, b"X-A: b\r\n")

    assert sent < 1000
    assert service.refused("slow_headers") == 1


def test_a_connection_that_says_nothing_is_closed(service: Service) -> None:
    with closing(connect(service.port)) as connection:
        assert is_closed(connection)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v1/risk", '"title":"The request came too slowly"'),
        ("/fhir/$diabetes-risk", '"code":"timeout"'),
        ("/v2/models/incident-diabetes/infer", '{"error":"The rest of it did not'),
        ("/cds-services/diabetes-risk", "problem:request-timeout"),
        ("/v1/risk/batch", "problem:request-timeout"),
        ("/page/record", "problem:request-timeout"),
    ],
)
def test_a_body_that_stands_still_is_refused_in_the_form_of_its_interface(
    service: Service, path: str, expected: str
) -> None:
    with closing(connect(service.port)) as connection:
        connection.sendall(begun(path, "Accept-Language: en"))
        answer = receive(connection)

        assert answer.status == 408
        assert answer.headers["connection"] == "close"
        assert expected in answer.body.decode()
        assert is_closed(connection)
    assert service.refused("slow_body") == 1
    assert service.counted("diabetes_risk_http_requests_total", status="408") == 1


def test_a_slow_but_steady_link_is_answered(service: Service) -> None:
    body = BODY + b" " * 1000
    with closing(connect(service.port)) as connection:
        whole = post("/v1/risk", body)
        connection.sendall(whole[: -len(body)])
        for at in range(0, len(body), 25):
            connection.sendall(body[at : at + 25])
            time.sleep(0.025)

        assert receive(connection).status == 200


def test_a_body_that_drips_below_the_slowest_link_is_refused(service: Service) -> None:
    with closing(connect(service.port)) as connection:
        connection.sendall(begun("/v1/risk"))
        connection.settimeout(0.02)
        answer = b""
        for _ in range(200):
            connection.sendall(b" ")
            try:
                answer = connection.recv(65536)
                break
            except TimeoutError:
                pass

    assert answer.startswith(b"HTTP/1.1 408 ")


def test_the_rest_of_a_refused_body_is_not_read_forever(service: Service) -> None:
    with closing(connect(service.port)) as connection:
        head = b"POST /v1/risk HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n"
        connection.sendall(head + b" " * 100_000)
        assert receive(connection).status == 413

        sent = dripped(connection, b" " * 1000)

    assert sent < 200_000


def test_a_batch_whose_answer_is_not_read_gives_its_place_free(
    service: Service,
) -> None:
    rows = b'{"age": 54, "sex": "female"}\n' * 3000
    with closing(connect(service.port)) as connection:
        connection.sendall(post("/v1/risk/batch", rows))
        _until(lambda: service.refused("slow_reader") == 1)
        _until(lambda: service.counted("diabetes_risk_load_running", what="batch") == 0)

        assert is_closed(connection)


def test_an_answer_that_is_read_slowly_is_sent_to_its_end(service: Service) -> None:
    rows = b'{"age": 54, "sex": "female"}\n' * 300
    read = 0
    with closing(connect(service.port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
        connection.sendall(post("/v1/risk/batch", rows, "Connection: close"))
        while part := connection.recv(25_000):
            read += len(part)
            time.sleep(0.01)

    assert read > 1_000_000
    assert service.refused("slow_reader") == 0


def test_more_connections_than_there_may_be_are_closed_at_once(
    service: Service,
) -> None:
    held = [connect(service.port) for _ in range(QUICK.connections)]
    burst(held, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")  # all are open now
    with closing(connect(service.port)) as one_more:
        assert is_closed(one_more)
    held.pop().close()
    with closing(connect(service.port)) as instead:
        [answer] = burst([instead], post("/v1/risk", BODY))
    for connection in held:
        connection.close()

    assert answer.status == 200
    assert service.refused("connections") == 1


@pytest.mark.parametrize(
    "header",
    [
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAMAAMAA",
    ],
    ids=["HTTP/2", "WebSocket"],
)
def test_an_offer_of_another_protocol_is_passed_over(
    service: Service, header: str, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(connect(service.port)) as connection:
        connection.sendall(post("/v1/risk", BODY, header))

        assert receive(connection).status == 200
    assert [x.message for x in caplog.records if x.levelname == "WARNING"] == []


def test_a_client_that_asks_whether_to_send_its_body_is_told_to(
    service: Service,
) -> None:
    with closing(connect(service.port)) as connection:
        whole = post("/v1/risk", BODY, "Expect: 100-continue")
        connection.sendall(whole[: -len(BODY)])
        assert connection.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(BODY)

        assert receive(connection).status == 200


def test_requests_sent_without_waiting_are_answered_one_after_the_other(
    service: Service,
) -> None:
    with closing(connect(service.port)) as connection:
        request = post("/v1/risk", BODY)
        connection.sendall(request * 3 + post("/v1/risk", BODY, "Connection: close"))
        received = b""
        while part := connection.recv(65536):
            received += part

    assert received.count(b"HTTP/1.1 200 ") == 4


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        time.sleep(0.02)
    pytest.fail("not after ten seconds")
