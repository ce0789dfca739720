"""HTTP/1.1 as uvicorn speaks it, for clients that keep moving.

Headers, bodies and readers of answers have deadlines, which uvicorn lacks: nobody can
hold a connection, memory or a place in process by being slow.
"""

import fcntl
import struct
import termios
from asyncio import TimerHandle, Transport
from dataclasses import dataclass, field
from enum import Enum, auto
from http import HTTPStatus
from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit
from typing import ClassVar
from uuid import uuid4

import h11
import msgspec
from litestar.exceptions import HTTPException
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.observability.load import LoadMetrics
from service.transports.context import REQUEST_ID_HEADER
from service.transports.problems import MEDIA_TYPE, in_both_languages

MOST_CONNECTIONS = 900
OWN_FILES = 124  # what a process has open besides, and some more


def as_many_as_files_allow() -> int:
    """How many connections may be open, each of which is a file of the process.

    Usually 1024 may be; beyond that nothing could be read or accepted at all.
    """
    files, _ = getrlimit(RLIMIT_NOFILE)
    if files == RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(1, min(MOST_CONNECTIONS, files - OWN_FILES))


@dataclass(frozen=True, slots=True)
class Limits:
    """How slow a client may be: slower than the slowest link of a commune."""

    headers_seconds: float = 10
    """From a request's first byte, or from the connection, to its last header."""

    body_seconds: float = 20
    """Without enough of a body; also how long the rest of a refused one is read."""

    bytes_per_second: float = 500
    """A quarter of what a weak 2G link carries, for bodies and for answers."""

    reading_seconds: float = 30
    """Over which an answer that does not fit the network must be read at that rate."""

    connections: int = field(default_factory=as_many_as_files_allow)
    """Open at once."""


class _Awaited(Enum):
    """What the client owes."""

    NOTHING = auto()
    HEADERS = auto()
    BODY = auto()
    REST = auto()  # of a body whose request has been answered


class ImpatientProtocol(H11Protocol):
    """Closes the connections of clients that stand still.

    A slow body is refused by whoever reads it: see `refuse_if_slow`.
    """

    limits: ClassVar[Limits]
    metrics: ClassVar[LoadMetrics]

    _awaited = _Awaited.NOTHING
    _deadline = 0.0
    _timer: TimerHandle | None = None
    _reader_timer: TimerHandle | None = None
    _gave_up = False

    @override
    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.metrics.connections(len(self.connections))
        if len(self.connections) > self.limits.connections:
            self.metrics.refused("connections")
            transport.abort()
            return
        self._await(_Awaited.HEADERS, self.limits.headers_seconds)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._await_nothing()
        self._cancel_reader_timer()
        super().connection_lost(exc)
        self.metrics.connections(len(self.connections))

    @override
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch(len(data))

    def refuse_if_slow(self) -> None:
        """To be asked before more of a body is waited for.

        Raises:
            HTTPException: The body did not come in time.
        """
        if self._gave_up:
            raise HTTPException(
                status_code=HTTPStatus.REQUEST_TIMEOUT, headers={"connection": "close"}
            )

    def _watch(self, received: int) -> None:
        """Decide what the client owes, now that more has come."""
        if self.transport.is_closing() or self.conn.their_state not in {
            h11.IDLE,
            h11.SEND_BODY,
        }:
            self._await_nothing()
        elif self.conn.their_state is h11.IDLE:
            # Blank lines, or the beginning of headers. Between requests nothing comes
            # here, and uvicorn's limit on idle connections holds.
            if self._awaited is not _Awaited.HEADERS:
                self._await(_Awaited.HEADERS, self.limits.headers_seconds)
        elif self.cycle.response_complete:
            if self._awaited is not _Awaited.REST:
                self._await(_Awaited.REST, self.limits.body_seconds)
        elif self._awaited is not _Awaited.BODY:
            self._await(_Awaited.BODY, self.limits.body_seconds)
        else:
            self._deadline = min(
                self._deadline + received / self.limits.bytes_per_second,
                self.loop.time() + self.limits.body_seconds,
            )

    def _await(self, what: _Awaited, seconds: float) -> None:
        self._awaited = what
        self._deadline = self.loop.time() + seconds
        if self._timer is None:
            self._timer = self.loop.call_at(self._deadline, self._time_is_up)

    def _await_nothing(self) -> None:
        self._awaited = _Awaited.NOTHING
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _time_is_up(self) -> None:
        self._timer = None
        if self._deadline > self.loop.time():  # something came in the meantime
            self._timer = self.loop.call_at(self._deadline, self._time_is_up)
        elif self._awaited is _Awaited.HEADERS:
            self._give_up_on_headers()
        elif self._awaited is _Awaited.REST or self.cycle.response_complete:
            self.transport.close()
        elif self.flow.read_paused:  # it is we who are slow
            self._await(_Awaited.BODY, self.limits.body_seconds)
        elif not self._gave_up:
            self.metrics.refused("slow_body")
            self._gave_up = True
            self.cycle.message_event.set()
            self._await(_Awaited.REST, self.limits.body_seconds)

    def _give_up_on_headers(self) -> None:
        data, _ = self.conn.trailing_data
        if data:  # else a browser's connection for later
            self.metrics.refused("slow_headers")
            request_id = uuid4().hex
            answer = in_both_languages(
                "request-timeout", HTTPStatus.REQUEST_TIMEOUT, request_id
            )
            self._send_and_close(msgspec.json.encode(answer), request_id)
        self.transport.close()

    def _send_and_close(self, content: bytes, request_id: str) -> None:
        status = HTTPStatus.REQUEST_TIMEOUT
        for event in (
            h11.Response(
                status_code=status,
                reason=status.phrase.encode(),
                headers=[
                    ("content-type", MEDIA_TYPE),
                    ("content-length", str(len(content))),
                    ("cache-control", "no-store"),
                    (REQUEST_ID_HEADER, request_id),
                    ("connection", "close"),
                ],
            ),
            h11.Data(data=content),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_reader(self._unread())

    @override
    def resume_writing(self) -> None:
        super().resume_writing()
        self._cancel_reader_timer()

    def _watch_reader(self, unread: int) -> None:
        self._reader_timer = self.loop.call_later(
            self.limits.reading_seconds, self._check_reader, unread
        )

    def _check_reader(self, before: int) -> None:
        """Writing has been paused all along, so what is unread only shrinks."""
        unread = self._unread()
        owed = self.limits.bytes_per_second * self.limits.reading_seconds
        if before - unread < owed:
            self.metrics.refused("slow_reader")
            self.transport.abort()
        else:
            self._watch_reader(unread)

    def _unread(self) -> int:
        """Bytes of the answer that the client's machine has not acknowledged."""
        socket = self.transport.get_extra_info("socket")
        queued = fcntl.ioctl(socket.fileno(), termios.TIOCOUTQ, struct.pack("i", 0))
        (in_kernel,) = struct.unpack("i", queued)
        return self.transport.get_write_buffer_size() + int(in_kernel)

    def _cancel_reader_timer(self) -> None:
        if self._reader_timer is not None:
            self._reader_timer.cancel()
            self._reader_timer = None
