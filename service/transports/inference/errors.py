"""What is wrong with a call, told as the protocol asks: `{"error": text}`.

A text names the element that is wrong and what was expected; of what was sent it
repeats only names, cut short.
"""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi import ResponseSpec
from litestar.types import ExceptionHandlersMap
from msgspec import Struct

from service.clinical.language import Text
from service.clinical.problems import shown
from service.transports import problems
from service.transports.context import language_of
from service.transports.schemas import Problem


class InferenceError(Exception):
    """A call that cannot be answered; by default for what its body says."""

    def __init__(self, text: Text, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        self.text = text
        self.status = status
        super().__init__(text.en)


class ErrorResponse(Struct):
    """The protocol's `$inference_error_response`."""

    error: str


def _in_protocol(answer: Response[Problem]) -> Response[ErrorResponse]:
    """Problem details as the protocol says them, with their status and headers."""
    return Response(
        ErrorResponse(answer.content.detail),
        status_code=answer.status_code,
        headers=answer.headers,
    )


def http_error(
    request: Request[Any, Any, Any], error: HTTPException
) -> Response[ErrorResponse]:
    """What is said below `/v2` where no route is."""
    return _in_protocol(problems.http_error(request, error))


def _refused(
    request: Request[Any, Any, Any], error: InferenceError
) -> Response[ErrorResponse]:
    text = error.text[language_of(request)]
    return Response(ErrorResponse(text), status_code=error.status.value)


def _translated(
    handler: Callable[[Request[Any, Any, Any], Exception], Response[Problem]],
) -> Callable[[Request[Any, Any, Any], Exception], Response[ErrorResponse]]:
    def handle(
        request: Request[Any, Any, Any], error: Exception
    ) -> Response[ErrorResponse]:
        return _in_protocol(handler(request, error))

    return handle


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    **{kind: _translated(h) for kind, h in problems.EXCEPTION_HANDLERS.items()},
    InferenceError: _refused,
}


def described(*statuses: HTTPStatus) -> dict[int, ResponseSpec]:
    """The errors that a handler documents."""
    return {
        status.value: ResponseSpec(
            ErrorResponse, description=status.phrase, generate_examples=False
        )
        for status in statuses
    }


def no_such_model(name: str, served: Sequence[str]) -> InferenceError:
    """The model is not one that is served."""
    text = Text(
        "There is no model '{name}'; there are: {served}.",
        "Không có mô hình '{name}'; hiện có: {served}.",
    ).format(name=shown(name), served=", ".join(served))
    return InferenceError(text, HTTPStatus.NOT_FOUND)


def no_such_version(name: str, version: str, served: str) -> InferenceError:
    """Another version of the model is served."""
    text = Text(
        "{name} is served in version {served}, not '{version}'.",
        "{name} đang chạy phiên bản {served}, không phải '{version}'.",
    ).format(name=name, version=shown(version), served=served)
    return InferenceError(text, HTTPStatus.NOT_FOUND)


def compressed() -> InferenceError:
    """The body is compressed."""
    return InferenceError(
        Text(
            "Send the body without Content-Encoding.",
            "Hãy gửi nội dung không nén (không có Content-Encoding).",
        ),
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    )
