"""Several workers behind one port: who is ended, replaced, drained, and in what order."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import httpx
import pytest

from tests.server import Server

PATIENT = {"age": 54, "sex": "female", "fasting_glucose": 5.91}


@pytest.fixture
def server(models: Path, tmp_path: Path) -> Iterator[Server]:
    with Server(
        models,
        tmp_path / "log",
        DIABETES_RISK_WORKERS="2",
        DIABETES_RISK_DRAIN_SECONDS="0.5",
    ) as server:
        wait(lambda: len(events(server, "Application startup complete.")) == 2)
        yield server


def wait(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def events(server: Server, name: str) -> list[dict[str, object]]:
    whole = server.log.read_text().rpartition("\n")[0]
    lines = [json.loads(line) for line in whole.splitlines()]
    return [line for line in lines if line["event"] == name]


def workers(server: Server) -> list[int]:
    """Process ids by the order of their starts."""
    return [int(str(line["pid"])) for line in events(server, "worker_started")]


def metric(server: Server, name: str) -> float:
    page = httpx.get(server.url + "/metrics").text
    return sum(
        float(line.rpartition(" ")[2])
        for line in page.splitlines()
        if line.startswith(name)
    )


def refused(models: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "service", "serve"],
        env=os.environ | {"DIABETES_RISK_MODELS": str(models)} | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_killed_worker_is_replaced_while_the_other_answers(server: Server) -> None:
    killed = workers(server)[0]

    os.kill(killed, signal.SIGKILL)
    for _ in range(50):
        assert httpx.post(server.url + "/v1/risk", json={"patient": PATIENT}).is_success
    wait(lambda: len(events(server, "Application startup complete.")) == 3)

    (ended,) = events(server, "worker_ended")
    assert (ended["slot"], ended["pid"], ended["status"]) == (0, killed, -9)
    assert metric(server, "diabetes_risk_worker_starts_total") == 3
    assert metric(server, "diabetes_risk_workers ") == 2


def test_sigterm_drains_every_worker_and_loses_no_request(
    models: Path, tmp_path: Path
) -> None:
    answers: list[int] = []
    noticed = threading.Event()

    def ask() -> None:
        """As a load balancer does, with a connection for each request."""
        while not noticed.is_set():
            connection = HTTPConnection("127.0.0.1", service.port, timeout=30)
            connection.request("POST", "/v1/risk", json.dumps({"patient": PATIENT}))
            try:
                answers.append(connection.getresponse().status)
            except (HTTPException, ConnectionError):
                answers.append(0)
            connection.close()

    with Server(models, tmp_path / "log", DIABETES_RISK_WORKERS="2") as service:
        wait(lambda: len(events(service, "Application startup complete.")) == 2)
        clients = [threading.Thread(target=ask) for _ in range(4)]
        for client in clients:
            client.start()
        with httpx.stream(
            "POST", service.url + "/v1/risk/batch", json=[PATIENT] * 2000, timeout=60
        ) as response:
            service.process.send_signal(signal.SIGTERM)
            wait(lambda: httpx.get(service.url + "/readyz").status_code == 503)
            until_noticed = len(answers)
            noticed.set()
            rows = sum(1 for line in response.iter_lines() if line.startswith('{"row"'))
        for client in clients:
            client.join(30)

        assert service.process.wait(30) == 0
        assert len(events(service, "draining")) == 2
    assert rows == 2000
    assert set(answers) == {200}
    assert len(answers) >= until_noticed > 0


def test_a_second_sigterm_does_not_wait_for_load_balancers(
    models: Path, tmp_path: Path
) -> None:
    with Server(
        models,
        tmp_path / "log",
        DIABETES_RISK_WORKERS="2",
        DIABETES_RISK_DRAIN_SECONDS="600",
    ) as server:
        wait(lambda: len(events(server, "Application startup complete.")) == 2)
        server.process.send_signal(signal.SIGTERM)
        wait(lambda: len(events(server, "draining")) == 2)
        server.process.send_signal(signal.SIGTERM)

        assert server.process.wait(30) == 0


def test_a_signal_to_all_processes_at_once_is_one_signal(server: Server) -> None:
    """As systemd and terminals send it."""
    for process in (*workers(server), server.process.pid):
        os.kill(process, signal.SIGTERM)
    wait(lambda: len(events(server, "draining")) == 2)

    assert httpx.get(server.url + "/readyz").status_code == 503
    assert httpx.post(server.url + "/v1/risk", json={"patient": PATIENT}).is_success
    assert server.process.wait(30) == 0


def test_workers_end_when_nobody_looks_after_them(server: Server) -> None:
    left = workers(server)
    server.process.kill()
    server.process.wait()

    wait(lambda: len(events(server, "Shutting down")) == 2)
    wait(lambda: not any(Path(f"/proc/{pid}/status").exists() for pid in left))
    with socket.create_server(("127.0.0.1", server.port)):
        pass


def test_a_worker_that_cannot_start_ends_the_start_with_one_message(
    tmp_path: Path,
) -> None:
    alone = refused(tmp_path, DIABETES_RISK_WORKERS="1")
    several = refused(tmp_path, DIABETES_RISK_WORKERS="3")

    assert (alone.returncode, several.returncode) == (2, 2)
    started, *said = several.stderr.splitlines()
    assert said == alone.stderr.splitlines()
    assert json.loads(started)["event"] == "worker_started"


def test_a_replacement_that_cannot_start_is_tried_again_beside_those_that_serve(
    models: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(models, tmp_path / "models")
    with Server(copy, tmp_path / "log", DIABETES_RISK_WORKERS="2") as server:
        wait(lambda: len(events(server, "Application startup complete.")) == 2)
        copy.rename(tmp_path / "gone")
        os.kill(workers(server)[1], signal.SIGKILL)
        wait(lambda: len(events(server, "worker_ended")) == 2)
        answer = httpx.post(server.url + "/v1/risk", json={"patient": PATIENT})
        left = metric(server, "diabetes_risk_workers ")
        (tmp_path / "gone").rename(copy)
        wait(lambda: len(events(server, "Application startup complete.")) == 3)

        assert (answer.status_code, left) == (200, 1)
        killed, tried = events(server, "worker_ended")[:2]
        assert (killed["status"], killed["reason"]) == (-9, None)
        assert (tried["status"], tried["slot"]) == (2, 1)
        assert "no bundle here" in str(tried["reason"])


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_address_that_is_taken_is_refused(models: Path, workers: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = refused(models, DIABETES_RISK_WORKERS=workers, DIABETES_RISK_PORT=port)

    assert answer.returncode == 2
    assert f"DIABETES_RISK_PORT {port} cannot be listened on" in answer.stderr


def test_nothing_is_left_behind(server: Server) -> None:
    (folder,) = {
        file.readlink().parent
        for file in Path(f"/proc/{workers(server)[0]}/fd").iterdir()
        if file.readlink().name == "counter_0.db"
    }
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(30)

    assert not folder.exists()
