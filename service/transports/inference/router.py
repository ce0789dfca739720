"""The routes under `/v2`: the Open Inference Protocol, for clients of models.

A bundle is a model, in the one version that is served; the path may name it.
"""

from litestar import Router
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation

from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.transports.guard import RISK_READ
from service.transports.inference.call import infer
from service.transports.inference.description import (
    live,
    model,
    model_ready,
    ready,
    server,
)
from service.transports.inference.errors import (
    EXCEPTION_HANDLERS,
    no_such_model,
    no_such_version,
)


def _served(
    model: FromPath[str], engine: NamedDependency[SkipValidation[RiskEngine]]
) -> Bundle:
    if model not in engine.bundles:
        raise no_such_model(model, tuple(engine.bundles))
    return engine.bundles[model]


def _version(
    model: FromPath[str],
    version: FromPath[str],
    engine: NamedDependency[SkipValidation[RiskEngine]],
) -> Bundle:
    bundle = _served(model, engine)
    if version != bundle.manifest.version:
        raise no_such_version(model, version, bundle.manifest.version)
    return bundle


def inference_router(max_bytes: int) -> Router:
    """The routes; `max_bytes` is the largest body."""
    of_a_model = [
        Router(
            path=path,
            route_handlers=[model, model_ready, infer],
            dependencies={"bundle": Provide(found, sync_to_thread=False)},
        )
        for path, found in (
            ("/models/{model:str}", _served),
            ("/models/{model:str}/versions/{version:str}", _version),
        )
    ]
    return Router(
        path="/v2",
        route_handlers=[server, live, ready, *of_a_model],
        request_max_body_size=max_bytes,
        exception_handlers=EXCEPTION_HANDLERS,
        opt=dict(RISK_READ),
        tags=("Open Inference Protocol",),
    )
