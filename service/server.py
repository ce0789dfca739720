"""Run the application with uvicorn, and stop it without losing a request.

On SIGTERM the service first says it is not ready, keeps answering while load
balancers notice, then closes the listener, finishes what is in flight and ends.
"""

import asyncio
import signal
import ssl
from types import FrameType

import structlog
import uvicorn
from typing_extensions import override

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import PREFIX, Settings, SettingsError
from service.transports.health import Readiness

_log = structlog.get_logger()
IN_FLIGHT_SECONDS = 25  # below the 30 s that Kubernetes grants before it kills


class DrainingServer(uvicorn.Server):
    """A server that drains on SIGTERM; a second signal, or Ctrl-C, stops at once."""

    def __init__(
        self, config: uvicorn.Config, readiness: Readiness, drain_seconds: float
    ) -> None:
        super().__init__(config)
        self._readiness = readiness
        self._drain_seconds = drain_seconds

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if sig != signal.SIGTERM or self._readiness.draining:
            super().handle_exit(sig, frame)
            return
        self._readiness.draining = True
        _log.info("draining", seconds=self._drain_seconds)
        # uvicorn installs plain signal handlers; the loop is woken from here.
        loop = asyncio.get_running_loop()
        loop.call_soon_threadsafe(
            loop.call_later, self._drain_seconds, self._stop_listening
        )

    def _stop_listening(self) -> None:
        self.should_exit = True


def serve(settings: Settings, engine: RiskEngine, metrics: Metrics) -> None:
    """Serve until told to stop.

    Raises:
        SettingsError: The certificate, the trust file or a file of keys cannot be used.
    """
    _check_certificate(settings)
    if settings.trust is None:
        _log.warning(
            "this_machine_only", host=settings.host, reason=f"no {PREFIX}TRUST file"
        )
    readiness = Readiness()
    app = create_app(settings, engine, metrics, readiness)
    site = app.state.releases.current.site
    if site is not None:
        site.warm()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        # h11 bounds the size of headers, which the faster httptools does not.
        http="h11",
        server_header=False,
        lifespan="on",
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        timeout_graceful_shutdown=IN_FLIGHT_SECONDS,
    )
    server = DrainingServer(config, readiness, settings.drain_seconds)
    app.state.load.tasks = server.server_state.tasks
    server.run()


def _check_certificate(settings: Settings) -> None:
    if settings.tls_certificate is None:
        return
    try:
        # An empty password, where OpenSSL would ask for one on a terminal.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            settings.tls_certificate, settings.tls_key, password=str
        )
    except OSError as error:
        raise SettingsError(
            f"{PREFIX}TLS_CERTIFICATE and {PREFIX}TLS_KEY cannot be used: {error}"
        ) from error
