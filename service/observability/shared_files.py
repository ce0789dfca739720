"""The files in which workers keep their counts, so that any of them can add up all.

The library names a file by kind of metric and worker. Here a worker is its slot, not its
process id: a worker that replaces another goes on counting in the same file, so counters
never go down and files never pile up.
"""

import os
from pathlib import Path
from tempfile import gettempdir

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable of the environment that tells the library where the files are."""

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
KINDS = ("counter", "histogram", "gauge_livemax", "gauge_livesum", "gauge_liveall")
# Several times what the served bundles need: others come later, and labels stay.
RESERVED_BYTES = 512 * 1024


def place_of_files() -> Path:
    """Memory where there is some, else where temporary files go.

    A batch may fill the disk of temporary files.
    """
    return MEMORY if os.access(MEMORY, os.W_OK | os.X_OK) else Path(gettempdir())


def take_over(folder: Path, slot: int) -> None:
    """Make the slot's files ready for a new worker.

    Their blocks are reserved: writing to a hole of a full disk would kill the process.
    They appear whole, because a reader stumbles over an empty one.
    """
    forget_gauges(folder, slot)
    for kind in KINDS:
        place = folder / f"{kind}_{slot}.db"
        if not place.exists():
            new = place.with_suffix(".new")
            with new.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, RESERVED_BYTES)
            new.rename(place)


def forget_gauges(folder: Path, slot: int) -> None:
    """Drop what only a living worker has, such as what waits in it."""
    for file in folder.glob(f"gauge_live*_{slot}.db"):
        file.unlink(missing_ok=True)
