"""What operators watch, as Prometheus metrics.

Requests by the RED method (rate, errors, duration), and what was assessed. Labels are
bounded: route templates, codes and names of the clinical table, never what a client
sent. Nothing here can identify a patient.
"""

import platform
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
)

from service.clinical.eligibility import INELIGIBILITY_CODES
from service.engine.assessment import Answer, Assessment
from service.engine.bundle import Bundle
from service.engine.manifest import Manifest
from service.engine.scorer import Floats
from service.observability.drift import Drift
from service.observability.exposition import Exposition
from service.observability.load import LoadMetrics
from service.observability.rollout import RolloutMetrics
from service.observability.traces import UNTRACED, Traces

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}
FAILURES = (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE)
STAGES = ("validate", "score", "present")
LATENCY = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
STAGE_LATENCY = (0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1)
PROBABILITY = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.4, 0.6, 1)


class Metrics:
    """The metrics of one process, on a registry of their own."""

    def __init__(self, traces: Traces = UNTRACED, shared: Path | None = None) -> None:
        """Count, as a worker in the folder it shares; tell stages to `traces` too."""
        self.traces = traces
        self.registry = registry = CollectorRegistry()
        route = ("method", "route", "status")
        self._requests = Counter(
            "diabetes_risk_http_requests_total",
            "Responses begun, by route template and status.",
            route,
            registry=registry,
        )
        self._latency = Histogram(
            "diabetes_risk_http_request_duration_seconds",
            "Time from the request to the end of its response.",
            route,
            buckets=LATENCY,
            registry=registry,
        )
        self._stages = Histogram(
            "diabetes_risk_stage_duration_seconds",
            "Time in one stage of answering: validate, score, present.",
            ("stage",),
            buckets=STAGE_LATENCY,
            registry=registry,
        )
        for stage in STAGES:
            self._stages.labels(stage)
        of_bundle = ("bundle", "version")
        self._assessments = Counter(
            "diabetes_risk_assessments_total",
            "Patients given a risk, by band.",
            (*of_bundle, "band"),
            registry=registry,
        )
        self._not_assessed = Counter(
            "diabetes_risk_not_assessed_total",
            "Patients not given a risk, by reason.",
            (*of_bundle, "reason"),
            registry=registry,
        )
        self._missing = Counter(
            "diabetes_risk_missing_inputs_total",
            "Inputs that were not known in an assessment, by variable.",
            (*of_bundle, "variable"),
            registry=registry,
        )
        self._rows = Counter(
            "diabetes_risk_rows_total",
            "Rows of batches, files and tensors, answered or refused.",
            ("outcome",),
            registry=registry,
        )
        for outcome in ("answered", "refused"):
            self._rows.labels(outcome)
        self._probability = Histogram(
            "diabetes_risk_probability",
            "Risk at the horizon that decides the band.",
            of_bundle,
            buckets=PROBABILITY,
            registry=registry,
        )
        Gauge(
            "diabetes_risk_build_info",
            "The service's version; always 1.",
            ("version", "python", "onnxruntime"),
            registry=registry,
            multiprocess_mode="livemax",
        ).labels(
            version("diabetes-risk"), platform.python_version(), version("onnxruntime")
        ).set(1)

        self._record_values = Counter(
            "diabetes_risk_record_values_total",
            "What records of EMRs said of the clinical table: used, or why not.",
            ("outcome",),
            registry=registry,
        )
        self._record_values.labels("used")
        self._cards = Counter(
            "diabetes_risk_cds_cards_total",
            "Answers to CDS Hooks by their card's indicator; none: nothing to say.",
            ("indicator",),
            registry=registry,
        )
        for indicator in ("none", "info", "warning"):
            self._cards.labels(indicator)
        self._feedback = Counter(
            "diabetes_risk_cds_feedback_total",
            "Cards that clinicians accepted or overrode, by reason.",
            ("outcome", "reason"),
            registry=registry,
        )
        for outcome in ("accepted", "overridden"):
            self._feedback.labels(outcome, "none")
        self._fetches = Counter(
            "diabetes_risk_fetches_total",
            "Reads of other servers: FHIR data for a card, keys for tokens.",
            ("what", "outcome"),
            registry=registry,
        )
        for what in ("fhir", "keys"):
            for outcome in ("ok", "failed"):
                self._fetches.labels(what, outcome)
        self._callers = Counter(
            "diabetes_risk_callers_total",
            "Callers let in (ok) or refused, by reason.",
            ("outcome",),
            registry=registry,
        )
        self._callers.labels("ok")
        self._workers = Gauge(
            "diabetes_risk_workers",
            "Processes that answer.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._starts = Counter(
            "diabetes_risk_worker_starts_total",
            "Times that a worker began to answer; beyond their number: replacements.",
            registry=registry,
        )
        self.drift = Drift(registry)
        self.load = LoadMetrics(registry)
        self.rollout = RolloutMetrics(registry)
        self.exposition = Exposition(registry, shared)

    def answering(self) -> None:
        """Count this process among those that answer."""
        self._workers.set(1)
        self._starts.inc()

    def record_read(self, outcomes: Iterable[str]) -> None:
        """Count what a record said: `used`, or the code of why it was ignored."""
        for outcome in outcomes:
            self._record_values.labels(outcome).inc()

    def card(self, indicator: str) -> None:
        """Count an answer to a hook by its card's indicator, or `none`."""
        self._cards.labels(indicator).inc()

    def feedback(self, outcome: str, reason: str) -> None:
        """Count what became of a card; `reason` is one of ours, `other` or `none`."""
        self._feedback.labels(outcome, reason).inc()

    def fetch(self, what: str, *, ok: bool) -> None:
        """Count one read of another server."""
        self._fetches.labels(what, "ok" if ok else "failed").inc()

    def callers(self, refusals: Iterable[str]) -> None:
        """Announce reasons of refusal; their counters exist from now on, at zero."""
        for reason in refusals:
            self._callers.labels(reason)

    def caller(self, outcome: str) -> None:
        """Count a caller: `ok`, or the reason of refusal."""
        self._callers.labels(outcome).inc()

    def serving(
        self,
        manifests: Sequence[Manifest],
        *,
        shadows: Sequence[Manifest] = (),
        canaries: Sequence[Manifest] = (),
    ) -> None:
        """Announce the bundles; their counters exist from now on, at zero."""
        self.rollout.roles(serve=manifests, shadow=shadows, canary=canaries)
        for manifest in (*manifests, *canaries):
            of_bundle = (manifest.name, manifest.version)
            self._probability.labels(*of_bundle)
            for level in manifest.bands.levels:
                self._assessments.labels(*of_bundle, level.code)
            for code in INELIGIBILITY_CODES:
                self._not_assessed.labels(*of_bundle, code)
            for name in manifest.inputs:
                self._missing.labels(*of_bundle, name)
            self.drift.serving(manifest)

    def answers(self, method: str, route: str) -> None:
        """Announce a route that asks about patients; its counters exist from now on.

        A counter that begins with its first failure would hide it: `rate()` sees no
        increase there.
        """
        for status in (HTTPStatus.OK, *FAILURES):
            self._requests.labels(method, route, str(status.value))

    def request(self, method: str, route: str, status: int) -> None:
        """Count a response that begins."""
        self._requests.labels(method_label(method), route, str(status)).inc()

    def request_ended(
        self,
        method: str,
        route: str,
        status: int,
        *,
        seconds: float,
        trace_id: str | None = None,
    ) -> None:
        """Time a response that has ended, with a recorded trace as its example."""
        exemplar = None if trace_id is None else {"trace_id": trace_id}
        labels = (method_label(method), route, str(status))
        self._latency.labels(*labels).observe(seconds, exemplar)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        began = perf_counter()
        try:
            yield
        finally:
            seconds = perf_counter() - began
            self._stages.labels(name).observe(seconds)
            self.traces.stage(name, seconds)

    def rows(self, *, answered: int, refused: int) -> None:
        """Count rows of a batch."""
        self._rows.labels("answered").inc(answered)
        self._rows.labels("refused").inc(refused)

    def scored(self, seconds: float) -> None:
        """Time one run of the graph."""
        self._stages.labels("score").observe(seconds)
        self.traces.stage("score", seconds)

    def seen(self, bundle: Bundle, rows: Floats, log_odds: Floats) -> None:
        """Note what was scored, to compare it with the people of training."""
        self.drift.seen(bundle, rows, log_odds)

    def answered(self, answer: Answer) -> None:
        """Count one bundle's answer about one patient."""
        manifest = answer.manifest
        of_bundle = (manifest.name, manifest.version)
        if not isinstance(answer, Assessment):
            self._not_assessed.labels(*of_bundle, answer.reason.code).inc()
            return
        self._assessments.labels(*of_bundle, answer.band).inc()
        if answer.unfamiliar:
            self.drift.unfamiliar(manifest)
        self._probability.labels(*of_bundle).observe(answer.band_probability)
        for missing in answer.missing:
            self._missing.labels(*of_bundle, missing.variable.name).inc()


def method_label(method: str) -> str:
    """The method if it is one of HTTP: a client may send any word."""
    return method if method in METHODS else "other"
