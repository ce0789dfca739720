"""The application, put together: routes, dependencies, errors, hooks. No logic."""

from asyncio import Semaphore

import swagger_ui_bundle
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, SwaggerRenderPlugin
from litestar.openapi.spec import License
from litestar.static_files import create_static_files_router

from service.clinical.recency import maximum_ages
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.batch import BatchController
from service.transports.bundles import BundleController
from service.transports.catalogue import CatalogueController
from service.transports.cds_hooks.router import cds_hooks_router
from service.transports.fhir.router import fhir_router
from service.transports.health import Readiness, healthz, metrics_page, readyz
from service.transports.inference.router import inference_router
from service.transports.observed import TimedLitestar, observer
from service.transports.problems import EXCEPTION_HANDLERS, STATIC_HANDLERS
from service.transports.risk import RiskController

API_VERSION = "1.2.0"
STATIC = "/schema/static"


def create_app(
    settings: Settings, engine: RiskEngine, metrics: Metrics, readiness: Readiness
) -> TimedLitestar:
    """The service over an engine that is already verified.

    Args:
        settings: Limits and the default language.
        engine: Verified bundles; its observer should be `metrics`.
        metrics: Where everything is counted.
        readiness: Switched off by whoever stops the service.
    """
    metrics.serving([bundle.manifest for bundle in engine.bundles.values()])
    BatchController.request_max_body_size = settings.max_batch_bytes
    return TimedLitestar(
        route_handlers=[
            RiskController,
            BatchController,
            BundleController,
            CatalogueController,
            fhir_router(settings.max_record_bytes),
            cds_hooks_router(settings.max_record_bytes),
            inference_router(settings.max_record_bytes),
            healthz,
            readyz,
            metrics_page,
            create_static_files_router(
                path=STATIC,
                directories=[swagger_ui_bundle.swagger_ui_path],
                include_in_schema=False,
                exception_handlers=STATIC_HANDLERS,
            ),
        ],
        dependencies={
            "engine": Provide(lambda: engine, sync_to_thread=False),
            "metrics": Provide(lambda: metrics, sync_to_thread=False),
            "readiness": Provide(lambda: readiness, sync_to_thread=False),
        },
        exception_handlers=EXCEPTION_HANDLERS,
        before_send=[observer(metrics)],
        request_max_body_size=settings.max_body_bytes,
        state=State(
            {
                "language": settings.language,
                "interval": settings.interval,
                "batch_turn": Semaphore(1),
                "maximum_ages": maximum_ages(settings.maximum_ages),
                "public_url": settings.public_url,
                "fhir_servers": settings.fhir_servers,
                "max_record_bytes": settings.max_record_bytes,
            }
        ),
        openapi_config=_openapi(),
        logging_config=None,
        debug=False,
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
        path="/schema",
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
