"""How far the patients of now are from the people a model learned from.

Computed every few patients and not at a scrape: of several processes each sets gauges
of its own, which any of them shows (one series for each, labelled by its process). A
figure that chance explains is not shown at all.
"""

import math
from threading import Lock

from prometheus_client import CollectorRegistry, Counter, Gauge

from service.engine.bundle import Bundle
from service.engine.manifest import Manifest
from service.engine.scorer import Floats
from service.observability.window import ENOUGH, Window

EVERY = 50
"""Patients between two computations: they cost as much as a few answers."""


class Drift:
    """Watches inputs and scores over a sliding window."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Put the metrics on the registry."""
        self._windows: dict[tuple[str, str], Window] = {}
        self._lock = Lock()
        self._registry = registry
        self._unfamiliar = Counter(
            "diabetes_risk_unfamiliar_patients_total",
            "Patients given a risk who are unlike the training people.",
            ("bundle", "version"),
            registry=registry,
        )
        self._patients = self._gauge(
            "drift_window_patients",
            "Patients that drift is computed from, the last ones of a process.",
        )
        self._stability = self._gauge(
            "drift_input_psi",
            "Population stability index of an input's known values against training;"
            f" none below {ENOUGH} known values.",
            "variable",
        )
        self._missing = self._gauge(
            "drift_missing_share",
            f"Share of the last patients without an input; none below {ENOUGH}.",
            "variable",
        )
        self._score_stability = self._gauge(
            "drift_score_psi",
            "Population stability index of the score against training;"
            f" none below {ENOUGH} patients.",
        )
        self._score = self._gauge(
            "drift_score_share",
            "Share of the last patients with a risk at the first horizon below this many"
            f" percent, and not below the one before; none below {ENOUGH} patients.",
            "percent",
        )
        self._trained_missing = self._gauge(
            "training_missing_share",
            "Share of the training people without an input.",
            "variable",
        )
        self._trained_score = self._gauge(
            "training_score_share",
            "Share of the training people by risk at the first horizon, in percent, as"
            " in diabetes_risk_drift_score_share.",
            "percent",
        )

    def _gauge(self, name: str, documentation: str, *labels: str) -> Gauge:
        return Gauge(
            f"diabetes_risk_{name}",
            documentation,
            ("bundle", "version", *labels),
            registry=self._registry,
            multiprocess_mode="liveall",
        )

    def serving(self, manifest: Manifest) -> None:
        """Begin at zero what can be counted of a bundle."""
        self._unfamiliar.labels(manifest.name, manifest.version)
        self._patients.labels(manifest.name, manifest.version)

    def unfamiliar(self, manifest: Manifest) -> None:
        """Count a patient unlike those of training."""
        self._unfamiliar.labels(manifest.name, manifest.version).inc()

    def seen(self, bundle: Bundle, rows: Floats, log_odds: Floats) -> None:
        """Note rows [N, F], NaN where missing, and their log-odds [N, 1]."""
        of_bundle = (bundle.manifest.name, bundle.manifest.version)
        with self._lock:  # batches are scored on a thread
            if of_bundle not in self._windows:
                self._windows[of_bundle] = Window(
                    bundle.reference, bundle.manifest.inputs
                )
                self._show_training(bundle)
            window = self._windows[of_bundle]
            window.add(rows, log_odds)
            if window.fresh >= EVERY:
                window.fresh = 0
                self._show(bundle, window)

    def _show_training(self, bundle: Bundle) -> None:
        of_bundle = (bundle.manifest.name, bundle.manifest.version)
        for name in bundle.manifest.inputs:
            share = bundle.reference.inputs[name].missing
            self._trained_missing.labels(*of_bundle, name).set(share)
        kept = bundle.reference.log_odds
        for percent, share in zip(_percents(bundle), kept.shares, strict=True):
            self._trained_score.labels(*of_bundle, percent).set(share)

    def _show(self, bundle: Bundle, window: Window) -> None:
        of_bundle = (bundle.manifest.name, bundle.manifest.version)
        self._patients.labels(*of_bundle).set(window.patients)
        if window.patients < ENOUGH:
            return
        counts = window.counts()
        *inputs, score = window.stability(counts)
        missing = window.missing_shares(counts)
        for name, index, share in zip(
            bundle.manifest.inputs, inputs, missing, strict=True
        ):
            self._stability.labels(*of_bundle, name).set(index)
            self._missing.labels(*of_bundle, name).set(share)
        self._score_stability.labels(*of_bundle).set(score)
        shares = window.score_shares(counts)
        for percent, share in zip(_percents(bundle), shares, strict=True):
            self._score.labels(*of_bundle, percent).set(share)


def _percents(bundle: Bundle) -> list[str]:
    """The upper ends of the score's bins as risks in percent, for reading."""
    edges = bundle.reference.log_odds.edges
    return [f"{100 / (1 + math.exp(-edge)):.3g}" for edge in edges] + ["100"]
