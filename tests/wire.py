"""Requests as bytes on sockets: many at once, or as slowly as a test wants."""

import json
import socket
import threading
from collections.abc import Iterable, Mapping
from http.client import HTTPResponse
from typing import NamedTuple

from typing_extensions import override


class Received(NamedTuple):
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        answer: dict[str, object] = json.loads(self.body)
        return answer


def post(path: str, body: bytes, *headers: str) -> bytes:
    """The bytes of a request."""
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: risk.hospital.test",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *headers,
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def connect(port: int, seconds: float = 30) -> socket.socket:
    """A connection that is sent from without delay."""
    made = socket.create_connection(("127.0.0.1", port), timeout=seconds)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def receive(connection: socket.socket) -> Received:
    """The next answer, whole."""
    response = HTTPResponse(connection, method="POST")
    response.begin()
    body = response.read()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Received(response.status, headers, body)


def burst(connections: Iterable[socket.socket], request: bytes) -> list[Received]:
    """The same request on all connections at once, and what came back on each."""
    asked = list(connections)
    for connection in asked:
        connection.sendall(request)
    return [receive(connection) for connection in asked]


class Reader(threading.Thread):
    """Reads what comes, and counts it, until the connection is closed."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._connection = connection
        self.received = 0

    @override
    def run(self) -> None:
        while part := self._connection.recv(1024 * 1024):
            self.received += len(part)
