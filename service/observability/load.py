"""What operators watch of waiting and refusing."""

from prometheus_client import CollectorRegistry


class LoadMetrics:
    """How much waits, and what was refused because too much did."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Put the metrics on the registry."""
