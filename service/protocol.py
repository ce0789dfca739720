"""The service's side of a connection: each request gets its turn when it is whole.

So the requests that wait can be counted, and none that is still on its way holds
anything but its first bytes. How slow its sender may be: see `service.slow_clients`.
"""

from typing import Any, ClassVar

from typing_extensions import override
from uvicorn._types import (
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    Scope,
)
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import RequestResponseCycle
from uvicorn.server import ServerState

from service.slow_clients import ImpatientProtocol, Limits
from service.transports.context import LONGEST_ON_THE_LOOP
from service.transports.load import Load


def bounded(load: Load, limits: Limits | None = None) -> type["BoundedProtocol"]:
    """The protocol for the process whose load this is."""

    class OfThisProcess(BoundedProtocol): ...

    OfThisProcess.load = load
    OfThisProcess.metrics = load.metrics
    OfThisProcess.limits = limits or Limits()
    return OfThisProcess


class BoundedProtocol(ImpatientProtocol):
    """Tells the load of each request that is whole, and of its turn."""

    load: ClassVar[Load]

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: Any = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._application = self.app
        self.app = self._in_turn
        self._begun: RequestResponseCycle | None = None

    @override
    def handle_events(self) -> None:
        super().handle_events()
        cycle: RequestResponseCycle | None = self.cycle  # None until the first
        if cycle is not None and cycle is not self._begun and not cycle.more_body:
            self.load.arrived(cycle, self.scope["method"])

    @override
    def _should_upgrade(self) -> bool:
        """Never: RFC 9110, section 7.8. Some clients offer it with every request."""
        return False

    async def _in_turn(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        cycle = self.cycle
        received = await self._first_part(receive)
        self._begun = cycle
        since = self.load.turn(cycle)
        if scope["type"] == "http":
            scope["state"]["began"] = since

        async def next_part() -> ASGIReceiveEvent:
            message = received.pop(0) if received else await receive()
            if message["type"] == "http.request" and message["more_body"]:
                self.refuse_if_slow()
            return message

        await self._application(scope, next_part, send)

    async def _first_part(self, receive: ASGIReceiveCallable) -> list[ASGIReceiveEvent]:
        """The whole body, or as much as may wait for its turn in memory."""
        received: list[ASGIReceiveEvent] = []
        size, more = 0, True
        while more and size <= LONGEST_ON_THE_LOOP and not self._gave_up:
            message = await receive()
            received.append(message)
            more = message["type"] == "http.request" and message["more_body"]
            if message["type"] == "http.request":
                size += len(message["body"])
        return received
