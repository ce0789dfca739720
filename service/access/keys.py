"""Where an issuer's keys come from: a file that may be exchanged while serving.

Keys of a file are read again when the file changes, so that a rotation needs no
restart; a file that cannot be read leaves the keys there were.
"""

from pathlib import Path
from typing import Protocol

import structlog
from typing_extensions import override

from service.access.key_set import KeySetError, PublicKey, pick, read_keys
from service.observability.metrics import Metrics

_log = structlog.get_logger()


class KeysUnavailableError(Exception):
    """An issuer's keys could never be read, so that nothing of it can be verified."""


class Keys(Protocol):
    """An issuer's public keys, as they are now."""

    async def find(self, kid: str | None, algorithm: str) -> PublicKey | None:
        """The key of that name for the algorithm, if the issuer has it.

        Raises:
            KeysUnavailableError: There are no keys yet to look in.
        """


class FileKeys(Keys):
    """Keys of a file, which is looked at before each use."""

    def __init__(self, path: Path, metrics: Metrics) -> None:
        """Read the file.

        Raises:
            KeySetError: It has no usable key.
            OSError: It cannot be read.
        """
        self._path = path
        self._metrics = metrics
        self._seen = _mark(path)
        self._keys = read_keys(path.read_bytes())

    @override
    async def find(self, kid: str | None, algorithm: str) -> PublicKey | None:
        if (seen := _mark(self._path)) != self._seen:
            self._seen = seen
            self._read_again()
        return pick(self._keys, kid, algorithm)

    def _read_again(self) -> None:
        try:
            self._keys = read_keys(self._path.read_bytes())
        except (OSError, KeySetError) as error:
            _log.warning("keys_not_read", file=self._path.name, error=cause_of(error))
            self._metrics.fetch("keys", ok=False)
        else:
            self._metrics.fetch("keys", ok=True)


def cause_of(error: Exception) -> str:
    """What the log says: our own words, or the kind of error only."""
    return str(error) if isinstance(error, KeySetError) else type(error).__name__


def _mark(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is written anew, or when a link points elsewhere."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
