"""Handlers that describe server and models, and say whether they are ready."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import SkipValidation
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from service.engine.bundle import Bundle
from service.transports.guard import PUBLIC
from service.transports.health import Readiness
from service.transports.inference.metadata import (
    Live,
    ModelMetadata,
    ModelReady,
    Ready,
    ServerMetadata,
    model_metadata,
    server_metadata,
)
from service.transports.inference.operations import GUARDED, OF_A_MODEL, named


@get(
    "/",
    sync_to_thread=False,
    operation_id="DescribeInferenceServer",
    summary="Describe the inference server",
    responses=GUARDED,
)
def server() -> ServerMetadata:
    """Name, version and the extensions of the protocol that are offered."""
    return server_metadata()


@get(
    "/health/live",
    sync_to_thread=False,
    opt=PUBLIC,
    operation_id="CheckInferenceLive",
    summary="Whether the inference server is alive",
)
def live() -> Live:
    """Alive."""
    return Live(live=True)


@get(
    "/health/ready",
    sync_to_thread=False,
    opt=PUBLIC,
    operation_id="CheckInferenceReady",
    summary="Whether every model is ready",
    responses={
        HTTP_503_SERVICE_UNAVAILABLE: ResponseSpec(
            Ready, description="Draining: send no new work.", generate_examples=False
        )
    },
)
def ready(readiness: NamedDependency[SkipValidation[Readiness]]) -> Response[Ready]:
    """Ready: every bundle's golden rows came out right, and not draining."""
    answer = Ready(live=True, ready=not readiness.draining)
    return Response(answer, status_code=_status(ready=answer.ready))


@get(
    "/",
    sync_to_thread=False,
    operation_id=named("DescribeModel"),
    summary="Describe a model's tensors",
    responses=OF_A_MODEL,
)
def model(bundle: NamedDependency[SkipValidation[Bundle]]) -> ModelMetadata:
    """The tensors a model takes and gives, and what their columns mean."""
    return model_metadata(bundle)


@get(
    "/ready",
    sync_to_thread=False,
    operation_id=named("CheckModelReady"),
    summary="Whether a model is ready",
    responses={
        **OF_A_MODEL,
        HTTP_503_SERVICE_UNAVAILABLE: ResponseSpec(
            ModelReady, description="Draining.", generate_examples=False
        ),
    },
)
def model_ready(
    bundle: NamedDependency[SkipValidation[Bundle]],
    readiness: NamedDependency[SkipValidation[Readiness]],
) -> Response[ModelReady]:
    """Ready: its golden rows came out right, and the service is not draining."""
    answer = ModelReady(name=bundle.manifest.name, ready=not readiness.draining)
    return Response(answer, status_code=_status(ready=answer.ready))


def _status(*, ready: bool) -> int:
    return HTTP_200_OK if ready else HTTP_503_SERVICE_UNAVAILABLE
