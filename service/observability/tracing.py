"""Traces with OpenTelemetry, sent over HTTP to a collector.

A request is a span named by its method and route, and each stage of answering it a span
within; nothing that a client wrote becomes part of one. What cannot be sent is dropped:
tracing never delays an answer, and a silent collector costs one line of the log.
OpenTelemetry's own variables for sampling, headers and resources hold.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib.metadata import version
from time import time_ns

import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExportResult
from opentelemetry.semconv.attributes.error_attributes import ERROR_TYPE
from opentelemetry.semconv.attributes.http_attributes import (
    HTTP_REQUEST_METHOD,
    HTTP_RESPONSE_STATUS_CODE,
    HTTP_ROUTE,
)
from opentelemetry.trace.propagation.tracecontext import (
    TraceContextTextMapPropagator,
)
from typing_extensions import override

EXPORT_SECONDS = 3.0
# A batch of patients has thousands of stages; what it is made of shows in the first.
MOST_STAGES = 32
SERVER_ERROR = 500

_log = structlog.get_logger()


@dataclass(slots=True)
class _Request:
    """A request's span."""

    span: trace.Span
    stages_left: int = MOST_STAGES
    context: trace.SpanContext = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.span.get_span_context()

    @property
    def trace_id(self) -> str | None:
        return trace.format_trace_id(self.context.trace_id)

    @property
    def recorded(self) -> bool:
        return self.context.trace_flags.sampled

    def ended(self, method: str, route: str, status: int | None) -> None:
        """Name it as the semantic conventions of HTTP do."""
        known = method != "other"
        self.span.set_attribute(HTTP_REQUEST_METHOD, method if known else "_OTHER")
        name = method if known else "HTTP"
        if route != "unmatched":
            self.span.set_attribute(HTTP_ROUTE, route)
            name = f"{name} {route}"
        self.span.update_name(name)
        if status is not None:
            self.span.set_attribute(HTTP_RESPONSE_STATUS_CODE, status)
            if status >= SERVER_ERROR:
                self.span.set_attribute(ERROR_TYPE, str(status))
                self.span.set_status(trace.StatusCode.ERROR)


_current: ContextVar[_Request | None] = ContextVar("request", default=None)


class Tracing:
    """Makes spans and has them sent."""

    def __init__(self, collector: str) -> None:
        """Send to an OTLP/HTTP collector, such as http://127.0.0.1:4318."""
        # It says again and again what `Exporter` says once.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        resource = Resource.create(
            {
                "service.name": "diabetes-risk",
                "service.version": version("diabetes-risk"),
            }
        )
        self._exporter = _Exporter(f"{collector}/v1/traces", timeout=EXPORT_SECONDS)
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(self._exporter))
        self._tracer = self._provider.get_tracer("service")
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def request(self, traceparent: str | None, *, waited: float) -> Iterator[_Request]:
        """Trace one request, that has waited some seconds for its turn."""
        carrier = {} if traceparent is None else {"traceparent": traceparent}
        span = self._tracer.start_span(
            "HTTP",
            context=self._propagator.extract(carrier),
            kind=trace.SpanKind.SERVER,
            start_time=time_ns() - round(waited * 1e9),
        )
        request = _Request(span)
        token = _current.set(request)
        try:
            yield request
        finally:
            _current.reset(token)
            span.end()

    def stage(self, name: str, seconds: float) -> None:
        """Trace a stage of the current request that ends now."""
        request = _current.get()
        if request is None or not request.recorded or not request.stages_left:
            return
        request.stages_left -= 1
        ended = time_ns()
        self._tracer.start_span(
            name,
            context=trace.set_span_in_context(request.span),
            start_time=ended - round(seconds * 1e9),
        ).end(ended)

    def close(self) -> None:
        """Send what is left, unless nobody takes it."""
        self._exporter.closing = True
        self._provider.shutdown()


class _Exporter(OTLPSpanExporter):
    """Says once that traces are lost, and once that they arrive again."""

    lost = False
    closing = False

    @override
    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        if self.lost and self.closing:
            return SpanExportResult.FAILURE
        result = super().export(spans)
        lost = result is not SpanExportResult.SUCCESS
        if lost != self.lost:
            self.lost = lost
            _log.warning("traces_lost" if lost else "traces_arrive_again")
        return result
