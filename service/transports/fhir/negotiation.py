"""The form of a request and of its answer: JSON of FHIR R4, and nothing else.

As R4's http.html asks: `_format` goes before Accept, a generic JSON type is answered in
kind, what cannot be given is refused with 406, what cannot be read with 415.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.datastructures.headers import MediaTypeHeader
from litestar.exceptions import HTTPException

from service.transports.fhir.identity import FHIR_JSON

_JSON = "application/json"
# The first is the one to answer with when any will do.
_ANSWERED = (FHIR_JSON, _JSON)
# `application/json+fhir` was the type before R3, which servers may still take.
_READ = (FHIR_JSON, _JSON, "text/json", "application/json+fhir")
_FORMATS = ("json", *_READ)
_R4 = "4.0"

_STRICT = "handling=strict"


def encode(resource: Mapping[str, object], *, pretty: bool = False) -> bytes:
    """A resource as JSON; decimals keep their digits."""
    text = msgspec.json.Encoder(decimal_format="number").encode(resource)
    return msgspec.json.format(text, indent=2) if pretty else text


def respond(
    request: Request[Any, Any, Any],
    resource: Mapping[str, object],
    *,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response[bytes]:
    """A resource in the form that was asked for, or in FHIR's own JSON."""
    pretty = request.query_params.get("_pretty") == "true"
    return Response(
        encode(resource, pretty=pretty),
        status_code=int(status),
        media_type=f"{answered_as(request) or FHIR_JSON}; charset=utf-8",
        headers=headers,
    )


def check_answer(request: Request[Any, Any, Any]) -> None:
    """Refuse to answer whoever does not take JSON of R4.

    Raises:
        HTTPException: 406.
    """
    if answered_as(request) is None:
        raise HTTPException(status_code=HTTPStatus.NOT_ACCEPTABLE)


def check_body(request: Request[Any, Any, Any]) -> None:
    """Refuse a body that says it is not JSON of R4, and not UTF-8.

    Raises:
        HTTPException: 415.
    """
    sent = request.headers.get("content-type")
    if sent is None:
        return
    media_type = MediaTypeHeader(sent.lower())
    parameters = media_type.params
    if (
        _name(media_type) not in _READ
        or parameters.get("charset", "utf-8") != "utf-8"
        or parameters.get("fhirversion", _R4) != _R4
    ):
        raise HTTPException(status_code=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def is_strict(request: Request[Any, Any, Any]) -> bool:
    """Whether the sender prefers a refusal to an answer with values left out.

    The other preferences of R4 are about what a create or an update returns, and
    `respond-async` may be ignored (RFC 7240, section 4.1).
    """
    sent = ",".join(request.headers.getall("prefer", [])).lower()
    asked = [part.partition(";")[0].replace(" ", "") for part in sent.split(",")]
    # The first of a name counts (RFC 7240, section 2).
    return next((p for p in asked if p.startswith("handling=")), "") == _STRICT


PREFERENCE_APPLIED = {"preference-applied": _STRICT}


def answered_as(request: Request[Any, Any, Any]) -> str | None:
    """The media type to answer with; None: the sender takes none that there is."""
    chosen = request.query_params.get("_format")
    if chosen is not None:
        # A plus sign that was not escaped arrives as a space.
        name = chosen.partition(";")[0].strip().replace(" ", "+").lower()
        return FHIR_JSON if name in _FORMATS else None
    qualities = dict.fromkeys(_ANSWERED, 0.0)
    exactness = dict.fromkeys(_ANSWERED, -1)
    sent = ",".join(request.headers.getall("accept", [])) or "*/*"
    for name, quality in _accepted(sent):
        for media_type in _ANSWERED:
            exact = _exactness(name, media_type)
            if exact > exactness[media_type]:
                qualities[media_type], exactness[media_type] = quality, exact
    best = max(_ANSWERED, key=lambda media_type: qualities[media_type])
    return best if qualities[best] > 0 else None


def _accepted(header: str) -> Iterator[tuple[str, float]]:
    """The media types of an Accept header that allow R4, with their quality."""
    for part in header.lower().split(","):
        media_type = MediaTypeHeader(part)
        if media_type.params.get("fhirversion", _R4) != _R4:
            continue
        try:
            yield _name(media_type), float(media_type.params.get("q", 1))
        except ValueError:
            continue


def _exactness(accepted: str, media_type: str) -> int:
    """How exactly one names the other: 2 itself, 1 its kind, 0 anything, -1 not."""
    ranges = ("*/*", "application/*", media_type)
    return ranges.index(accepted) if accepted in ranges else -1


def _name(media_type: MediaTypeHeader) -> str:
    return f"{media_type.maintype}/{media_type.subtype}".strip()
