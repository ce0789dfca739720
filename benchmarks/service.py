"""The whole service: how soon it is ready, how much memory it holds, how fast it is.

`make bench` runs it. It starts the real service several times on a free loopback port;
the medians stand beside the limits that a small machine sets.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

STARTS = 7
REQUESTS = 500
READY_LIMIT_SECONDS = 1.5
MEMORY_LIMIT_MEGABYTES = 150
PATIENT = {
    "age": 54,
    "sex": "female",
    "height": 155,
    "weight": 62,
    "systolic_bp": 138,
    "fasting_glucose": {"value": 106, "unit": "mg/dL"},
}


def main() -> None:
    """Print the table."""
    rounds = [_round() for _ in range(STARTS)]
    ready, memory, latency = (
        statistics.median(values) for values in zip(*rounds, strict=True)
    )
    print(f"median of {STARTS} starts")
    print(f"ready         {ready:8.2f} s    limit {READY_LIMIT_SECONDS} s")
    print(f"memory        {memory:8.0f} MB   limit {MEMORY_LIMIT_MEGABYTES} MB")
    print(
        f"one patient   {latency:8.2f} ms   median of {REQUESTS}, over HTTP, one by one"
    )


def _round() -> tuple[float, float, float]:
    """Start once: seconds until ready, resident megabytes, milliseconds a patient."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "serve"],
        env=os.environ | {"DIABETES_RISK_PORT": str(port)},
        stderr=subprocess.DEVNULL,
    )
    try:
        connection = _when_ready(port)
        ready = time.perf_counter() - began
        body = json.dumps({"patient": PATIENT})
        times = [_ask(connection, body) for _ in range(REQUESTS)]
        return ready, _resident_megabytes(process.pid), statistics.median(times)
    finally:
        process.kill()
        process.wait()


def _when_ready(port: int) -> HTTPConnection:
    deadline = time.perf_counter() + 60
    while time.perf_counter() < deadline:
        connection = HTTPConnection("127.0.0.1", port)
        try:
            connection.request("GET", "/readyz")
            response = connection.getresponse()
            response.read()
        except ConnectionError:
            time.sleep(0.005)
            continue
        if response.status == 200:  # noqa: PLR2004  OK
            return connection
    raise TimeoutError("the service did not become ready")


def _ask(connection: HTTPConnection, body: str) -> float:
    began = time.perf_counter()
    connection.request("POST", "/v1/risk", body)
    response = connection.getresponse()
    response.read()
    if response.status != 200:  # noqa: PLR2004  OK
        raise RuntimeError(f"status {response.status}")
    return (time.perf_counter() - began) * 1000


def _resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
