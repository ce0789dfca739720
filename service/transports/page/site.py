"""The page as it stands for the life of the process: words, files and templates.

Made when it is first asked for, and before the service says that it is ready.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request

from service.clinical.language import LANGUAGES, Language, as_language
from service.engine.bundle import MANIFEST, MODEL, Bundle
from service.engine.engine import RiskEngine
from service.transports.context import language_of
from service.transports.page import table
from service.transports.page.assets import Assets
from service.transports.page.messages import WEB, Messages
from service.transports.page.stored import Stored, store, store_packed
from service.transports.page.view import nothing_entered

TEMPLATES = WEB / "templates"
ENTRANCE = "main.js"


@dataclass(frozen=True, slots=True)
class PageFiles:
    """What a page fetches: bytes alone, which outlive the release of the page."""

    assets: Assets
    scoring: Mapping[tuple[str, str, str], Stored]


class Site:
    """Everything of the page that depends on no patient."""

    def __init__(self, engine: RiskEngine, *, interval: bool) -> None:
        """Over verified bundles; `interval`: whether ranges are given unasked."""
        self.engine = engine
        self._interval = interval
        self._kept: dict[tuple[str, Language], Stored] = {}
        self._known: dict[Language, Mapping[str, object]] = {}

    @cached_property
    def messages(self) -> Mapping[Language, Messages]:
        """The page's words."""
        return {language: Messages(language) for language in LANGUAGES}

    @cached_property
    def assets(self) -> Assets:
        """What the HTML refers to."""
        return Assets(
            {
                f"text.{language}.json": msgspec.json.encode(
                    table.text_table(self.engine, messages, interval=self._interval)
                )
                for language, messages in self.messages.items()
            },
            (file.read_bytes() for file in sorted(TEMPLATES.rglob("*.html"))),
        )

    @cached_property
    def scoring_files(self) -> Mapping[tuple[str, str, str], Stored]:
        """What the browser's engine fetches, by bundle, version and file."""
        return {
            (bundle.manifest.name, bundle.manifest.version, file): stored
            for bundle in self.engine.bundles.values()
            for file, stored in _scoring_files(bundle)
        }

    @cached_property
    def files(self) -> PageFiles:
        """What the page fetches."""
        return PageFiles(self.assets, self.scoring_files)

    def index(self, language: Language) -> Stored:
        """The page as it opens, with nothing entered; the same for everybody."""

        def make() -> str:
            return self.render("index.html", language, **nothing_entered())

        return self.kept("index.html", language, make)

    def kept(self, path: str, language: Language, make: Callable[[], str]) -> Stored:
        """A page that is the same for everybody, made once."""
        if (path, language) not in self._kept:
            html = make().encode()
            self._kept[path, language] = store("page.html", html)
        return self._kept[path, language]

    def warm(self) -> None:
        """Make everything now: what cannot be made must stop the start."""
        for language in LANGUAGES:
            self.index(language)
        _ = self.files

    def render(self, template: str, language: Language, **context: object) -> str:
        """Fill a template, which knows besides what every page does."""
        if language not in self._known:
            self._known[language] = self._common(language)
        known = {**self._known[language], **context}
        return _environment().get_template(template).render(known)

    def _common(self, language: Language) -> Mapping[str, object]:
        messages = self.messages[language]
        return {
            "language": language,
            "t": messages,
            "numeral": messages.numeral,
            "variables": {v["name"]: v for v in table.variables(language)},
            "bundles": table.bundles(self.engine, language),
            "asset": self.assets.url,
            "modules": self.assets.imported(ENTRANCE),
        }


def _scoring_files(bundle: Bundle) -> Iterator[tuple[str, Stored]]:
    yield MODEL, store_packed(MODEL, bundle.model, bundle.manifest.files[MODEL])
    yield MANIFEST, store(MANIFEST, bundle.description)
    for file in table.VERIFYING_FILES:
        yield file, store(file, bundle.documents[file])


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def page_language(request: Request[Any, Any, Any]) -> Language:
    """The language that the address names, else the reader's own."""
    return as_language(request.query_params.get("language")) or language_of(request)
