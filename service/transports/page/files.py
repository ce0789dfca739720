"""The files that the page's HTML and scripts fetch."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.transports.page.stored import ASK_FIRST, FOREVER, give
from service.transports.release import releases_of


@get("/assets/{digest:str}/{path:path}", sync_to_thread=False)
def asset(
    digest: FromPath[str], path: FromPath[str], request: Request[Any, Any, Any]
) -> Response[bytes]:
    """A file of the release that the address names, of those whose pages are open."""
    for files in releases_of(request).page_files():
        if files.assets.digest == digest:
            file = files.assets.files.get(path.removeprefix("/"))
            if file is not None:
                return give(request, file, FOREVER)
    raise NotFoundException


@get("/page/bundles/{name:str}/{version:str}/{file:str}", sync_to_thread=False)
def scoring_file(
    name: FromPath[str],
    version: FromPath[str],
    file: FromPath[str],
    request: Request[Any, Any, Any],
) -> Response[bytes]:
    """A file of a bundle, as it was verified, for the engine in a page that is open."""
    for files in releases_of(request).page_files():
        if stored := files.scoring.get((name, version, file)):
            return give(request, stored, ASK_FIRST)
    raise NotFoundException
