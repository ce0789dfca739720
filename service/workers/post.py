"""What a worker is given by its supervisor, and the words between them."""

import socket
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

SERVING = b"serving"
"""The worker answers from now on."""

REFUSED = b"refused "
"""The worker cannot start; behind the word is what an operator can mend."""

ASK = b"ask"
"""The worker answers with `ALIVE` unless it hangs; it is not asked again before."""

ALIVE = b"alive"

DRAIN = b"drain"
"""Say "not ready", answer for some seconds more, then stop."""

STOP = b"stop"
"""Take nothing new; end with what is in flight. So is the line's end understood."""


@dataclass(frozen=True, slots=True)
class Post:
    """One worker's post; the worker that replaces it takes over the slot."""

    slot: int
    listeners: tuple[socket.socket, ...]
    line: Connection
    metrics: Path


def heard(line: Connection) -> bytes | None:
    """The next word on a line; None if nobody is at its other end any more."""
    try:
        return line.recv_bytes()
    except (EOFError, ConnectionResetError):  # the latter: gone with words unread
        return None


class RefusedError(Exception):
    """No worker can start; the message says what to mend."""
