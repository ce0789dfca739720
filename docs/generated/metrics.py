"""The table of metrics, from the registry that serves them."""

import numpy as np
from prometheus_client import Metric

from docs.generated.live import bundle
from docs.generated.markdown import table
from service.observability.metrics import Metrics
from service.observability.window import ENOUGH

OURS = "diabetes_risk_"
OF_A_BUCKET = "le"


def metrics() -> str:
    """Name, type, labels and meaning of every metric of this service."""
    rows = [
        (
            f"`{_name(metric)}`",
            metric.type,
            ", ".join(f"`{label}`" for label in _labels(metric)),
            metric.documentation,
        )
        for metric in families()
    ]
    return table(("Metric", "Type", "Labels", "Meaning"), rows)


def families() -> list[Metric]:
    """The service's own metrics, each with at least one sample."""
    one = bundle()
    manifest = one.manifest
    used = Metrics()
    used.serving([manifest], shadows=[manifest])
    used.rollout.refused({(manifest.name, manifest.version)}, new=False)
    somebody = np.zeros((ENOUGH, len(manifest.inputs)), np.float32)
    used.seen(one, somebody, np.zeros((ENOUGH, 1), np.float32))
    used.request("GET", "/readyz", 200)
    used.request_ended("GET", "/readyz", 200, seconds=0.001)
    found = used.registry.collect()
    return [metric for metric in found if metric.name.startswith(OURS)]


def _name(metric: Metric) -> str:
    return metric.name + ("_total" if metric.type == "counter" else "")


def _labels(metric: Metric) -> list[str]:
    return [label for label in metric.samples[0].labels if label != OF_A_BUCKET]
