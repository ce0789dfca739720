"""The real server over a real socket: its life from start to SIGTERM."""

import http.client
import json
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server import Server

PATIENT = {"age": 54, "sex": "female", "fasting_glucose": 5.91}


@pytest.fixture
def server(models: Path, tmp_path: Path) -> Iterator[Server]:
    with Server(models, tmp_path / "log", DIABETES_RISK_DRAIN_SECONDS="0.5") as server:
        yield server


def test_a_patient_is_assessed_over_the_network(server: Server) -> None:
    answer = httpx.post(server.url + "/v1/risk", json={"patient": PATIENT})

    assert answer.status_code == 200
    assert answer.json()["assessments"]


def test_logs_are_json_with_the_request_id_and_no_patient_data(server: Server) -> None:
    url = server.url
    httpx.post(
        url + "/v1/risk", json={"patient": PATIENT}, headers={"x-request-id": "r-1"}
    )
    httpx.post(url + "/v1/risk", json={"patient": PATIENT | {"age": 543.25}})
    httpx.post(url + "/v1/risk/batch?language=xyzzy", json=[PATIENT])
    httpx.get(url + "/v1/patients/xyzzy?name=xyzzy")

    lines = server.lines()

    requests = [line for line in lines if line["event"] == "request"]
    assert {"request_id": "r-1", "route": "/v1/risk", "status": 200}.items() <= (
        next(r for r in requests if r["request_id"] == "r-1").items()
    )
    assert [r["status"] for r in requests[-4:]] == [200, 422, 422, 404]
    text = server.log.read_text()
    for secret in ("5.91", "543.25", "female", "xyzzy"):
        assert secret not in text


def test_a_connection_that_a_gateway_keeps_is_still_there_after_a_pause(
    server: Server,
) -> None:
    """The gateway closes it, or a request would now and then meet its end."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/healthz")
    connection.getresponse().read()
    kept = connection.sock
    time.sleep(6)  # other servers close theirs after 5
    connection.request("GET", "/healthz")

    assert connection.getresponse().status == 200
    assert connection.sock is kept
    connection.close()


def test_while_draining_a_client_is_told_to_connect_anew(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/healthz")
    before = connection.getresponse()
    before.read()
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    connection.request("GET", "/healthz")
    after = connection.getresponse()

    assert (before.getheader("connection"), before.status) == (None, 200)
    assert (after.getheader("connection"), after.status) == ("close", 200)
    assert after.read() == b'{"status":"alive"}'
    connection.close()


def test_sigterm_finishes_what_is_in_flight_and_says_not_ready(server: Server) -> None:
    rows = [PATIENT] * 3000
    answers: list[int] = []

    def batch() -> None:
        response = httpx.post(server.url + "/v1/risk/batch", json=rows, timeout=60)
        answers.append(len(response.text.splitlines()))

    with httpx.Client(base_url=server.url) as client:
        assert client.get("/readyz").status_code == 200
        worker = threading.Thread(target=batch)
        worker.start()
        time.sleep(0.1)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        assert client.get("/readyz").status_code == 503
        assert client.post("/v1/risk", json={"patient": PATIENT}).status_code == 200
    worker.join(60)

    assert answers == [3000]
    assert server.process.wait(30) == 0
    with pytest.raises(httpx.TransportError):
        httpx.get(server.url + "/healthz")


def test_memory_stays_flat_however_long_the_batch(server: Server) -> None:
    def send(rows: int) -> int:
        line = json.dumps(PATIENT).encode() + b"\n"
        count = 0
        with httpx.stream(
            "POST",
            server.url + "/v1/risk/batch",
            content=(line for _ in range(rows)),
            timeout=120,
        ) as response:
            for received in response.iter_lines():
                count += received.startswith('{"row"')
        return count

    assert send(2_000) == 2_000
    before = server.resident_megabytes()
    assert send(20_000) == 20_000

    # The answer alone is over 200 MB: anything that keeps rows would show.
    assert server.resident_megabytes() - before < 15


def test_a_client_that_hangs_up_does_not_disturb_the_next(server: Server) -> None:
    line = json.dumps(PATIENT).encode() + b"\n"
    with httpx.stream(
        "POST", server.url + "/v1/risk/batch", content=line * 5_000
    ) as response:
        next(response.iter_lines())

    assert httpx.get(server.url + "/readyz").status_code == 200
    assert "error" not in {line["level"] for line in server.lines()}


def test_a_broken_request_line_is_refused_without_a_crash(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"POST /v1/risk HTTP/1.1\r\nContent-Length: x\r\n\r\n")
        assert b" 400 " in connection.recv(4096)

    assert httpx.get(server.url + "/healthz").status_code == 200


def test_a_client_that_goes_away_while_sending_is_not_a_failure_of_ours(
    server: Server,
) -> None:
    for path in ("/v1/risk", "/v1/risk/batch"):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n{{"
            connection.sendall(head.encode())
            time.sleep(0.2)
    time.sleep(0.3)

    counted = httpx.get(server.url + "/metrics").text

    assert 'route="/v1/risk",status="400"' in counted
    assert 'route="/v1/risk/batch",status="400"' in counted
    assert set(re.findall(r'status="500"} (.+)', counted)) == {"0.0"}


def test_endless_headers_are_cut_off(server: Server) -> None:
    sent = 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ")
        try:
            while sent < 50_000_000:
                sent += connection.send(b"a" * 100_000)
        except (ConnectionError, TimeoutError):
            pass

    assert sent < 50_000_000
    assert server.resident_megabytes() < 200
    assert httpx.get(server.url + "/healthz").status_code == 200


@pytest.mark.parametrize("name", ["%00", "a" * 5000], ids=["NUL", "very long"])
def test_a_path_that_no_file_can_have_is_not_found(server: Server, name: str) -> None:
    assert httpx.get(f"{server.url}/schema/static/{name}").status_code == 404
