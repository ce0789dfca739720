"""Run the application with uvicorn, and stop it without losing a request.

On SIGTERM the service first says it is not ready, keeps answering while load
balancers notice, then closes the listener, finishes what is in flight and ends. A worker
does the same when its supervisor tells it to.
"""

import asyncio
import signal
import socket
import ssl
import sys
from multiprocessing.connection import Connection
from types import FrameType

import structlog
import uvicorn
from typing_extensions import override

from service.app import create_app
from service.engine.engine import RiskEngine
from service.engine.rollout.rollout import Rollout
from service.observability.metrics import Metrics
from service.protocol import bounded
from service.settings import PREFIX, Settings, SettingsError
from service.transports.health import Readiness
from service.transports.observed import TimedLitestar
from service.workers.listeners import listen_at
from service.workers.post import ALIVE, ASK, DRAIN, SERVING, STOP, Post, heard

_log = structlog.get_logger()
# How long batches may keep the interpreter from the event loop; Python's own 5 ms are as
# long as a patient's whole answer, and each answer meets it several times.
SWITCH_SECONDS = 0.0005
# Longer than gateways keep connections that they don't use (nginx 60 s, Traefik 90 s):
# who closes first must be the one that sends.
KEEP_ALIVE_SECONDS = 95
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
        # uvicorn installs plain signal handlers; the loop is woken from here.
        asyncio.get_running_loop().call_soon_threadsafe(self.drain)

    def drain(self) -> None:
        """Say "not ready" and go on answering, then stop; once told, always so."""
        if self._readiness.draining:
            return
        self._readiness.draining = True
        _log.info("draining", seconds=self._drain_seconds)
        asyncio.get_running_loop().call_later(self._drain_seconds, self.stop_listening)

    def stop_listening(self) -> None:
        """End with what is in flight."""
        self.should_exit = True


class Worker(DrainingServer):
    """A server whose supervisor says when to end, or ends itself."""

    def __init__(
        self,
        config: uvicorn.Config,
        readiness: Readiness,
        drain_seconds: float,
        line: Connection,
    ) -> None:
        super().__init__(config, readiness, drain_seconds)
        self._line = line

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        asyncio.get_running_loop().add_reader(self._line.fileno(), self._told)
        self._line.send_bytes(SERVING)

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Terminals and systemd signal every process; it must not count as a second one.
        if sig == signal.SIGTERM:
            asyncio.get_running_loop().call_soon_threadsafe(self.drain)
        else:
            self.stop_listening()

    def _told(self) -> None:
        word = heard(self._line)
        if word is None:
            asyncio.get_running_loop().remove_reader(self._line.fileno())
            word = STOP
        if word == ASK:
            self._line.send_bytes(ALIVE)
        elif word == DRAIN:
            self.drain()
        else:
            self.stop_listening()


def serve(
    settings: Settings, rollout: Rollout, metrics: Metrics, post: Post | None = None
) -> None:
    """Serve until told to stop, by itself or as the worker of a post.

    Raises:
        SettingsError: The address, the certificate, the trust file or a file of keys
            cannot be used.
    """
    _check_certificate(settings)
    if settings.trust is None:
        _log.warning(
            "this_machine_only", host=settings.host, reason=f"no {PREFIX}TRUST file"
        )
    readiness = Readiness()
    app = _application(settings, rollout, metrics, readiness)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        # h11 bounds the size of headers, which the faster httptools does not.
        http=bounded(app.state.load),
        ws="none",
        server_header=False,
        lifespan="on",
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=IN_FLIGHT_SECONDS,
    )
    if post is None:
        listeners = listen_at(settings.host, settings.port)
        server = DrainingServer(config, readiness, settings.drain_seconds)
    else:
        listeners = post.listeners
        server = Worker(config, readiness, settings.drain_seconds, post.line)
    metrics.answering()
    sys.setswitchinterval(SWITCH_SECONDS)
    server.run(list(listeners))


def _application(
    settings: Settings, rollout: Rollout, metrics: Metrics, readiness: Readiness
) -> TimedLitestar:
    """The application with its page made; its first release is held nowhere else."""
    engine = RiskEngine(rollout.selection.served, metrics)
    app = create_app(settings, engine, metrics, readiness, rollout=rollout)
    site = app.state.releases.current.site
    if site is not None:
        site.warm()
    return app


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
