"""Refusals of a call that only CDS Hooks has, as problem details.

A problem with a resource points to it in the call's body: what a FHIR reader names by
FHIRPath (`prefetch.patient.birthDate`) is the JSON pointer `/prefetch/patient/birthDate`.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.types import ExceptionHandlersMap

from service.clinical.language import Text
from service.intake.fhir.finding import InvalidRecordError
from service.transports.cds_hooks.prefetch import MissingDataError
from service.transports.problems import MEDIA_TYPE, problem, reader_of
from service.transports.schemas import Error, Problem

_INDEX = re.compile(r"\[(\d+)\]")
_MISSING = Text(
    "Needed, but neither prefetched whole nor readable on an allowed FHIR server.",
    "Cần mục này, nhưng không được gửi kèm đầy đủ và không đọc được từ máy chủ FHIR"
    " được phép.",
)


def _refuse(
    request: Request[Any, Any, Any],
    code: str,
    status: HTTPStatus,
    errors: Sequence[tuple[str, str, Text]],
) -> Response[Problem]:
    language, request_id = reader_of(request)
    answer = problem(
        code,
        status,
        language=language,
        request_id=request_id,
        errors=[
            Error(pointer=pointer, code=kind, message=text[language])
            for pointer, kind, text in errors
        ],
    )
    return Response(answer, status_code=status, media_type=MEDIA_TYPE)


def _invalid_record(
    request: Request[Any, Any, Any], error: InvalidRecordError
) -> Response[Problem]:
    return _refuse(
        request,
        "invalid-request",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        [(_pointer(p.expression), p.issue, p.text) for p in error.problems],
    )


def _missing_data(
    request: Request[Any, Any, Any], error: MissingDataError
) -> Response[Problem]:
    return _refuse(
        request,
        "precondition-failed",
        HTTPStatus.PRECONDITION_FAILED,
        [(f"/prefetch/{key}", "required", _MISSING) for key in error.keys],
    )


def _pointer(expression: str) -> str:
    return "/" + _INDEX.sub(r"/\1", expression).replace(".", "/")


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    InvalidRecordError: _invalid_record,
    MissingDataError: _missing_data,
}
