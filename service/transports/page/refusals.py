"""What is said to a reader in a browser where there is no page, or no answer.

The counterpart of `problems.py` for people: whoever asks for HTML, or sent the form,
gets a page in their language; scripts and programs get problem details.
"""

from http import HTTPStatus
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from service.transports import problems
from service.transports.context import request_id_of
from service.transports.page.form import UnreadableFormError
from service.transports.page.headers import HEADERS
from service.transports.page.site import page_language
from service.transports.page.stored import NEVER, give, store
from service.transports.release import release_of, site_of

# Where programs ask; what is not there is told as their interface tells it.
_PROGRAMS = ("/v1", "/v2", "/fhir", "/cds-services", "/schema", "/page", "/assets")

_log = structlog.get_logger()


def is_for_a_reader(request: Request[Any, Any, Any]) -> bool:
    """Whether a person waits for the answer, and this service has pages for them."""
    path: str = request.scope["path"]
    if release_of(request).site is None:
        return False
    if any(path == one or path.startswith(f"{one}/") for one in _PROGRAMS):
        return False
    return path == "/" or "text/html" in request.headers.get("accept", "")


def http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """A refusal in the form that whoever asked can read."""
    if not is_for_a_reader(request):
        return problems.http_error(request, error)
    status = problems.status_of(error)
    language = page_language(request)
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    html = site_of(request).render(
        "refusal.html",
        language,
        title=problems.title_of(problems.code_of(status))[language],
        request_id=request_id_of(request.scope) if failed else None,
    )
    headers = {**HEADERS, **(error.headers or {}), "content-language": language}
    file = store("refusal.html", html.encode())
    return give(request, file, NEVER, headers, status=status)


def _unreadable_form(
    request: Request[Any, Any, Any], error: UnreadableFormError
) -> Response[Any]:
    return http_error(request, HTTPException(status_code=HTTPStatus.BAD_REQUEST))


def _unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    _log.error(
        "unexpected_error", request_id=request_id_of(request.scope), exc_info=error
    )
    return http_error(
        request, HTTPException(status_code=HTTPStatus.INTERNAL_SERVER_ERROR)
    )


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    UnreadableFormError: _unreadable_form,
    HTTPException: http_error,
    Exception: _unexpected,
}
