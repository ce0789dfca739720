"""What operators watch while bundles change under the service."""

from prometheus_client import CollectorRegistry


class RolloutMetrics:
    """Exchanges of bundles, and how a shadow's answers differ from those given."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Put the metrics on the registry."""
