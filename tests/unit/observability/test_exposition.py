"""What the workers' shared files need of every metric."""

from prometheus_client import Gauge

from service.observability.metrics import Metrics
from service.observability.shared_files import KINDS


def test_no_gauge_outlives_its_worker_and_each_has_room_reserved() -> None:
    metrics = Metrics()
    gauges = {
        collector
        for collector in metrics.registry._collector_to_names
        if isinstance(collector, Gauge)
    }

    modes = {gauge._name: f"gauge_{gauge._multiprocess_mode}" for gauge in gauges}

    assert len(modes) > 3
    assert {name: mode for name, mode in modes.items() if mode not in KINDS} == {}


def test_the_page_is_in_the_format_that_the_reader_asks_for() -> None:
    exposition = Metrics().exposition

    plain, plain_type = exposition.page("*/*")
    metrics, metrics_type = exposition.page(
        "application/openmetrics-text; version=1.0.0"
    )

    assert plain_type.startswith("text/plain; version=0.0.4")
    assert metrics_type.startswith("application/openmetrics-text; version=1.0.0")
    assert metrics.endswith(b"# EOF\n")
    assert b"# EOF" not in plain
