"""The bundles that are in use, so that what did not change is not opened again.

A version that was refused is tried again only when its files change; one that could not
be read, because the disk or the process had nothing left, at the next look.
"""

from collections.abc import Collection
from typing import NamedTuple

from service.engine.bundle import Bundle, BundleError, open_placed_bundle
from service.engine.rollout.shelf import Mark, Place


class _Opened(NamedTuple):
    mark: Mark
    bundle: Bundle


class _Refused(NamedTuple):
    mark: Mark
    why: str  # not the exception, whose trace would hold what was read


class Stock:
    """Opened bundles and refusals, by name and version."""

    def __init__(self) -> None:
        self._opened: dict[tuple[str, str], _Opened] = {}
        self._refused: dict[tuple[str, str], _Refused] = {}
        self.unread = False
        """Whether something that was wanted could not be read; who looks takes it back."""

    def open(self, place: Place) -> Bundle:
        """The bundle that lies there, verified.

        Raises:
            BundleError: It must not be served.
        """
        key = (place.name, place.version)
        if (opened := self._opened.get(key)) and opened.mark == place.mark:
            return opened.bundle
        if (refused := self._refused.get(key)) and refused.mark == place.mark:
            raise BundleError(refused.why)
        try:
            bundle = open_placed_bundle(place.folder)
        except BundleError as error:
            cause = error.__cause__
            if isinstance(cause, OSError) and not isinstance(cause, FileNotFoundError):
                self.unread = True
            else:
                self._refused[key] = _Refused(place.mark, str(error))
            raise
        self._opened[key] = _Opened(place.mark, bundle)
        return bundle

    def kept(self, name: str, version: str) -> Bundle | None:
        """A bundle in use, as it was verified, whatever became of its files."""
        opened = self._opened.get((name, version))
        return opened.bundle if opened else None

    def keep_only(self, bundles: Collection[Bundle]) -> None:
        """Let go of every other bundle."""
        used = {id(bundle) for bundle in bundles}
        self._opened = {k: o for k, o in self._opened.items() if id(o.bundle) in used}
