"""What the supervisor makes of workers that do other things than serving."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from multiprocessing import Pipe
from pathlib import Path

import pytest
import structlog

from service.settings import Settings
from service.workers.post import (
    ALIVE,
    ASK,
    REFUSED,
    SERVING,
    Post,
    RefusedError,
    heard,
)
from service.workers.supervisor import Supervisor, Work


def hang(settings: Settings, post: Post) -> None:
    (post.metrics / str(os.getpid())).touch()
    post.line.send_bytes(SERVING)
    time.sleep(60)


def live(settings: Settings, post: Post) -> None:
    (post.metrics / str(os.getpid())).touch()
    post.line.send_bytes(SERVING)
    while (word := post.line.recv_bytes()) == ASK:
        post.line.send_bytes(ALIVE)
        (post.metrics / f"asked {time.monotonic_ns()}").touch()
    (post.metrics / word.decode()).touch()


def refuse(settings: Settings, post: Post) -> None:
    post.line.send_bytes(REFUSED + "không có mô hình".encode())


def crash(settings: Settings, post: Post) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def supervise(
    work: Work,
    folder: Path,
    until: Callable[[], object],
    *,
    workers: int = 1,
    silence_seconds: float = 1,
) -> int:
    """Run until something holds, then let it end as SIGTERM does."""

    async def run() -> int:
        settings = Settings(workers=workers)
        supervisor = Supervisor(
            settings, work, (), folder, silence_seconds=silence_seconds
        )
        running = asyncio.create_task(supervisor.run())
        async with asyncio.timeout(30):
            while not until() and not running.done():  # noqa: ASYNC110 - files tell
                await asyncio.sleep(0.02)
            if not running.done():
                os.kill(os.getpid(), signal.SIGTERM)
            return await running

    return asyncio.run(run())


def test_a_worker_that_hangs_is_killed_and_replaced(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It dies with a question unread, which its line tells like an error."""
    status = supervise(
        hang,
        tmp_path,
        lambda: len(list(tmp_path.iterdir())) == 2,
        silence_seconds=0.2,
    )

    assert status == 0
    assert caplog.messages == []  # asyncio writes what a callback raises


def test_a_worker_that_answers_is_left_alone_until_it_is_told_to_drain(
    tmp_path: Path,
) -> None:
    status = supervise(
        live, tmp_path, lambda: len(list(tmp_path.glob("asked *"))) >= 4, workers=2
    )

    names = sorted(file.name for file in tmp_path.iterdir())
    assert status == 0
    assert len([name for name in names if name.isdigit()]) == 2
    assert "drain" in names


def test_what_no_worker_can_start_with_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="không có mô hình"):
        supervise(refuse, tmp_path, lambda: False, workers=3)


def test_a_first_worker_that_crashes_ends_the_start_and_is_told_of(
    tmp_path: Path,
) -> None:
    with structlog.testing.capture_logs() as told:
        assert supervise(crash, tmp_path, lambda: False, workers=3) == 1

    assert [one["status"] for one in told if one["event"] == "worker_ended"] == [-9]


def test_a_line_ends_alike_whether_or_not_words_were_left_unread() -> None:
    ours, theirs = Pipe()
    ours.send_bytes(ASK)
    theirs.close()
    assert heard(ours) is None

    ours, theirs = Pipe()
    theirs.send_bytes(ALIVE)
    theirs.close()
    assert heard(ours) == ALIVE
    assert heard(ours) is None
