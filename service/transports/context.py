"""What belongs to a request whatever it asks: its id and its reader's language."""

import re
from datetime import datetime
from uuid import uuid4

from litestar.datastructures import Headers
from litestar.types import Scope

from service.clinical.language import Language, as_language

REQUEST_ID_HEADER = "x-request-id"
_ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def local_time() -> datetime:
    """Now, in the zone of the hospital: a record's days are those of its calendar."""
    return datetime.now().astimezone()


def request_id_of(scope: Scope) -> str:
    """The caller's X-Request-ID if it is a safe one, else a new id; then the same."""
    state = scope["state"]
    if "request_id" not in state:
        sent = Headers.from_scope(scope).get(REQUEST_ID_HEADER, "")
        safe = _ACCEPTABLE_ID.fullmatch(sent)
        state["request_id"] = sent if safe else uuid4().hex
    request_id: str = state["request_id"]
    return request_id


def negotiate(accept_language: str | None, default: Language) -> Language:
    """The language an Accept-Language header likes best (RFC 9110, section 12.5.4)."""
    best, best_quality = default, 0.0
    for part in (accept_language or "").split(","):
        tag, _, parameter = part.partition(";")
        name = tag.strip().lower().partition("-")[0]
        language = default if name == "*" else as_language(name)
        try:
            quality = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if language is not None and quality > best_quality:
            best, best_quality = language, quality
    return best
