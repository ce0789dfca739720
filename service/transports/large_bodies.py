"""Bodies that are kept in memory, within what the process may hold of them.

A patient's record may be 16 MiB. Ten at once would fill a small machine, so those
beyond the limits are refused while they arrive, and nobody else is disturbed.
"""

from typing import Any

from litestar import Request
from typing_extensions import override

from service.transports.context import LONGEST_ON_THE_LOOP
from service.transports.load import Load


class BoundedRequest(Request[Any, Any, Any]):
    """A request whose large body is refused when there is no room for it."""

    @override
    async def body(self) -> bytes:
        load: Load = self.app.state.load
        scope_state = self.scope["state"]
        if "body" not in scope_state:
            parts, size, hold = [], 0, load.memory()
            async for part in self.stream():
                size += len(part)
                if size > LONGEST_ON_THE_LOOP:
                    load.heavy.take()
                    hold(len(part))
                parts.append(part)
            scope_state["body"] = b"".join(parts)
        body: bytes = scope_state["body"]
        return body
