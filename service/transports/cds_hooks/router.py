"""The routes under `/cds-services`: CDS Hooks 2.0 for one service.

https://cds-hooks.hl7.org/2.0/. Thin: reads the call, gathers its data, and leaves the
answer to the engine and whoever writes the card.
"""

from http import HTTPStatus
from typing import Any

import structlog
from litestar import MediaType, Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, RawBody, SkipValidation
from litestar.status_codes import HTTP_200_OK

from service.intake.json_text import read_json
from service.observability.metrics import Metrics
from service.transports.cds_hooks.answer import CardWriter
from service.transports.cds_hooks.cards import Cards
from service.transports.cds_hooks.discovery import SERVICE_ID, Services, discover
from service.transports.cds_hooks.feedback import read_feedback
from service.transports.cds_hooks.fhir_server import FhirServer, Limits, permitted
from service.transports.cds_hooks.openapi import CallOperation, FeedbackOperation
from service.transports.cds_hooks.prefetch import gather
from service.transports.cds_hooks.refusals import EXCEPTION_HANDLERS
from service.transports.cds_hooks.requests import HookRequest, read_hook_request
from service.transports.context import (
    LONGEST_ON_THE_LOOP,
    in_language,
    language_of,
    on_the_loop_or_beside,
    request_id_of,
)
from service.transports.problems import problems
from service.transports.release import release_of

_REFUSALS = problems(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
# Some thousand cards: read, counted and written down while others wait.
_MAX_FEEDBACK_BYTES = 256 * 1024
_NO_CONTENT = ResponseSpec(None, description="Taken note of.", generate_examples=False)

_log = structlog.get_logger()


@get(
    sync_to_thread=False,
    opt={"access": "public"},
    operation_id="DiscoverCdsServices",
    summary="The CDS services and the data they ask for",
)
def services(request: Request[Any, Any, Any]) -> Response[Services]:
    """Discovery (CDS Hooks 2.0)."""
    language = language_of(request)
    return in_language(language, discover(language))


@post(
    "/{service_id:str}",
    status_code=HTTP_200_OK,
    operation_class=CallOperation,
    operation_id="CallCdsService",
    summary="The card about a patient, if there is something to say",
    responses=_REFUSALS | problems(HTTPStatus.PRECONDITION_FAILED),
)
async def call(
    service_id: FromPath[str],
    body: RawBody,
    request: Request[Any, Any, Any],
    metrics: NamedDependency[SkipValidation[Metrics]],
) -> Response[Cards]:
    """At most one card, from prefetched data or what the EHR's server gives (`patient-view`)."""
    _known(service_id)
    state, language = request.app.state, language_of(request)
    heavy = len(body) > LONGEST_ON_THE_LOOP
    asked = read_hook_request(
        await on_the_loop_or_beside(lambda: read_json(body), heavy=heavy), language
    )
    gathered = await gather(asked, _server(asked, request, metrics), heavy=heavy)
    writer = CardWriter(
        engine=release_of(request).engine_for(asked.patient_id.encode()),
        metrics=metrics,
        maximum_ages=state.maximum_ages,
        interval=state.interval,
        public_url=state.public_url,
    )
    now = state.clock()
    cards = await on_the_loop_or_beside(
        lambda: writer.answer(asked, gathered, now=now, language=language),
        heavy=heavy or gathered.fetched,
    )
    return in_language(language, cards)


@post(
    "/{service_id:str}/feedback",
    status_code=HTTP_200_OK,
    sync_to_thread=False,
    request_max_body_size=_MAX_FEEDBACK_BYTES,
    operation_class=FeedbackOperation,
    operation_id="GiveCdsFeedback",
    summary="What became of cards",
    responses={HTTP_200_OK: _NO_CONTENT, **_REFUSALS},
)
def feedback(
    service_id: FromPath[str],
    body: RawBody,
    request: Request[Any, Any, Any],
    metrics: NamedDependency[SkipValidation[Metrics]],
) -> Response[bytes]:
    """Which suggestions were accepted and which cards overridden, and why."""
    _known(service_id)
    for outcome in read_feedback(read_json(body), language_of(request)):
        metrics.feedback(outcome.outcome, outcome.reason)
        _log.info(
            "cds_feedback",
            request_id=request_id_of(request.scope),
            service=SERVICE_ID,
            card=outcome.card,
            outcome=outcome.outcome,
            reason=outcome.reason,
            suggestions=outcome.suggestions,
            at=outcome.at.isoformat(),
            has_comment=outcome.has_comment,
        )
    return Response(b"", media_type=MediaType.TEXT)


def cds_hooks_router(max_bytes: int) -> Router:
    """The routes; `max_bytes` is the largest body."""
    return Router(
        path="/cds-services",
        route_handlers=[services, call, feedback],
        request_max_body_size=max_bytes,
        exception_handlers=EXCEPTION_HANDLERS,
        tags=["CDS Hooks"],
        opt={"access": "cds"},
    )


def _known(service_id: str) -> None:
    if service_id != SERVICE_ID:
        raise NotFoundException


def _server(
    asked: HookRequest, request: Request[Any, Any, Any], metrics: Metrics
) -> FhirServer | None:
    """The client's FHIR server, if it was named, is allowed, and came with a token."""
    state = request.app.state
    base = permitted(asked.fhir_server or "", state.fhir_servers)
    if base is None or asked.token is None:
        return None
    return FhirServer(
        base,
        asked.token,
        client=state.fhir_client,
        metrics=metrics,
        limits=Limits(max_bytes=state.max_record_bytes, hold=state.load.memory()),
    )
