"""Probes and metrics, for those who operate the service.

Alive means the process answers; ready means every bundle was verified and the
service is not draining. Neither depends on anything outside the process.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import MutableScopeHeaders
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import SkipValidation
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE
from litestar.types import Message, Scope
from msgspec import Struct

from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.transports.guard import OPS, PUBLIC


@dataclass(slots=True)
class Readiness:
    """Whether to take new work; switched off when draining begins."""

    draining: bool = False


def farewell(readiness: Readiness) -> Callable[[Message, Scope], Awaitable[None]]:
    """The hook that, while draining, lets clients connect elsewhere the next time.

    Whoever kept the connection might send a request just when it is closed.
    """

    async def close(message: Message, _: Scope) -> None:
        if readiness.draining and message["type"] == "http.response.start":
            MutableScopeHeaders.from_message(message)["connection"] = "close"

    return close


class Liveness(Struct):
    status: str


class Health(Struct):
    status: str
    bundles: dict[str, str]


@get(
    "/healthz",
    opt=PUBLIC,
    sync_to_thread=False,
    tags=["Operations"],
    operation_id="CheckAlive",
    summary="Whether the process is alive",
)
def healthz() -> Liveness:
    """Alive."""
    return Liveness(status="alive")


@get(
    "/readyz",
    opt=PUBLIC,
    sync_to_thread=False,
    tags=["Operations"],
    operation_id="CheckReady",
    summary="Whether to send it work",
    responses={
        HTTP_503_SERVICE_UNAVAILABLE: ResponseSpec(
            Health, description="Draining: send no new work.", generate_examples=False
        )
    },
)
def readyz(
    engine: NamedDependency[SkipValidation[RiskEngine]],
    readiness: NamedDependency[SkipValidation[Readiness]],
) -> Response[Health]:
    """Ready: every bundle's golden rows came out right, and not draining."""
    versions = {b.manifest.name: b.manifest.version for b in engine.bundles.values()}
    if readiness.draining:
        return Response(
            Health(status="draining", bundles=versions),
            status_code=HTTP_503_SERVICE_UNAVAILABLE,
        )
    return Response(Health(status="ready", bundles=versions), status_code=HTTP_200_OK)


@get(
    "/metrics",
    opt=OPS,
    sync_to_thread=False,
    media_type="text/plain",
    tags=["Operations"],
    operation_id="ShowMetrics",
    summary="Prometheus metrics",
)
def metrics_page(
    request: Request[Any, Any, Any],
    metrics: NamedDependency[SkipValidation[Metrics]],
) -> Response[bytes]:
    """Prometheus metrics; in the OpenMetrics format for a reader that accepts it."""
    page, media_type = metrics.exposition.page(request.headers.get("accept", ""))
    return Response(page, media_type=media_type)
