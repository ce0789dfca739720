"""The routes under `/fhir`: what is defined here, and the one operation."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, RawBody, SkipValidation

from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.transports.context import (
    LONGEST_ON_THE_LOOP,
    language_of,
    on_the_loop_or_beside,
    request_id_of,
)
from service.transports.fhir.capability import capability_statement
from service.transports.fhir.extensions import EXTENSIONS
from service.transports.fhir.identity import OPERATION_ID
from service.transports.fhir.negotiation import (
    PREFERENCE_APPLIED,
    check_answer,
    check_body,
    is_strict,
    respond,
)
from service.transports.fhir.openapi import (
    CallOperation,
    MetadataOperation,
    OperationDefinitionOperation,
    StructureDefinitionOperation,
)
from service.transports.fhir.operation import Call, answer
from service.transports.fhir.operation_definition import operation_definition
from service.transports.fhir.refusals import EXCEPTION_HANDLERS
from service.transports.fhir.structure_definition import definition_of
from service.transports.guard import PUBLIC
from service.transports.release import ENGINE_BY_BODY


@get(
    "/metadata",
    sync_to_thread=False,
    opt=PUBLIC,
    operation_class=MetadataOperation,
    operation_id="DescribeFhir",
    summary="What of FHIR is spoken here",
)
def metadata(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The CapabilityStatement."""
    check_answer(request)
    state = request.app.state
    public_url: str = state.public_url
    base = (public_url or str(request.base_url)).rstrip("/")
    statement = capability_statement(
        f"{base}/fhir",
        guarded=state.guarded,
        cors=state.cors,
    )
    return respond(request, statement)


@get(
    "/OperationDefinition/{identity:str}",
    sync_to_thread=False,
    opt=PUBLIC,
    operation_class=OperationDefinitionOperation,
    operation_id="DefineFhirOperation",
    summary="How the operation is called",
)
def definition(
    identity: FromPath[str], request: Request[Any, Any, Any]
) -> Response[bytes]:
    """The OperationDefinition."""
    check_answer(request)
    if identity != OPERATION_ID:
        raise NotFoundException
    return respond(request, operation_definition())


@get(
    "/StructureDefinition/{identity:str}",
    sync_to_thread=False,
    opt=PUBLIC,
    operation_class=StructureDefinitionOperation,
    operation_id="DefineFhirExtension",
    summary="What an extension of an answer means",
)
def structure(
    identity: FromPath[str], request: Request[Any, Any, Any]
) -> Response[bytes]:
    """The StructureDefinition of one of the extensions."""
    check_answer(request)
    if identity not in EXTENSIONS:
        raise NotFoundException
    return respond(request, definition_of(EXTENSIONS[identity]))


@post(
    f"/${OPERATION_ID}",
    status_code=HTTPStatus.OK,
    operation_class=CallOperation,
    operation_id="AssessRecord",
    summary="Assess the patient of a record",
)
async def assess(
    body: RawBody,
    request: Request[Any, Any, Any],
    engine: NamedDependency[SkipValidation[RiskEngine]],
    metrics: NamedDependency[SkipValidation[Metrics]],
) -> Response[bytes]:
    """Risk, reasons and advice from every model that applies to the patient."""
    return await _assess(body, request, engine, metrics, None)


@post(
    f"/Patient/{{identity:str}}/${OPERATION_ID}",
    status_code=HTTPStatus.OK,
    operation_class=CallOperation,
    operation_id="AssessRecordOfPatient",
    summary="Assess this patient",
)
async def assess_patient(
    identity: FromPath[str],
    body: RawBody,
    request: Request[Any, Any, Any],
    engine: NamedDependency[SkipValidation[RiskEngine]],
    metrics: NamedDependency[SkipValidation[Metrics]],
) -> Response[bytes]:
    """The same for the patient of this id, who must be the one of the record."""
    return await _assess(body, request, engine, metrics, identity)


async def _assess(
    body: bytes,
    request: Request[Any, Any, Any],
    engine: RiskEngine,
    metrics: Metrics,
    patient_id: str | None,
) -> Response[bytes]:
    check_answer(request)
    check_body(request)
    state = request.app.state
    call = Call(
        engine=engine,
        metrics=metrics,
        language=language_of(request),
        interval=state.interval,
        maximum_ages=state.maximum_ages,
        request_id=request_id_of(request.scope),
        strict=is_strict(request),
        patient_id=patient_id,
        today=state.clock().date(),
    )
    collection, spoken = await on_the_loop_or_beside(
        lambda: answer(body, call), heavy=len(body) > LONGEST_ON_THE_LOOP
    )
    headers = {"content-language": spoken, "vary": "accept, accept-language, prefer"}
    if call.strict:
        headers |= PREFERENCE_APPLIED
    return respond(request, collection, headers=headers)


def fhir_router(max_bytes: int) -> Router:
    """The routes; `max_bytes` is the largest body."""
    return Router(
        path="/fhir",
        route_handlers=[metadata, definition, structure, assess, assess_patient],
        request_max_body_size=max_bytes,
        exception_handlers=EXCEPTION_HANDLERS,
        dependencies=ENGINE_BY_BODY,
        opt={"access": "fhir"},
        tags=["FHIR"],
    )
