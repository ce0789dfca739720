"""`POST /page/record`: a FHIR record that was dropped on the page, as values to enter.

The browser has taken away who it is before it sends it. The values are those that
`POST /v1/risk` takes; beside them is told what was used, how old it is, and what was
not used and why. An error's pointer is a FHIRPath from the root of what was sent.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import RawBody, SkipValidation
from litestar.status_codes import HTTP_200_OK
from msgspec import Struct

from service.clinical.language import Language, numeral
from service.intake.fhir.entries import bundle_entries, resource_entry
from service.intake.fhir.finding import Entry, InvalidRecordError, Record
from service.intake.fhir.record import read_record
from service.intake.json_text import read_json
from service.observability.metrics import Metrics
from service.transports.context import (
    LONGEST_ON_THE_LOOP,
    in_language,
    on_the_loop_or_beside,
    request_id_of,
)
from service.transports.fhir.record_outcome import MORE, MOST_TOLD, used_text
from service.transports.page.site import page_language
from service.transports.problems import MEDIA_TYPE, problem
from service.transports.schemas import Error, Problem


class RecordNotice(Struct):
    """What became of something in the record."""

    code: str
    variable: str | None
    text: str


class ReadRecord(Struct):
    """What the record says of the clinical table."""

    patient: Mapping[str, object]
    notices: list[RecordNotice]


@post("/page/record", status_code=HTTP_200_OK)
async def record(
    body: RawBody,
    request: Request[Any, Any, Any],
    metrics: NamedDependency[SkipValidation[Metrics]],
) -> Response[ReadRecord] | Response[Problem]:
    """The values of the one patient of a Bundle, or of one resource."""
    language = page_language(request)
    state = request.app.state
    today: date = state.clock().date()
    try:
        found = await on_the_loop_or_beside(
            lambda: read_record(
                _entries(body), today=today, maximum_ages=state.maximum_ages
            ),
            heavy=len(body) > LONGEST_ON_THE_LOOP,
        )
    except InvalidRecordError as error:
        return _not_usable(request, error, language)
    metrics.record_read(found.outcomes)
    answer = ReadRecord(found.values, list(_notices(found, today, language)))
    return in_language(language, answer)


def _entries(body: bytes) -> list[Entry]:
    sent = read_json(body)
    if isinstance(sent, Mapping) and sent.get("resourceType") == "Bundle":
        return bundle_entries(sent)
    entry = resource_entry(sent, "%resource")
    return [Entry(resource=entry.resource, expression=entry.type)]


def _notices(found: Record, today: date, language: Language) -> Iterator[RecordNotice]:
    for notice in found.notices:
        yield RecordNotice(notice.code, notice.variable, notice.text[language])
    for one in found.ignored[:MOST_TOLD]:
        yield RecordNotice(one.code, one.variable, one.text[language])
    more = len(found.ignored) - MOST_TOLD
    if more > 0:
        text = MORE.format(count=numeral(more))[language]
        yield RecordNotice("more", None, text)
    for finding in found.used:
        text = used_text(finding, found, today, language)
        yield RecordNotice("used", finding.variable, text)


def _not_usable(
    request: Request[Any, Any, Any], error: InvalidRecordError, language: Language
) -> Response[Problem]:
    answer = problem(
        "invalid-request",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        language=language,
        request_id=request_id_of(request.scope),
        errors=[
            Error(pointer=p.expression, code=p.issue, message=p.text[language])
            for p in error.problems
        ],
    )
    return Response(answer, status_code=answer.status, media_type=MEDIA_TYPE)
