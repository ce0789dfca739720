"""The application, put together: routes, dependencies, errors, hooks. No logic."""

from collections.abc import Callable
from datetime import datetime

import swagger_ui_bundle
from litestar import Router
from litestar.config.cors import CORSConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, SwaggerRenderPlugin
from litestar.openapi.spec import License
from litestar.static_files import create_static_files_router

from service.access.gate import Gate
from service.clinical.recency import maximum_ages
from service.engine.engine import RiskEngine
from service.engine.rollout.rollout import Rollout
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.batch import BatchController
from service.transports.bundles import BundleController
from service.transports.catalogue import CatalogueController
from service.transports.cds_hooks.fhir_server import fhir_client
from service.transports.cds_hooks.router import cds_hooks_router
from service.transports.context import REQUEST_ID_HEADER, local_time
from service.transports.fhir.router import fhir_router
from service.transports.guard import PUBLIC, guard, refuse_unmarked
from service.transports.health import (
    Readiness,
    farewell,
    healthz,
    metrics_page,
    readyz,
)
from service.transports.inference.router import inference_router
from service.transports.large_bodies import BoundedRequest
from service.transports.load import Load, load_guard
from service.transports.observed import TimedLitestar, announce_posts, observer
from service.transports.page.headers import page_headers
from service.transports.page.router import page_router
from service.transports.page.site import Site
from service.transports.problems import STATIC_HANDLERS
from service.transports.release import Release, Releases, engine_of
from service.transports.risk import RiskController
from service.transports.rollout import Watcher
from service.transports.secured import describe_access
from service.transports.unrouted import EXCEPTION_HANDLERS

API_VERSION = "1.4.0"
STATIC = "/schema/static"


def create_app(
    settings: Settings,
    engine: RiskEngine,
    metrics: Metrics,
    readiness: Readiness,
    clock: Callable[[], datetime] = local_time,
    *,
    rollout: Rollout | None = None,
) -> TimedLitestar:
    """The service over an engine that is already verified.

    Args:
        settings: Limits, the default language, and who may ask.
        engine: Verified bundles; its observer should be `metrics`.
        metrics: Where everything is counted.
        readiness: Switched off by whoever stops the service.
        clock: The time that records are read at.
        rollout: Where the engine's bundles come from, to follow what changes there.

    Raises:
        SettingsError: The trust file or a file of keys cannot be used.
    """
    metrics.serving([bundle.manifest for bundle in engine.bundles.values()])
    site = Site(engine, interval=settings.interval) if settings.page else None
    releases = Releases(Release(engine=engine, site=site))
    lifespan = [fhir_client]
    if rollout is not None:
        watcher = Watcher(rollout, releases, metrics, interval=settings.interval)
        lifespan.append(watcher.watch)
    BatchController.request_max_body_size = settings.max_batch_bytes
    load = Load(settings.max_waiting, settings.max_record_bytes, metrics.load)
    # Whether there is time comes before who it is, which takes time to find out.
    guards = [load_guard(load)]
    if settings.trust is not None:
        guards.append(guard(Gate(settings.trust, settings.public_url, metrics)))
    app = TimedLitestar(
        route_handlers=[
            RiskController,
            BatchController,
            BundleController,
            CatalogueController,
            fhir_router(settings.max_record_bytes),
            cds_hooks_router(settings.max_record_bytes),
            inference_router(settings.max_record_bytes),
            *([page_router(settings.max_record_bytes)] if settings.page else []),
            healthz,
            readyz,
            metrics_page,
            create_static_files_router(
                path=STATIC,
                directories=[swagger_ui_bundle.swagger_ui_path],
                include_in_schema=False,
                opt=dict(PUBLIC),
                exception_handlers=STATIC_HANDLERS,
            ),
        ],
        dependencies={
            "engine": Provide(engine_of, sync_to_thread=False),
            "metrics": Provide(lambda: metrics, sync_to_thread=False),
            "readiness": Provide(lambda: readiness, sync_to_thread=False),
        },
        guards=guards,
        cors_config=_cors(settings.cors_origins),
        lifespan=lifespan,
        exception_handlers=EXCEPTION_HANDLERS,
        before_send=[
            observer(metrics),
            farewell(readiness),
            page_headers(https=settings.tls_certificate is not None),
        ],
        request_class=BoundedRequest,
        request_max_body_size=settings.max_body_bytes,
        state=State(
            {
                "language": settings.language,
                "interval": settings.interval,
                "clock": clock,
                "maximum_ages": maximum_ages(settings.maximum_ages),
                "public_url": settings.public_url,
                "fhir_servers": settings.fhir_servers,
                "max_record_bytes": settings.max_record_bytes,
                "cors": bool(settings.cors_origins),
                "releases": releases,
                "load": load,
                "traces": metrics.traces,
                "guarded": settings.trust is not None,
            }
        ),
        openapi_config=_openapi(),
        logging_config=None,
        debug=False,
    )
    refuse_unmarked(app)
    announce_posts(app, metrics)
    if settings.trust is not None:
        describe_access(app)
    return app


def _cors(origins: tuple[str, ...]) -> CORSConfig | None:
    """What a browser may send from an EHR's pages; without origins, nothing."""
    if not origins:
        return None
    return CORSConfig(
        allow_origins=list(origins),
        allow_methods=["GET", "POST"],
        allow_headers=[
            "authorization",
            "content-type",
            "accept-language",
            "prefer",
            REQUEST_ID_HEADER,
        ],
        expose_headers=[REQUEST_ID_HEADER],
    )


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Diabetes risk",
        version=API_VERSION,
        description=(
            "Calibrated, explained risk of type 2 diabetes. It informs; the clinician"
            " decides. Fields may be added, never renamed."
        ),
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        use_handler_docstrings=True,
        openapi_router=Router(
            path="/schema", route_handlers=[], include_in_schema=False, opt=PUBLIC
        ),
        render_plugins=[
            SwaggerRenderPlugin(
                path="/",
                js_url=f"{STATIC}/swagger-ui-bundle.js",
                css_url=f"{STATIC}/swagger-ui.css",
                standalone_preset_js_url=f"{STATIC}/swagger-ui-standalone-preset.js",
                favicon=f"<link rel='icon' href='{STATIC}/favicon-32x32.png'>",
            ),
            JsonRenderPlugin(),
        ],
    )
