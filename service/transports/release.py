"""What is being served: the bundles and the page made of them, exchanged as one.

A request asks once and keeps what it got, so that no answer mixes two versions while
the bundles change under it.
"""

from dataclasses import dataclass
from typing import Any

from litestar import Request

from service.engine.engine import RiskEngine
from service.transports.page.site import Site


@dataclass(frozen=True, slots=True)
class Release:
    """Verified bundles, and the page that shows them (None: it is not served)."""

    engine: RiskEngine
    site: Site | None


@dataclass(slots=True)
class Releases:
    """The release that new requests get."""

    current: Release


def release_of(request: Request[Any, Any, Any]) -> Release:
    """The release that was current when the request first asked."""
    state = request.scope["state"]
    if "release" not in state:
        state["release"] = request.app.state.releases.current
    release: Release = state["release"]
    return release


def engine_of(request: Request[Any, Any, Any]) -> RiskEngine:
    """The engine of the request's release."""
    return release_of(request).engine


def site_of(request: Request[Any, Any, Any]) -> Site:
    """The page of the request's release, on routes that exist only with one."""
    site = release_of(request).site
    assert site is not None  # noqa: S101 - the routes are there because the page is
    return site
