"""How far the patients of now are from the people a model learned from."""

from prometheus_client import CollectorRegistry

from service.engine.bundle import Bundle
from service.engine.scorer import Floats


class Drift:
    """Watches inputs and scores over a sliding window."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Put the metrics on the registry."""

    def seen(self, bundle: Bundle, rows: Floats, log_odds: Floats) -> None:
        """Note rows [N, F], NaN where missing, and their log-odds [N, 1]."""
