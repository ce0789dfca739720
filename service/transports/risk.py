"""`POST /v1/risk` and `/v1/risk/what-if`: one patient in, assessments out."""

from http import HTTPStatus
from typing import Any, TypeVar

from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.params import RawBody, SkipValidation
from litestar.status_codes import HTTP_200_OK

from service.engine.engine import RiskEngine
from service.intake.json_text import read_json
from service.observability.metrics import Metrics
from service.transports.context import in_language, language_of, request_id_of
from service.transports.guard import RISK_READ
from service.transports.openapi import RiskOperation, WhatIfOperation
from service.transports.present import present
from service.transports.problems import problems
from service.transports.release import ENGINE_BY_BODY
from service.transports.requests import RiskRequest, read_request
from service.transports.schemas import RiskResponse, WhatIfResponse
from service.transports.what_if import apply_changes, caution, compare

T = TypeVar("T")

REFUSALS = problems(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


class RiskController(Controller):
    """Risk of one patient; the graph runs on the event loop, in microseconds."""

    path = "/v1/risk"
    opt = RISK_READ
    tags = ("Risk",)
    dependencies = ENGINE_BY_BODY

    @post(
        status_code=HTTP_200_OK,
        sync_to_thread=False,
        operation_class=RiskOperation,
        operation_id="AssessRisk",
        summary="Assess one patient",
        responses=REFUSALS,
    )
    def assess(
        self,
        body: RawBody,
        request: Request[Any, Any, Any],
        engine: NamedDependency[SkipValidation[RiskEngine]],
        metrics: NamedDependency[SkipValidation[Metrics]],
    ) -> Response[RiskResponse]:
        """Risk, reasons and advice from every bundle that applies to the patient."""
        with metrics.stage("validate"):
            asked = read_body(body, request, engine)
        return in_language(asked.language, answer_to(asked, request, engine, metrics))

    @post(
        "/what-if",
        status_code=HTTP_200_OK,
        sync_to_thread=False,
        operation_class=WhatIfOperation,
        operation_id="AssessWhatIf",
        summary="Assess one patient before and after changes",
        responses=REFUSALS,
    )
    def what_if(
        self,
        body: RawBody,
        request: Request[Any, Any, Any],
        engine: NamedDependency[SkipValidation[RiskEngine]],
        metrics: NamedDependency[SkipValidation[Metrics]],
    ) -> Response[WhatIfResponse]:
        """The same patient with changes to what care or habit can change."""
        with metrics.stage("validate"):
            asked = read_body(body, request, engine, "changes")
            changed = apply_changes(asked)
        before, after = engine.assess_many(
            [asked.patient, changed], asked.bundles, interval=asked.interval
        )
        request_id = request_id_of(request.scope)
        with metrics.stage("present"):
            was, now = (
                present(
                    answers,
                    patient,
                    inputs_of_any=engine.inputs,
                    language=asked.language,
                    request_id=request_id,
                )
                for patient, answers in ((asked.patient, before), (changed, after))
            )
            answer = WhatIfResponse(
                before=was,
                after=now,
                comparisons=compare(before, after, asked.language),
                caution=caution(asked.language),
                request_id=request_id,
            )
        return in_language(asked.language, answer)


def answer_to(
    asked: RiskRequest,
    request: Request[Any, Any, Any],
    engine: RiskEngine,
    metrics: Metrics,
) -> RiskResponse:
    """The answer to one request about one patient."""
    answers = engine.assess(asked.patient, asked.bundles, interval=asked.interval)
    with metrics.stage("present"):
        return present(
            answers,
            asked.patient,
            inputs_of_any=engine.inputs,
            language=asked.language,
            request_id=request_id_of(request.scope),
        )


def read_body(
    body: bytes, request: Request[Any, Any, Any], engine: RiskEngine, *extra: str
) -> RiskRequest:
    """A request as it was sent, with the service's own defaults.

    Raises:
        MalformedJsonError: The body is not JSON.
        InvalidRequestError: With everything that is wrong.
    """
    interval: bool = request.app.state.interval
    return read_request(
        read_json(body),
        served=tuple(engine.bundles),
        language=language_of(request),
        interval=interval,
        extra=extra,
    )
