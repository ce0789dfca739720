"""The page that Prometheus reads: of this process, or the sum over all workers.

Several workers share one address, so a scrape reaches any of them; each can add up what
all have counted. Exemplars are lost then: the shared files have no place for them.
"""

import os
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    values,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

from service.observability.memory_limit import MemoryLimitCollector
from service.observability.process import WorkersCollector
from service.observability.shared_files import FOLDER, take_over

# When a series began is told by process_start_time_seconds; half of the page less.
disable_created_metrics()  # type: ignore[no-untyped-call]


def count_in_slot(folder: Path, slot: int) -> None:
    """Count in files that every worker reads; before any metric is made."""
    take_over(folder, slot)
    os.environ[FOLDER] = str(folder)
    values.ValueClass = values.MultiProcessValue(lambda: slot)  # type: ignore[no-untyped-call]


class Exposition:
    """Writes the page."""

    def __init__(self, registry: CollectorRegistry, shared: Path | None) -> None:
        """Of what the registry counts, or of what all workers count in a folder."""
        self._registry = registry
        if shared is None:
            ProcessCollector(registry=registry)
            GCCollector(registry=registry)
        else:
            self._registry = CollectorRegistry()
            self._registry.register(WorkersCollector())
            MultiProcessCollector(  # type: ignore[no-untyped-call]
                self._registry, str(shared)
            )
        self._registry.register(MemoryLimitCollector())
        PlatformCollector(registry=self._registry)

    def page(self, accept: str) -> tuple[bytes, str]:
        """The page in the form that the reader asks for, and its content type."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type
