"""What a machine can carry: requests a second and core, latency, memory, start.

`python -m benchmarks.capacity` measures one worker, two, and one that is traced; `--save`
puts the figures into the operator's guide. Requests are counted against the CPU time that the service itself used, so the
figure holds for a machine that does other things as well.
"""

import json
import os
import selectors
import socket
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from benchmarks.service import PATIENT
from tests.collector import collector
from tests.server import Server

CONNECTIONS = 8
SECONDS = 8.0
ONE_BY_ONE = 1000
BODY = json.dumps({"patient": PATIENT}).encode()
REQUEST = (
    b"POST /v1/risk HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\n\r\n%s" % (len(BODY), BODY)
)
ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
SAVED = ROOT / "docs" / "generated" / "sizing.json"
ROWS = (("1 worker", "1", False), ("2 workers", "2", False), ("1, traced", "1", True))


def main() -> None:
    """Print the table; with --save keep it for the operator's guide."""
    measured: dict[str, dict[str, float]] = {}
    for name, workers, traced in ROWS:
        with (
            tempfile.TemporaryDirectory() as folder,
            collector() if traced else nullcontext() as traces,
        ):
            began = time.perf_counter()
            with Server(
                MODELS,
                Path(folder) / "log",
                DIABETES_RISK_WORKERS=workers,
                DIABETES_RISK_TRACES=traces.url if traces else "",
            ) as server:
                start = time.perf_counter() - began
                _wait_for_all(server, int(workers))
                measured[name] = {"start_seconds": start, **_measured(server)}
        figures = (f"{what} {figure:.4g}" for what, figure in measured[name].items())
        print(f"{name:10} {', '.join(figures)}", flush=True)
    if "--save" in sys.argv[1:]:
        SAVED.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def _measured(server: Server) -> dict[str, float]:
    times = _one_by_one(server)
    percentiles = statistics.quantiles(times, n=100)
    before = _cpu_seconds(server)
    answered = _at_once(server)
    used = _cpu_seconds(server) - before
    return {
        "p50_milliseconds": percentiles[49] * 1000,
        "p99_milliseconds": percentiles[98] * 1000,
        "requests_a_second": answered / SECONDS,
        "requests_a_second_and_core": answered / used,
        "megabytes": _megabytes(server),
    }


def _one_by_one(server: Server) -> list[float]:
    """Seconds of each request when nothing else is asked."""
    times = []
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        for _ in range(ONE_BY_ONE):
            began = time.perf_counter()
            connection.sendall(REQUEST)
            received = b""
            while not _is_whole(received):
                received += connection.recv(1 << 16)
            times.append(time.perf_counter() - began)
    return times


def _at_once(server: Server) -> int:
    """How many were answered in the time, a new one following each answer."""
    waiting = selectors.DefaultSelector()
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", server.port))
        waiting.register(connection, selectors.EVENT_READ, bytearray())
        connection.sendall(REQUEST)
    answered = 0
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        for key, _ in waiting.select(1):
            received: bytearray = key.data
            connection = key.fileobj  # type: ignore[assignment]
            received += connection.recv(1 << 16)
            if _is_whole(received):
                received.clear()
                answered += 1
                connection.sendall(REQUEST)
    for key in [*waiting.get_map().values()]:
        waiting.unregister(key.fileobj)
        key.fileobj.close()  # type: ignore[union-attr]
    waiting.close()
    return answered


def _is_whole(received: bytes | bytearray) -> bool:
    head, found, body = bytes(received).partition(b"\r\n\r\n")
    if not found:
        return False
    if not head.startswith(b"HTTP/1.1 200 "):
        raise RuntimeError(head.decode())
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return len(body) >= int(length)


def _processes(server: Server) -> list[int]:
    own = server.process.pid
    children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
    return [own, *map(int, children)]


def _cpu_seconds(server: Server) -> float:
    ticks = 0
    for pid in _processes(server):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _megabytes(server: Server) -> float:
    """What all processes hold; what they share is counted once."""
    held = 0
    for pid in _processes(server):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        held += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return held / 1024


def _wait_for_all(server: Server, workers: int) -> None:
    while server.log.read_text().count("Application startup complete.") < workers:
        time.sleep(0.05)


if __name__ == "__main__":
    main()
