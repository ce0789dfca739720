"""What makes the page an application that also opens without a network.

The worker keeps one release of the page, whole: its script names the release and every
address to keep, so that any change to the page, its files or the models is a new worker.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from litestar import Request, Response, get

from service.clinical.language import LANGUAGES
from service.transports.page.site import Site, page_language
from service.transports.page.stored import ASK_FIRST, give, store
from service.transports.release import site_of

_WORKER = "sw.js"
# The page's own colours, of light surroundings; see base.css and layout.html.
_COLOURS: Final[Mapping[str, str]] = {
    "theme_color": "#ffffff",
    "background_color": "#f3f6f7",
}
_ICONS: Final[tuple[Mapping[str, str], ...]] = (
    {"src": "icons/icon.svg", "sizes": "any", "type": "image/svg+xml"},
    {"src": "icons/icon-192.png", "sizes": "192x192", "type": "image/png"},
    {"src": "icons/icon-512.png", "sizes": "512x512", "type": "image/png"},
    {
        "src": "icons/icon-maskable-512.png",
        "sizes": "512x512",
        "type": "image/png",
        "purpose": "maskable",
    },
)


@get("/sw.js", sync_to_thread=False)
def worker(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The worker, at the root because it may only serve what lies below it."""
    site = site_of(request)
    script = site.assets.files[_WORKER].plain()
    told = b"self.release = " + msgspec.json.encode(_release(site)) + b";\n"
    return give(request, store(_WORKER, told + script), ASK_FIRST)


def _release(site: Site) -> dict[str, object]:
    """Everything that the page needs without a network."""
    assets = site.assets
    pages = ("/", *(f"/models/{name}" for name in site.engine.bundles))
    return {
        "assets": assets.url(""),
        "pages": [
            "/",
            *(f"{it}?language={lang}" for it in pages for lang in LANGUAGES),
        ],
        "files": [
            *(assets.url(path) for path in assets.files if path != _WORKER),
            # Addressed as engine/bundle.js does: no other file is under this address.
            *(
                f"/page/bundles/{name}/{version}/{file}?sha256={stored.digest}"
                for (name, version, file), stored in site.scoring_files.items()
            ),
        ],
    }


@get("/manifest.webmanifest", sync_to_thread=False)
def web_manifest(request: Request[Any, Any, Any]) -> Response[bytes]:
    """How the page presents itself once it is installed, in the reader's language."""
    site, language = site_of(request), page_language(request)
    t = site.messages[language]
    manifest = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": language,
        "name": t("shell.title"),
        "short_name": t("offline.short_name"),
        "description": t("shell.description"),
        "categories": ["medical"],
        **_COLOURS,
        "icons": [{**icon, "src": site.assets.url(icon["src"])} for icon in _ICONS],
    }
    file = store("manifest.webmanifest", msgspec.json.encode(manifest))
    headers = {"content-language": language, "vary": "accept-language"}
    return give(request, file, ASK_FIRST, headers)
