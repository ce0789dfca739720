"""What overload costs: a refusal beside an answer, a patient beside a batch.

`python -m benchmarks.overload` starts the real service twice and prints both ratios,
which hold on any machine; the times hold on this one.
"""

import json
import os
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import httpx

from benchmarks.service import PATIENT
from service.settings import Settings
from tests.server import Server
from tests.wire import Reader, burst, connect, post, receive

ONE = post("/v1/risk", json.dumps({"patient": PATIENT}).encode())
CLIENTS = 200
BURSTS = 20
ROWS = 100_000
SINGLES = 400
ANSWERED = 'diabetes_risk_rows_total{outcome="answered"}'


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        answer, _ = _processor_time(log, max_waiting=CLIENTS)
        some, answered = _processor_time(log, max_waiting=1)
        refused = CLIENTS * BURSTS - answered
        refusal = (some * CLIENTS * BURSTS - answer * answered) / refused
        print("processor time of the service, each")
        print(f"an answer     {answer * 1000:8.2f} ms")
        print(f"a refusal     {refusal * 1000:8.2f} ms   1/{answer / refusal:.0f}")
        _beside_a_batch(log)


def _processor_time(log: Path, *, max_waiting: int) -> tuple[float, int]:
    """Seconds for each request of bursts, and how many were answered with a risk."""
    with _service(log, max_waiting) as server, ExitStack() as stack:
        asked = [
            stack.enter_context(closing(connect(server.port))) for _ in range(CLIENTS)
        ]
        burst(asked, ONE)
        before = _used(server.process.pid)
        answers = [answer for _ in range(BURSTS) for answer in burst(asked, ONE)]
        seconds = _used(server.process.pid) - before
    return seconds / len(answers), sum(answer.status == 200 for answer in answers)  # noqa: PLR2004  OK


def _beside_a_batch(log: Path) -> None:
    with _service(log, 64) as server:
        with closing(connect(server.port)) as connection:
            _times(connection, 100)
            alone = _times(connection, SINGLES)
        body = json.dumps(PATIENT).encode() + b"\n"
        with closing(connect(server.port)) as batch:
            batch.sendall(post("/v1/risk/batch", body * ROWS))
            reader = Reader(batch)
            reader.start()
            time.sleep(1)
            before, began = _rows(server), time.perf_counter()
            with closing(connect(server.port)) as connection:
                beside = _times(connection, SINGLES)
            rows = (_rows(server) - before) / (time.perf_counter() - began)
            batch.shutdown(socket.SHUT_RDWR)
            reader.join()
    print(f"\none patient, over HTTP, beside a batch of {ROWS} rows")
    print("              alone     beside     ratio")
    for name, at in (("median", 50), ("p90", 90), ("p99", 99)):
        was, now = (
            statistics.quantiles(times, n=100)[at - 1] * 1000
            for times in (alone, beside)
        )
        print(f"{name:8}{was:8.2f} ms {now:8.2f} ms {now / was:6.1f}")
    print(f"the batch meanwhile: {rows:.0f} rows a second")


@contextmanager
def _service(log: Path, max_waiting: int) -> Iterator[Server]:
    waiting = {"DIABETES_RISK_MAX_WAITING": str(max_waiting)}
    with Server(Settings().models, log, **waiting) as server:
        yield server


def _times(connection: socket.socket, number: int) -> list[float]:
    took = []
    for _ in range(number):
        began = time.perf_counter()
        connection.sendall(ONE)
        receive(connection)
        took.append(time.perf_counter() - began)
    return took


def _used(process: int) -> float:
    """Seconds of processor time so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _rows(server: Server) -> float:
    """Rows of batches that were answered so far."""
    shown = httpx.get(server.url + "/metrics").text.splitlines()
    return next(float(x.split()[1]) for x in shown if x.startswith(ANSWERED))


if __name__ == "__main__":
    main()
