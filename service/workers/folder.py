"""The folder in which the workers of one service count.

It is locked as long as its service lives, so that the next one can tell, and remove,
what a killed one has left in memory.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

NAME = "diabetes-risk-"


@contextmanager
def folder_of_counts(place: Path) -> Iterator[Path]:
    """A new folder at that place, gone at the end.

    Raises:
        OSError: Nothing can be written there.
    """
    for left in place.glob(f"{NAME}*"):
        _remove_unless_used(left)
    # Locked before it has the name by which others would look at it.
    hidden = Path(mkdtemp(prefix=f".{NAME}", dir=place))
    lock = os.open(hidden, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    folder = hidden.rename(place / hidden.name.removeprefix("."))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _remove_unless_used(folder: Path) -> None:
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:  # another user's, or gone meanwhile
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(lock)
