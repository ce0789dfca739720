"""`GET /models/{name}`: what a model is, and how good it is where, from its card alone.

The card is given out beside it in its forms, as it was verified: no token is needed to
know what computes the figures.
"""

from pathlib import PurePath
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.clinical.language import Language
from service.engine.bundle import Bundle
from service.transports.bundles import MEDIA_TYPES
from service.transports.page.model.card import read_card, read_prose
from service.transports.page.model.view import cohorts
from service.transports.page.model.words import FACTS, Words
from service.transports.page.site import Site, page_language
from service.transports.page.stored import ASK_FIRST, Stored, give
from service.transports.release import site_of

CARD_FILES = ("card.md", "card.json", "card.xml")


@get("/models/{name:str}", sync_to_thread=False)
def model_page(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    """The page of one served model, in the reader's language."""
    site, language = site_of(request), page_language(request)
    _bundle(site, name)
    headers = {"content-language": language, "vary": "accept-language"}
    page = site.kept(name, language, lambda: _page(site, name, language))
    return give(request, page, ASK_FIRST, headers)


@get("/models/{name:str}/files/{file:str}", sync_to_thread=False)
def model_file(
    name: FromPath[str], file: FromPath[str], request: Request[Any, Any, Any]
) -> Response[bytes]:
    """The card in one of its forms."""
    bundle = _bundle(site_of(request), name)
    content = bundle.documents.get(file)
    if file not in CARD_FILES or content is None:
        raise NotFoundException
    stored = Stored(
        media_type=MEDIA_TYPES[PurePath(file).suffix],
        digest=bundle.manifest.files[file],
        plain=lambda: content,
        packed=None,
    )
    return give(request, stored, ASK_FIRST)


def _bundle(site: Site, name: str) -> Bundle:
    found = site.engine.bundles.get(name)
    if found is None:
        raise NotFoundException
    return found


def _page(site: Site, name: str, language: Language) -> str:
    bundle = _bundle(site, name)
    content = bundle.documents["card.json"]
    card = read_card(content)
    return site.render(
        "model.html",
        language,
        manifest=bundle.manifest,
        files=[file for file in CARD_FILES if file in bundle.documents],
        words=Words(site.messages[language]),
        card=card,
        cohorts=cohorts(card) if card else (),
        prose=read_prose(content) if card else {},
        sections=FACTS,
    )
