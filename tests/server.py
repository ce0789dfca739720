"""The real service in a process of its own, for tests and benchmarks."""

import json
import os
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import httpx
import pytest


class Server:
    """A service in a process of its own, its log in a file."""

    def __init__(
        self,
        models: Path,
        log: Path,
        *,
        tls: ssl.SSLContext | None = None,
        port: int = 0,
        **settings: str,
    ) -> None:
        """Start it and wait until it is ready; with `tls`, over HTTPS.

        Without a `port` it gets one that is free.
        """
        with socket.socket() as free:
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            free.bind(("127.0.0.1", port))
            self.port = free.getsockname()[1]
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        self.log = log
        environment = {
            "DIABETES_RISK_MODELS": str(models),
            "DIABETES_RISK_PORT": str(self.port),
        }
        with log.open("wb") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "service", "serve"],
                env=os.environ | environment | settings,
                stderr=stderr,
            )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self.process.poll() is None, log.read_text()
            try:
                ready = httpx.get(self.url + "/readyz", verify=tls or True)
                if ready.status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)
        pytest.fail("not ready after 30 seconds")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def resident_megabytes(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(x for x in status.splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]
