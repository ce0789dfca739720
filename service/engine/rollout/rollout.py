"""The versions in use, kept to what the folder of bundles and the rollout file say.

A change is acted upon when two looks in a row saw the same: whatever is being copied or
written while it is looked at is not yet what anybody wants.
"""

from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from service.engine.bundle import Bundle
from service.engine.rollout.plan import Plan, read_plan, refused
from service.engine.rollout.selection import Choice, Selection
from service.engine.rollout.shelf import Shelf, look_at, nothing_here
from service.engine.rollout.stock import Stock


class _Seen(NamedTuple):
    content: bytes | str | None  # the file's bytes, why they cannot be read, no file
    shelf: Shelf


MEND = "put the rollout file there, or set DIABETES_RISK_ROLLOUT to where it is"


class Rollout:
    """What is served and tried, from the start on."""

    def __init__(self, models: Path, file: Path | None) -> None:
        """Open what is to be served.

        Args:
            models: The folder of bundles.
            file: The rollout file, if there is one.

        Raises:
            RolloutError: The rollout file cannot be meant.
            BundleError: A bundle has no version to serve, or not the one to be served.
        """
        self._models = models
        self._file = file
        self._stock = Stock()
        self._seen = self._decided = self._look()
        if not self._seen.shelf:
            raise nothing_here(models)
        self.selection = self._select(None)

    def look(self) -> Selection | None:
        """What is to be done from now on, if that changed; it takes what opening takes.

        Raises:
            RolloutError: The rollout file cannot be meant; all stays as it is.
        """
        before, self._seen = self._seen, self._look()
        decided = self._seen == self._decided and not self._stock.unread
        if self._seen != before or decided:
            return None
        self._decided = self._seen
        served = {bundle.manifest.name: bundle for bundle in self.selection.served}
        self.selection = self._select(served)
        return self.selection

    def _look(self) -> _Seen:
        return _Seen(self._content(), look_at(self._models))

    def _content(self) -> bytes | str | None:
        if self._file is None:
            return None
        try:
            # A pipe would make its reader wait for ever.
            if not S_ISREG(self._file.stat().st_mode):
                return "is not a file"
            return self._file.read_bytes()
        except OSError as error:
            return error.strerror or "cannot be read"

    def _select(self, served: dict[str, Bundle] | None) -> Selection:
        self._stock.unread = False
        plan = self._plan({*self._seen.shelf, *(served or {})})
        return Choice(self._seen.shelf, plan, self._stock, served).made()

    def _plan(self, known: set[str]) -> Plan:
        content = self._seen.content
        if self._file is None or content is None:
            return {}
        if isinstance(content, str):
            raise refused(self._file, f"{content}; {MEND}")
        plan = read_plan(self._file, content)
        if unknown := sorted(set(plan) - known):
            raise refused(
                self._file,
                f"there is no bundle {', '.join(unknown)}; there is"
                f" {', '.join(sorted(known))}",
            )
        return plan
