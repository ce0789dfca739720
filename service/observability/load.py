"""What operators watch of waiting and refusing."""

from typing import Final, Literal, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

Refused = Literal[
    "single",
    "heavy",
    "memory",
    "batch",
    "disk",
    "slow_headers",
    "slow_body",
    "slow_reader",
    "connections",
]
Place = Literal["heavy", "batch"]

WAIT: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1)


class LoadMetrics:
    """How much waits, and what was refused because too much did."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Put the metrics on the registry."""
        self._refused = Counter(
            "diabetes_risk_load_refused_total",
            "Requests and connections refused because of load, slowness or a full disk.",
            ("what",),
            registry=registry,
        )
        for what in get_args(Refused):
            self._refused.labels(what)
        self._wait = Histogram(
            "diabetes_risk_load_wait_seconds",
            "Time from a request being whole to its turn.",
            buckets=WAIT,
            registry=registry,
        )
        self._waiting = Gauge(
            "diabetes_risk_load_waiting",
            "Requests that are whole and whose turn has not come.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._running = Gauge(
            "diabetes_risk_load_running",
            "Large records and tensors (heavy) and batches that are in process.",
            ("what",),
            registry=registry,
            multiprocess_mode="livesum",
        )
        for place in get_args(Place):
            self._running.labels(place)
        self._body_bytes = Gauge(
            "diabetes_risk_load_body_bytes",
            "Bytes of large bodies that are held in memory.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._connections = Gauge(
            "diabetes_risk_load_connections",
            "Open connections.",
            registry=registry,
            multiprocess_mode="livesum",
        )

    def refused(self, what: Refused) -> None:
        """Count something that was refused."""
        self._refused.labels(what).inc()

    def turn(self, waited: float, still_waiting: int) -> None:
        """Note a request whose turn has come, and how many come after it."""
        self._wait.observe(waited)
        self._waiting.set(still_waiting)

    def running(self, what: Place, number: int) -> None:
        """Note how many are in process."""
        self._running.labels(what).set(number)

    def body_bytes(self, number: int) -> None:
        """Note how much of large bodies is in memory."""
        self._body_bytes.set(number)

    def connections(self, number: int) -> None:
        """Note how many connections are open."""
        self._connections.set(number)
