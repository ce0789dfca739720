"""Ask a service that has just started about one patient."""

import json
import socket
import time
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from image.container import Container

PATIENT = {
    "age": 54,
    "sex": "female",
    "height": 155,
    "weight": 62,
    "fasting_glucose": 5.9,
}
START_SECONDS = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_until_ready(port: int, container: Container) -> None:
    """Return when it says that it is ready.

    Raises:
        RuntimeError: It ended, or took too long; the message has its log.
    """
    deadline = time.monotonic() + START_SECONDS
    while not _ready(port):
        if container.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"it did not start:\n{container.log.read_text()}")
        time.sleep(0.05)


def risk(port: int) -> dict[str, Any]:
    """What it says of one patient."""
    request = Request(
        f"http://127.0.0.1:{port}/v1/risk",
        json.dumps({"patient": PATIENT, "language": "en"}).encode(),
        {"content-type": "application/json"},
    )
    with urlopen(request) as response:  # noqa: S310
        answer: dict[str, Any] = json.load(response)
    return answer


def _ready(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz"):
            return True
    except (HTTPError, URLError, ConnectionError):
        return False
