"""However oddly a client asks, the number of series stays what it is."""

import random
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server import Server

FIRST, REST = 2_000, 8_000
AT_ONCE = 50
METHODS = ("GET", "GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD")
PREFIXES = (
    "/",
    "/v1/",
    "/v1/bundles/",
    "/v1/risk/",
    "/fhir/",
    "/fhir/RiskAssessment/",
    "/cds-services/",
    "/v2/models/",
    "/schema/static/",
)
# The most that a route, a method and a status may add: a counter and a histogram.
SERIES_OF_ONE = 20


@pytest.fixture(scope="module")
def server(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("odd") / "log"
    with Server(models, log, DIABETES_RISK_LOG_LEVEL="error") as server:
        yield server


def odd_requests(number: int, chance: random.Random) -> Iterator[bytes]:
    """Each unlike any other: path, query, headers, sometimes the method."""
    for _ in range(number):
        word = f"{chance.getrandbits(48):x}"
        method = chance.choice((*METHODS, f"M{word.upper()}"))
        path = f"{chance.choice(PREFIXES)}{word}/{word[:3]}?language={word}&{word}=1"
        headers = {
            "host": f"{word}.example",
            "x-request-id": word,
            "accept-language": word[:3],
            "accept": f"application/{word}",
            "content-type": f"application/{word}",
            "user-agent": word,
            "traceparent": f"00-{word * 3}-{word}-01",
            f"x-{word}": word,
            "content-length": "0",
        }
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{k}: {v}" for k, v in headers.items()),
        ]
        yield "\r\n".join([*lines, "", ""]).encode()


def send(server: Server, requests: Iterator[bytes]) -> set[bytes]:
    """Send all over one connection, many at once; the statuses that came back."""
    statuses: set[bytes] = set()
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        while part := [r for r, _ in zip(requests, range(AT_ONCE), strict=False)]:
            connection.sendall(b"".join(part))
            received = b""
            while len(found := re.findall(rb"HTTP/1\.1 (\d{3}) ", received)) < len(
                part
            ):
                answer = connection.recv(1 << 16)
                assert answer, "the server closed the connection"
                received += answer
            statuses.update(found)
    return statuses


def series(server: Server) -> set[str]:
    page = httpx.get(server.url + "/metrics").text
    return {x.rpartition(" ")[0] for x in page.splitlines() if not x.startswith("#")}


@pytest.mark.slow
def test_ten_thousand_odd_requests_add_no_series(server: Server) -> None:
    chance = random.Random(20261122)  # noqa: S311 - the same oddities each time
    series(server)  # itself adds that of /metrics
    unasked = series(server)

    send(server, odd_requests(FIRST, chance))
    after_some = series(server)
    statuses = send(server, odd_requests(REST, chance))
    after_all = series(server)

    assert statuses == {b"204", b"404", b"405"}
    assert after_all == after_some
    ways = len(METHODS) * len(PREFIXES) * len(statuses)
    assert len(after_all) - len(unasked) < ways * SERIES_OF_ONE
    methods = set(re.findall(r'method="(\w+)"', "\n".join(after_all)))
    assert methods <= {*METHODS, "other"}
