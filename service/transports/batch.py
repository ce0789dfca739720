"""`POST /v1/risk/batch`: many patients in, a line for each back.

The body is first received whole, into a temporary file beyond a megabyte: a client
that sends everything before it reads cannot lock up with us, and a body that is too
large is refused with a status instead of a broken stream. Memory stays flat.
"""

from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus
from typing import IO, Annotated, Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter, SkipValidation
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK

from service.clinical.language import Text, as_language
from service.clinical.patient import Problem
from service.engine.engine import RiskEngine
from service.intake.rows import read_rows
from service.observability.metrics import Metrics
from service.transports.context import beside, language_of, request_id_of
from service.transports.guard import RISK_READ
from service.transports.load import Load
from service.transports.openapi import BatchOperation
from service.transports.problems import problems
from service.transports.requests import (
    InvalidRequestError,
    not_a_switch,
    read_bundles,
)
from service.transports.rows import ResultLine, RowScorer
from service.transports.spool import spool

MEDIA_TYPE = "application/x-ndjson"
SWITCH = ("true", "false")  # in any case: some clients write True

_ANSWER = ResponseSpec(
    ResultLine,
    description="One JSON object a line, in the order of the rows.",
    media_type=MEDIA_TYPE,
    generate_examples=False,
)
_REFUSALS = problems(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.INSUFFICIENT_STORAGE,
)


class BatchController(Controller):
    """Risk of many patients."""

    path = "/v1/risk/batch"
    opt = RISK_READ
    tags = ("Risk",)

    @post(
        status_code=HTTP_200_OK,
        media_type=MEDIA_TYPE,
        operation_class=BatchOperation,
        operation_id="AssessBatch",
        summary="Assess many patients",
        responses={HTTP_200_OK: _ANSWER, **_REFUSALS},
    )
    async def assess(
        self,
        request: Request[Any, Any, Any],
        engine: NamedDependency[SkipValidation[RiskEngine]],
        metrics: NamedDependency[SkipValidation[Metrics]],
        bundles: Annotated[
            list[str] | None,
            QueryParameter(
                description="Bundles to ask; all that are served if absent."
            ),
        ] = None,
        *,
        language: Annotated[
            str | None,
            QueryParameter(description="vi or en; else Accept-Language decides."),
        ] = None,
        interval: Annotated[
            str | None,
            QueryParameter(
                description="Whether to give ranges of the risk; else the setting.",
                enum=SWITCH,
            ),
        ] = None,
    ) -> Stream:
        """A JSON array or NDJSON of patients; a bad row becomes an error line.

        A row is a patient, or `{"id": ..., "patient": {...}}` whose id is returned.
        """
        chosen = language_of(request)
        refused: list[Problem] = []
        if (asked := as_language(language)) is not None:
            chosen = asked
        elif language is not None:
            text = Text("Accepted: vi, en.", "Chấp nhận: vi, en.")
            refused.append(Problem("/language", "unknown_choice", text))
        names = read_bundles(bundles, tuple(engine.bundles), refused)
        ranges: bool = request.app.state.interval
        if interval is not None:
            ranges = interval.lower() == "true"
            if interval.lower() not in SWITCH:
                refused.append(not_a_switch("/interval"))
        if refused:
            raise InvalidRequestError(refused, chosen)
        scorer = RowScorer(
            engine=engine,
            metrics=metrics,
            bundles=names,
            language=chosen,
            interval=ranges,
            request_id=request_id_of(request.scope),
        )
        load: Load = request.app.state.load
        load.batches.take()
        received = await spool(request.stream(), metrics.load)
        return Stream(_lines(scorer, received), media_type=MEDIA_TYPE)


async def _lines(scorer: RowScorer, received: IO[bytes]) -> AsyncIterator[bytes]:
    """Answer beside the loop, some rows at a time, so that others have their turn."""
    with received:
        lines = scorer.lines(read_rows(received))
        while (some := await beside(partial(next, lines, None))) is not None:
            yield some
