"""The files that the page's HTML and scripts fetch."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.transports.page.stored import ASK_FIRST, FOREVER, give
from service.transports.release import site_of


@get("/assets/{digest:str}/{path:path}", sync_to_thread=False)
def asset(
    digest: FromPath[str], path: FromPath[str], request: Request[Any, Any, Any]
) -> Response[bytes]:
    """A file of this release; an address of another release has nothing."""
    assets = site_of(request).assets
    file = assets.files.get(path.removeprefix("/"))
    if digest != assets.digest or file is None:
        raise NotFoundException
    return give(request, file, FOREVER)


@get("/page/bundles/{name:str}/{version:str}/{file:str}", sync_to_thread=False)
def scoring_file(
    name: FromPath[str],
    version: FromPath[str],
    file: FromPath[str],
    request: Request[Any, Any, Any],
) -> Response[bytes]:
    """A file of a served bundle, as it was verified, for the browser's own engine."""
    stored = site_of(request).scoring_files.get((name, version, file))
    if stored is None:
        raise NotFoundException
    return give(request, stored, ASK_FIRST)
