"""Every response named, counted, timed and logged, whichever way it came about.

Hooked in before sending, which sees also what no route and no handler answered: 404,
405, 413. Labels are the route's template and a method of HTTP, never the path or the
word that a client chose.
"""

from collections.abc import Awaitable, Callable
from time import perf_counter

import structlog
from litestar import Litestar
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.routes import HTTPRoute
from litestar.types import (
    LifeSpanReceive,
    LifeSpanScope,
    LifeSpanSend,
    Message,
    Receive,
    Scope,
    Send,
)
from typing_extensions import override

from service.observability.metrics import Metrics, method_label
from service.observability.traces import Span
from service.transports.context import REQUEST_ID_HEADER, request_id_of

# Risks are about a person: no cache between here and the reader may keep them.
HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}

_log = structlog.get_logger()


class TimedLitestar(Litestar):
    """Notes when a request arrives: middleware does not run for unrouted ones."""

    @override
    async def __call__(
        self,
        scope: Scope | LifeSpanScope,
        receive: Receive | LifeSpanReceive,
        send: Send | LifeSpanSend,
    ) -> None:
        if scope["type"] == "lifespan":
            await super().__call__(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        # The server has said already when the request was whole: it may have waited.
        began = state.setdefault("began", perf_counter())
        waited = perf_counter() - began
        traceparent = Headers.from_scope(scope).get("traceparent")
        with self.state.traces.request(traceparent, waited=waited) as state["span"]:
            try:
                await super().__call__(scope, receive, send)
            finally:
                state["span"].ended(*_labels(scope), state.get("status"))


def observer(metrics: Metrics) -> Callable[[Message, Scope], Awaitable[None]]:
    """The hook that sees every message of every response."""

    async def observe(message: Message, scope: Scope) -> None:
        state = scope["state"]
        if message["type"] == "http.response.start":
            state["status"] = message["status"]
            headers = MutableScopeHeaders.from_message(message)
            headers[REQUEST_ID_HEADER] = request_id_of(scope)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            metrics.request(*_labels(scope), message["status"])
        elif message["type"] == "http.response.body" and not message["more_body"]:
            seconds = perf_counter() - state["began"]
            span: Span = state["span"]
            method, route = _labels(scope)
            metrics.request_ended(
                method,
                route,
                state["status"],
                seconds=seconds,
                trace_id=span.trace_id if span.recorded else None,
            )
            _log.info(
                "request",
                request_id=request_id_of(scope),
                method=method,
                route=route,
                status=state["status"],
                milliseconds=round(seconds * 1000, 2),
                **({"trace_id": span.trace_id} if span.trace_id else {}),
            )

    return observe


def _labels(scope: Scope) -> tuple[str, str]:
    method = method_label(str(scope.get("method", "")))
    return method, str(scope.get("path_template", "unmatched"))


def announce_posts(app: Litestar, metrics: Metrics) -> None:
    """Let the counters of every route that is posted to exist before its first failure."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and "POST" in route.methods:
            metrics.answers("POST", route.path_format)
