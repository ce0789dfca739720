"""What belongs to a request whatever it asks: its id, its reader, how it is run."""

import re
from asyncio import get_running_loop
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from litestar import Request, Response
from litestar.datastructures import Headers
from litestar.types import Scope

from service.clinical.language import Language, as_language

T = TypeVar("T")

REQUEST_ID_HEADER = "x-request-id"
# One thread for all that takes long: a second one would not make Python faster, but the
# event loop would wait for both, and memory hold the work of both.
_BESIDE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")
# A larger body takes longer to read than others should wait for.
LONGEST_ON_THE_LOOP = 64 * 1024
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


async def on_the_loop_or_beside(work: Callable[[], T], *, heavy: bool) -> T:
    """Do it at once, or on a thread if it is heavy, so that others are answered."""
    return await beside(work) if heavy else work()


async def beside(work: Callable[[], T]) -> T:
    """Do it on the one thread beside the event loop, when its turn comes there."""
    return await get_running_loop().run_in_executor(_BESIDE, copy_context().run, work)


def language_of(request: Request[Any, Any, Any]) -> Language:
    """The reader's language; the service's own if the request does not say."""
    default: Language = request.app.state.language
    return negotiate(request.headers.get("accept-language"), default)


def in_language(language: Language, answer: T) -> Response[T]:
    """An answer that says which language it is in."""
    headers = {"content-language": language, "vary": "accept-language"}
    return Response(answer, headers=headers)


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
