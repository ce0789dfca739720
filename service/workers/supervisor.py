"""Keeps a number of workers alive, and ends them without losing a request.

The first worker starts alone: if it cannot serve, neither could the others, and the
service ends with its reason. Later a worker that cannot start is tried again, more and
more rarely, as long as another one serves.
"""

import asyncio
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import structlog

from service.observability.shared_files import forget_gauges
from service.settings import Settings
from service.workers.post import (
    ALIVE,
    ASK,
    DRAIN,
    REFUSED,
    SERVING,
    STOP,
    Post,
    RefusedError,
    heard,
)

Work = Callable[[Settings, Post], None]

SOON_SECONDS = 1.0
SELDOM_SECONDS = 30.0
# Far longer than anything that holds up a worker which is well.
SILENCE_SECONDS = 15.0

_log = structlog.get_logger()
_SPAWN = get_context("spawn")  # a forked copy would share the runtime's threads


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    line: Connection
    serving: bool = False
    asked: bool = False
    refused: str | None = None

    def tell(self, word: bytes) -> None:
        if not self.serving:
            self.process.terminate()  # nothing is in flight yet
            return
        try:
            self.line.send_bytes(word)
        except OSError:  # it has just ended by itself
            return


class Supervisor:
    """Looks after `settings.workers` processes that do the work on the listeners."""

    def __init__(
        self,
        settings: Settings,
        work: Work,
        listeners: tuple[socket.socket, ...],
        metrics: Path,
        *,
        silence_seconds: float = SILENCE_SECONDS,
    ) -> None:
        self._settings = settings
        self._work = work
        self._listeners = listeners
        self._metrics = metrics
        self._silence_seconds = silence_seconds
        self._workers: set[_Worker] = set()
        self._first_serves = asyncio.Event()
        self._leaving = asyncio.Event()
        self._status = 0
        self._refused: str | None = None

    async def run(self) -> int:
        """Until told to stop, or no worker can start; the status to end with.

        Raises:
            RefusedError: None can start, for a reason that an operator can mend.
        """
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._leave, DRAIN)
        loop.add_signal_handler(signal.SIGINT, self._leave, STOP)
        async with asyncio.TaskGroup() as slots:
            slots.create_task(self._keep(0))
            await self._first_serves.wait()
            for slot in range(1, self._settings.workers):
                slots.create_task(self._keep(slot))
        if self._refused is not None:
            raise RefusedError(self._refused)
        return self._status

    async def _keep(self, slot: int) -> None:
        """Have a worker in the slot."""
        patience = SOON_SECONDS
        while not self._leaving.is_set():
            worker = self._start(slot)
            self._workers.add(worker)
            await self._ended(worker)
            self._workers.discard(worker)
            forget_gauges(self._metrics, slot)
            if self._leaving.is_set():
                break
            last = not any(one.serving for one in (worker, *self._workers))
            if not last or worker.refused is None:  # else its reason is the service's
                _log.error(
                    "worker_ended",
                    slot=slot,
                    pid=worker.process.pid,
                    status=worker.process.exitcode,
                    reason=worker.refused,
                )
            if last:
                self._refused = worker.refused
                self._status = 1
                self._leave(DRAIN)
                break
            if worker.serving:
                patience = SOON_SECONDS
            else:
                await _happens(self._leaving, patience)
                patience = min(SELDOM_SECONDS, 2 * patience)

    def _start(self, slot: int) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        post = Post(slot, self._listeners, theirs, self._metrics)
        process = _SPAWN.Process(target=self._work, args=(self._settings, post))
        process.start()
        theirs.close()
        _log.info("worker_started", slot=slot, pid=process.pid)
        return _Worker(process, ours)

    async def _ended(self, worker: _Worker) -> None:
        """Wait for its end, and bring it about if the worker hangs."""
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        loop.add_reader(worker.process.sentinel, ended.set)
        loop.add_reader(worker.line.fileno(), self._heard, worker)
        while not await _happens(ended, self._silence_seconds):
            if worker.asked:
                _log.error("worker_hangs", pid=worker.process.pid)
                worker.process.kill()
            elif worker.serving:
                worker.asked = True
                worker.tell(ASK)
        loop.remove_reader(worker.process.sentinel)
        loop.remove_reader(worker.line.fileno())
        worker.line.close()
        worker.process.join()

    def _heard(self, worker: _Worker) -> None:
        word = heard(worker.line)
        if word is None:
            asyncio.get_running_loop().remove_reader(worker.line.fileno())
            return
        if word.startswith(REFUSED):
            worker.refused = word.removeprefix(REFUSED).decode()
            return
        if word == ALIVE:
            worker.asked = False
        elif word == SERVING:
            worker.serving = True
            self._first_serves.set()
            if self._leaving.is_set():
                worker.tell(STOP)

    def _leave(self, word: bytes) -> None:
        """Let every worker end; being told once more means at once."""
        again = self._leaving.is_set()
        self._leaving.set()
        self._first_serves.set()
        # Or else the kernel would go on taking connections that nobody will answer.
        for listener in self._listeners:
            listener.close()
        for worker in self._workers:
            worker.tell(STOP if again else word)


async def _happens(event: asyncio.Event, within_seconds: float) -> bool:
    try:
        return await asyncio.wait_for(event.wait(), within_seconds)
    except TimeoutError:
        return False
