"""Every refusal as RFC 9457 problem details, in the reader's language.

One place maps the errors of the layers below to HTTP; none of them knows a status
code. A problem never quotes a body, and an unexpected error says nothing but its
request id.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    InternalServerException,
    NotFoundException,
)
from litestar.openapi import ResponseSpec
from litestar.types import ExceptionHandlersMap

from service.clinical.language import LANGUAGES, Language, Text
from service.intake.json_text import MalformedJsonError
from service.transports.context import language_of, request_id_of
from service.transports.requests import InvalidRequestError
from service.transports.schemas import Error, Problem

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:diabetes-risk:problem:"

_log = structlog.get_logger()

_TITLES = {
    "invalid-request": Text("The request is not valid", "Yêu cầu không hợp lệ"),
    "malformed-json": Text("The body is not JSON", "Nội dung không phải JSON"),
    "bad-request": Text("The request is broken", "Yêu cầu bị hỏng"),
    "refused": Text("The request was refused", "Yêu cầu bị từ chối"),
    "not-authenticated": Text(
        "A valid access token is needed", "Cần mã truy cập (token) hợp lệ"
    ),
    "insufficient-scope": Text(
        "The access token does not allow this",
        "Mã truy cập (token) không cho phép thao tác này",
    ),
    "not-found": Text("There is nothing here", "Không có nội dung ở đây"),
    "method-not-allowed": Text(
        "This method is not allowed here", "Phương thức này không được phép ở đây"
    ),
    "not-acceptable": Text(
        "No form of answer that was asked for can be given",
        "Không có dạng trả lời nào được yêu cầu",
    ),
    "precondition-failed": Text(
        "Data that the answer needs are missing", "Thiếu dữ liệu cần để trả lời"
    ),
    "unsupported-media-type": Text(
        "The body's media type cannot be read here",
        "Không đọc được kiểu nội dung gửi lên",
    ),
    "unavailable": Text(
        "This cannot be answered at the moment", "Hiện chưa thể trả lời"
    ),
    "request-entity-too-large": Text(
        "The body is too large", "Nội dung gửi lên quá lớn"
    ),
    "request-timeout": Text(
        "The request came too slowly", "Yêu cầu được gửi đến quá chậm"
    ),
    "insufficient-storage": Text(
        "There is no room here to receive the batch",
        "Không đủ chỗ lưu để nhận lô dữ liệu này",
    ),
    "malformed-row": Text("The row cannot be read", "Không đọc được dòng này"),
    "internal-error": Text("Something failed here", "Lỗi trong dịch vụ"),
}
_DETAILS = {
    "unavailable": Text(
        "Too much is asked at once; send it again after the seconds of Retry-After.",
        "Đang có quá nhiều yêu cầu cùng lúc; hãy gửi lại sau số giây ghi ở Retry-After.",
    ),
    "request-timeout": Text(
        "The rest of it did not come in time; send it again over a steadier line.",
        "Phần còn lại không đến kịp; hãy gửi lại khi đường truyền ổn định hơn.",
    ),
    "insufficient-storage": Text(
        "Send at most 1 MiB at a time, which needs no room, and tell the operator.",
        "Hãy gửi mỗi lần tối đa 1 MiB (không cần chỗ lưu) và báo cho người vận hành.",
    ),
    "invalid-request": Text(
        "Mend the values listed in errors and send it again.",
        "Hãy sửa các giá trị nêu trong errors rồi gửi lại.",
    ),
    "internal-error": Text(
        "The request was not answered; report the request_id to the operator.",
        "Yêu cầu chưa được trả lời; hãy báo request_id cho người vận hành.",
    ),
}


# How Litestar says that the client went away while sending; it calls that a 500, which
# would page the operator for every weak link.
HUNG_UP = "client disconnected prematurely"

# Not from the phrases of `http`, which change from one Python to the next.
_CODES = {
    HTTPStatus.BAD_REQUEST: "bad-request",
    HTTPStatus.UNAUTHORIZED: "not-authenticated",
    HTTPStatus.FORBIDDEN: "insufficient-scope",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed",
    HTTPStatus.NOT_ACCEPTABLE: "not-acceptable",
    HTTPStatus.PRECONDITION_FAILED: "precondition-failed",
    HTTPStatus.REQUEST_TIMEOUT: "request-timeout",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "request-entity-too-large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported-media-type",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
    HTTPStatus.INSUFFICIENT_STORAGE: "insufficient-storage",
}


def _described(status: HTTPStatus) -> ResponseSpec:
    return ResponseSpec(
        Problem,
        description=status.description or status.phrase,
        media_type=MEDIA_TYPE,
        generate_examples=False,
    )


def status_of(error: HTTPException) -> HTTPStatus:
    """The status to answer with; a client that went away is no failure of ours."""
    if error.detail == HUNG_UP:
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus(error.status_code)


def code_of(status: HTTPStatus) -> str:
    """What this status is called in problem types."""
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return _CODES.get(status, "internal-error" if failed else "refused")


def title_of(code: str) -> Text:
    """What this kind of refusal is called, for whoever reads it."""
    return _TITLES.get(code, _TITLES["refused"])


def problems(*statuses: HTTPStatus) -> dict[int, ResponseSpec]:
    """The problem responses that a handler documents."""
    return {status.value: _described(status) for status in statuses}


def problem(
    code: str,
    status: HTTPStatus,
    *,
    language: Language,
    request_id: str,
    detail: str | None = None,
    errors: Iterable[Error] = (),
) -> Problem:
    """Problem details of one kind; `detail` replaces the kind's own words."""
    title = title_of(code)
    words = _DETAILS.get(code, title)
    return Problem(
        type=TYPE + code,
        title=title[language],
        status=status.value,
        detail=detail or words[language],
        errors=list(errors),
        request_id=request_id,
    )


def in_both_languages(code: str, status: HTTPStatus, request_id: str) -> Problem:
    """A problem for a reader whose language is not known yet."""
    vi, en = (
        problem(code, status, language=language, request_id=request_id)
        for language in LANGUAGES
    )
    en.title = f"{vi.title} / {en.title}"
    en.detail = f"{vi.detail} / {en.detail}"
    return en


def errors_of(error: InvalidRequestError) -> list[Error]:
    """An invalid request's problems in its reader's language."""
    return [
        Error(pointer=p.pointer, code=p.code, message=p.text[error.language])
        for p in error.problems
    ]


def _respond(
    request: Request[Any, Any, Any],
    answer: Problem,
    headers: dict[str, str] | None = None,
) -> Response[Problem]:
    return Response(
        answer, status_code=answer.status, media_type=MEDIA_TYPE, headers=headers
    )


def reader_of(request: Request[Any, Any, Any]) -> tuple[Language, str]:
    """The language to answer in and the request's id."""
    return language_of(request), request_id_of(request.scope)


def _invalid_request(
    request: Request[Any, Any, Any], error: InvalidRequestError
) -> Response[Problem]:
    answer = problem(
        "invalid-request",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        language=error.language,
        request_id=request_id_of(request.scope),
        errors=errors_of(error),
    )
    return _respond(request, answer)


def _malformed_json(
    request: Request[Any, Any, Any], error: MalformedJsonError
) -> Response[Problem]:
    language, request_id = reader_of(request)
    answer = problem(
        "malformed-json",
        HTTPStatus.BAD_REQUEST,
        language=language,
        request_id=request_id,
        detail=str(error),
    )
    return _respond(request, answer)


def http_error(
    request: Request[Any, Any, Any], error: HTTPException
) -> Response[Problem]:
    """Litestar's refusals and our own, as problem details."""
    language, request_id = reader_of(request)
    status = status_of(error)
    answer = problem(code_of(status), status, language=language, request_id=request_id)
    return _respond(request, answer, error.headers)


def _unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    language, request_id = reader_of(request)
    _log.error("unexpected_error", request_id=request_id, exc_info=error)
    answer = problem(
        "internal-error",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        language=language,
        request_id=request_id,
    )
    return _respond(request, answer)


def _no_such_file(
    request: Request[Any, Any, Any], error: Exception
) -> Response[Problem]:
    return http_error(request, NotFoundException())


# A path that no file system can have: a NUL byte, or thousands of characters.
STATIC_HANDLERS: ExceptionHandlersMap = {
    InternalServerException: _no_such_file,
    ValueError: _no_such_file,
}
EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    InvalidRequestError: _invalid_request,
    MalformedJsonError: _malformed_json,
    HTTPException: http_error,
    Exception: _unexpected,
}
