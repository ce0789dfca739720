"""Every refusal under `/fhir` as an OperationOutcome, in the reader's language.

The counterpart of `problems.py`, from which the words are: nothing is refused here that
is not refused there, and an unexpected error says nothing but its request id.
"""

from http import HTTPStatus
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from service.clinical.language import Text
from service.intake.json_text import MalformedJsonError
from service.transports.context import language_of, request_id_of
from service.transports.fhir.negotiation import respond
from service.transports.fhir.outcome import (
    RefusedError,
    issue,
    operation_outcome,
    refusal,
)
from service.transports.problems import code_of, reader_of, status_of, title_of

_log = structlog.get_logger()

_HOW = {
    HTTPStatus.REQUEST_TIMEOUT: Text(
        "Send it again over a steadier line.",
        "Hãy gửi lại khi đường truyền ổn định hơn.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Text(
        "Send it again after the seconds of Retry-After.",
        "Hãy gửi lại sau số giây ghi ở Retry-After.",
    ),
    HTTPStatus.NOT_ACCEPTABLE: Text(
        "Answers are application/fhir+json of FHIR 4.0.",
        "Trả lời ở dạng application/fhir+json của FHIR 4.0.",
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: Text(
        "Send application/fhir+json of FHIR 4.0 in UTF-8.",
        "Hãy gửi application/fhir+json của FHIR 4.0, mã UTF-8.",
    ),
}
_ISSUES = {
    HTTPStatus.BAD_REQUEST: "invalid",
    HTTPStatus.UNAUTHORIZED: "login",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "not-supported",
    HTTPStatus.NOT_ACCEPTABLE: "not-supported",
    HTTPStatus.REQUEST_TIMEOUT: "timeout",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too-long",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "not-supported",
    HTTPStatus.SERVICE_UNAVAILABLE: "transient",
}


def http_error(
    request: Request[Any, Any, Any], error: HTTPException
) -> Response[bytes]:
    """Litestar's refusals and our own."""
    language, request_id = reader_of(request)
    status = status_of(error)
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    text = title_of(code_of(status)) + Text(".", ".")
    if status in _HOW:
        text += Text(" ", " ") + _HOW[status]
    outcome = operation_outcome(
        [
            issue(
                "fatal" if failed else "error",
                _ISSUES.get(status, "exception" if failed else "processing"),
                text[language],
                diagnostics=f"request {request_id}" if failed else None,
            )
        ]
    )
    return respond(request, outcome, status=status, headers=error.headers)


def _refused(request: Request[Any, Any, Any], error: RefusedError) -> Response[bytes]:
    return respond(request, refusal(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _malformed_json(
    request: Request[Any, Any, Any], error: MalformedJsonError
) -> Response[bytes]:
    text = title_of("malformed-json")[language_of(request)]
    outcome = operation_outcome(
        [issue("error", "structure", f"{text}.", diagnostics=str(error))]
    )
    return respond(request, outcome, status=HTTPStatus.BAD_REQUEST)


def _unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    _log.error(
        "unexpected_error", request_id=request_id_of(request.scope), exc_info=error
    )
    return http_error(
        request, HTTPException(status_code=HTTPStatus.INTERNAL_SERVER_ERROR)
    )


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    RefusedError: _refused,
    MalformedJsonError: _malformed_json,
    HTTPException: http_error,
    Exception: _unexpected,
}
