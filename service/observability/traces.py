"""What is told to whoever traces requests, and the one who does not listen.

OpenTelemetry costs memory that a small machine needs, so it is imported only where the
operator has named a collector.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Span(Protocol):
    """One request as it is traced."""

    @property
    def trace_id(self) -> str | None:
        """In hexadecimal; None where nothing is traced."""

    @property
    def recorded(self) -> bool:
        """Whether the collector will get it: the caller may have decided otherwise."""

    def ended(self, method: str, route: str, status: int | None) -> None:
        """Say what it was: no path, no query, nothing that a client wrote."""


class Traces(Protocol):
    """Told of every request and of the stages within it."""

    def request(
        self, traceparent: str | None, *, waited: float
    ) -> AbstractContextManager[Span]:
        """A request whose turn it is, perhaps as a part of its caller's trace."""

    def stage(self, name: str, seconds: float) -> None:
        """A stage of the current request that ends now."""

    def close(self) -> None:
        """Send what is left."""


class _Nothing:
    trace_id = None
    recorded = False

    def ended(self, method: str, route: str, status: int | None) -> None:
        return


class _Untraced:
    """Listens to nothing."""

    def request(
        self, traceparent: str | None, *, waited: float
    ) -> AbstractContextManager[Span]:
        """No span."""
        return _NOTHING

    def stage(self, name: str, seconds: float) -> None:
        """No span."""

    def close(self) -> None:
        """Nothing is left."""


_NOTHING = nullcontext(_Nothing())
UNTRACED = _Untraced()


def traces_to(collector: str) -> Traces:
    """Traces for the collector at that address; none if it is empty."""
    if not collector:
        return UNTRACED
    from service.observability.tracing import Tracing  # noqa: PLC0415 - see above

    return Tracing(collector)
