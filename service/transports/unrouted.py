"""What is said where no route is, in the form of the standard that was asked for.

A router's own handlers do not see a 404 or a 405 of a path it does not have, so these
are chosen by the beginning of the path. Who may ask is never decided here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from service.transports import problems
from service.transports.fhir import refusals
from service.transports.inference import errors
from service.transports.page import refusals as pages

_Renderer = Callable[[Request[Any, Any, Any], HTTPException], Response[Any]]

RENDERERS: Mapping[str, _Renderer] = {
    "/fhir": refusals.http_error,
    "/v2": errors.http_error,
}


def _http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    path = request.scope["path"]
    for prefix, render in RENDERERS.items():
        if path == prefix or path.startswith(f"{prefix}/"):
            return render(request, error)
    return pages.http_error(request, error)


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    **problems.EXCEPTION_HANDLERS,
    HTTPException: _http_error,
}
