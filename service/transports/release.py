"""What is being served: the bundles and the page made of them, exchanged as one.

A request asks once and keeps what it got, so that no answer mixes two versions while
the bundles change under it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec
from litestar import Request
from litestar.di import Provide
from litestar.params import RawBody

from service.engine.engine import RiskEngine
from service.transports.page.site import PageFiles, Site

# Of pages that are still open in a browser: after an exchange, and after its rollback.
_EARLIER_PAGES = 2
# A record may have megabytes; its beginning and its length tell it from another.
_ENOUGH = 64 * 1024


@dataclass(frozen=True, slots=True)
class Trial:
    """An engine with canaries, for requests whose share of the hash is below."""

    below: float
    engine: RiskEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Verified bundles, and the page that shows them (None: it is not served)."""

    engine: RiskEngine
    site: Site | None
    trials: tuple[Trial, ...] = ()
    """Canaries, by rising share; the first that a request is below answers it."""

    def engine_for(self, whom: bytes) -> RiskEngine:
        """The engine that answers about one patient: always the same for the same."""
        share = share_of(whom)
        return next((t.engine for t in self.trials if share < t.below), self.engine)


class Releases:
    """The release that new requests get, and the files of pages beside its own."""

    def __init__(self, first: Release) -> None:
        self.current = first
        self._coming: Site | None = None
        self._earlier: tuple[PageFiles, ...] = ()

    def announce(self, release: Release) -> None:
        """Give out the files of the page to come, before anybody gets the page."""
        self._coming = release.site

    def exchange(self, release: Release) -> None:
        """Let new requests have another release; those in flight keep theirs."""
        gone = self.current.site
        if gone is not None and gone is not release.site:
            self._earlier = (gone.files, *self._earlier)[:_EARLIER_PAGES]
        self.current, self._coming = release, None

    def page_files(self) -> Iterator[PageFiles]:
        """What any page fetches that may be open now."""
        for site in (self.current.site, self._coming):
            if site is not None:
                yield site.files
        yield from self._earlier


def releases_of(request: Request[Any, Any, Any]) -> Releases:
    """The releases of the application."""
    releases: Releases = request.app.state.releases
    return releases


def release_of(request: Request[Any, Any, Any]) -> Release:
    """The release that was current when the request first asked."""
    state = request.scope["state"]
    if "release" not in state:
        state["release"] = releases_of(request).current
    release: Release = state["release"]
    return release


def engine_of(request: Request[Any, Any, Any]) -> RiskEngine:
    """The engine of the request's release that answers whatever is asked."""
    return release_of(request).engine


def engine_by_body(request: Request[Any, Any, Any], body: RawBody) -> RiskEngine:
    """The engine for one patient: a canary for its share of those who are asked for."""
    release = release_of(request)
    return release.engine_for(whom(body)) if release.trials else release.engine


# For routes about one patient; the others answer with what is served.
ENGINE_BY_BODY = {"engine": Provide(engine_by_body, sync_to_thread=False)}


def site_of(request: Request[Any, Any, Any]) -> Site:
    """The page of the request's release, on routes that exist only with one."""
    site = release_of(request).site
    assert site is not None  # noqa: S101 - the routes are there because the page is
    return site


class _About(msgspec.Struct):
    patient: msgspec.Raw


def whom(body: bytes) -> bytes:
    """What of a request tells its patient from others: `patient`, or all of it.

    So that a patient with and without changes is a question to the same version.
    """
    try:
        return bytes(msgspec.json.decode(body, type=_About).patient)
    except (
        msgspec.MsgspecError,
        RecursionError,
    ):  # whoever reads it says what is wrong
        return body


def share_of(whom: bytes) -> float:
    """Where somebody stands between 0 and 1, in every process."""
    told = whom[:_ENOUGH] + len(whom).to_bytes(8)
    return int.from_bytes(blake2b(told, digest_size=8).digest()) / 2**64
