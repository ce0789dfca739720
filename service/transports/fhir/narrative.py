"""The human-readable part of a resource (R4, narrative.html)."""

import html
from collections.abc import Iterable

from service.clinical.language import Language
from service.transports.fhir.elements import Element

_XHTML = "http://www.w3.org/1999/xhtml"


def narrative(paragraphs: Iterable[str], language: Language) -> Element:
    """Paragraphs of plain text, marked with the language they are in."""
    text = "".join(f"<p>{html.escape(one, quote=False)}</p>" for one in paragraphs)
    div = f'<div xmlns="{_XHTML}" lang="{language}" xml:lang="{language}">{text}</div>'
    return {"status": "generated", "div": div}
