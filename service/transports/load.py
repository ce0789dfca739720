"""How much is waiting in this process, and when it is too much.

Answering a patient never yields, so the queue is of requests that are whole and whose
turn has not come. Beyond the limits a request is told at once to come back, instead of
making all slow; what holds memory or the one thread beside the loop has limits too.
"""

from asyncio import Task, current_task
from collections.abc import Callable, Hashable
from time import perf_counter
from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.exceptions import ServiceUnavailableException
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from service.observability.load import LoadMetrics, Place, Refused

POSTED: Final = "POST"  # the method of every request about patients
# Each waits for the one thread; a record takes up to a second there.
MAX_HEAVY: Final = 16
# They take turns, so more would only make each slower and fill the disk.
MAX_BATCHES: Final = 4
# How many of the largest bodies may be in memory together.
LARGEST_TOGETHER: Final = 3

# Seconds until it is worth asking again.
_COME_BACK: Final[dict[Refused, str]] = {
    "single": "1",
    "heavy": "5",
    "memory": "10",
    "batch": "60",
}


class _Places:
    """A limited number of requests that do the same costly thing at the same time."""

    def __init__(self, what: Place, limit: int, metrics: LoadMetrics) -> None:
        self._what, self._limit, self._metrics = what, limit, metrics
        self._taken: set[Task[Any] | None] = set()

    def take(self) -> None:
        """Keep a place until this request ends; it may ask again for the one it has.

        Raises:
            ServiceUnavailableException: All are taken.
        """
        task = current_task()
        if task in self._taken:
            return
        if len(self._taken) >= self._limit:
            raise _busy(self._what, self._metrics)
        self._taken.add(task)
        self._metrics.running(self._what, len(self._taken))
        assert task is not None  # noqa: S101 - a request is a task
        task.add_done_callback(self._leave)

    def _leave(self, task: Task[Any]) -> None:
        self._taken.discard(task)
        self._metrics.running(self._what, len(self._taken))


class Load:
    """What waits and what is in process."""

    def __init__(
        self, max_waiting: int, max_record_bytes: int, metrics: LoadMetrics
    ) -> None:
        self.metrics = metrics
        self.heavy = _Places("heavy", MAX_HEAVY, metrics)
        self.batches = _Places("batch", MAX_BATCHES, metrics)
        self._max_waiting = max_waiting
        self._max_held = LARGEST_TOGETHER * max_record_bytes
        self._held = 0
        self._since: dict[Hashable, float] = {}
        self._waiting: set[Hashable] = set()

    def arrived(self, request: Hashable, method: str) -> None:
        """A request is whole; whoever reads it from the network says so."""
        if request not in self._since:
            self._since[request] = perf_counter()
            if method == POSTED:
                self._waiting.add(request)

    def turn(self, request: Hashable) -> float:
        """A request's turn has come; since when it has been whole."""
        now = perf_counter()
        since = self._since.pop(request, now)
        self._waiting.discard(request)
        self.metrics.turn(now - since, len(self._waiting))
        return since

    def refuse_if_too_many_wait(self) -> None:
        """To be asked at a request's turn.

        Raises:
            ServiceUnavailableException: More than may wait come after it.
        """
        if len(self._waiting) > self._max_waiting:
            raise _busy("single", self.metrics)

    def memory(self) -> Callable[[int], None]:
        """Makes room for so many bytes more of large bodies, until this request ends.

        Other tasks may call it that work for the request. It raises
        ServiceUnavailableException if there is no room.
        """
        task = current_task()
        assert task is not None  # noqa: S101 - a request is a task

        def hold(size: int) -> None:
            if self._held + size > self._max_held:
                raise _busy("memory", self.metrics)
            self._change_held(size)
            task.add_done_callback(lambda _: self._change_held(-size))

        return hold

    def _change_held(self, size: int) -> None:
        self._held += size
        self.metrics.body_bytes(self._held)


def load_guard(load: Load) -> Guard:
    """The guard that refuses before anything is done for the request.

    Only what is posted is refused, and only that counts as waiting: probes, metrics and
    files are small, and are looked at just when it goes badly.
    """

    async def check(
        connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
    ) -> None:
        if connection.scope.get("method") == POSTED:
            load.refuse_if_too_many_wait()

    return check


def _busy(what: Refused, metrics: LoadMetrics) -> ServiceUnavailableException:
    metrics.refused(what)
    return ServiceUnavailableException(headers={"retry-after": _COME_BACK[what]})
