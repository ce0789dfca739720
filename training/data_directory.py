"""Where the cohorts' files are, and what to do when they are not there.

No data is part of this project. The published files are found by name, in the data
directory or one folder below it, so that a download can be used as it came.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from training.errors import TrainingError

VARIABLE = "DIABETES_RISK_DATA"
BESIDE_THE_CHECKOUT = Path(__file__).parents[2] / "shared" / "data"


class DataMissingError(TrainingError):
    """A cohort's file is not in the data directory, or is there twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """A published data file: how it is recognised and where it is obtained."""

    title: str
    patterns: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A file that was read, and the hash that proves which one."""

    path: Path
    sha256: str


def default_directory() -> Path | None:
    """The directory of `DIABETES_RISK_DATA`, else the one beside the checkout.

    None if there is neither: what can be downloaded then is.
    """
    if named := os.environ.get(VARIABLE):
        return Path(named)
    return BESIDE_THE_CHECKOUT if BESIDE_THE_CHECKOUT.is_dir() else None


def find(published: PublishedFile, directory: Path | None) -> DataFile:
    """Find a published file under `directory`.

    Raises:
        DataMissingError: It is not there, or more than one file could be it.
    """
    found = sorted(
        path
        for pattern in published.patterns
        for place in ("", "*/")
        for path in (directory.glob(place + pattern) if directory else ())
    )
    if len(found) == 1:
        digest = hashlib.sha256(found[0].read_bytes()).hexdigest()
        return DataFile(path=found[0], sha256=digest)
    if found:
        raise DataMissingError(
            f"{published.title}: more than one file in {directory} could be it: "
            f"{', '.join(path.name for path in found)}. Keep one."
        )
    raise DataMissingError(
        f"{published.title}: no file {' or '.join(published.patterns)} in "
        f"{directory or 'a data directory'}. It is free at {published.source}. Put it there, or give the "
        f"directory with --data or {VARIABLE}."
    )
