"""What a real Prometheus makes of the metrics: exact sums, and examples with traces."""

import json
import os
import re
import signal
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.collector import collector
from tests.prometheus import Prometheus
from tests.server import Server

BODY = json.dumps({"patient": {"age": 54, "sex": "female", "fasting_glucose": 5.91}})
CLIENTS = 4
REQUESTS_EACH = 750
ALL_COUNTERS = '{__name__=~".+_(total|count|sum|bucket)", job="diabetes-risk"}'


class Client:
    """Asks one after another over a connection that it keeps, and counts."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answered = 0
        self.cut_off = 0
        self.thread = threading.Thread(target=self._ask)

    def _ask(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        while self.answered < REQUESTS_EACH:
            try:
                connection.request("POST", "/v1/risk", BODY)
                response = connection.getresponse()
                response.read()
            except (HTTPException, ConnectionError):
                self.cut_off += 1
                connection.close()
            else:
                assert response.status == 200
                self.answered += 1
        connection.close()


def busiest(server: Server) -> int:
    """The process id of the worker that has used most CPU time."""
    ids = re.findall(r'"slot": \d, "pid": (\d+)', server.log.read_text())

    def ticks(pid: str) -> int:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    return int(max(ids, key=ticks))


@pytest.mark.slow
def test_counters_are_exact_though_a_worker_is_killed_under_load(
    models: Path, tmp_path: Path
) -> None:
    with (
        Server(models, tmp_path / "log", DIABETES_RISK_WORKERS="2") as server,
        Prometheus([f"127.0.0.1:{server.port}"], tmp_path) as prometheus,
    ):
        clients = [Client(server.port) for _ in range(CLIENTS)]
        prometheus.wait_for("diabetes_risk_workers == 2")
        for client in clients:
            client.thread.start()
        prometheus.wait(lambda: sum(c.answered for c in clients) > 1000)
        os.kill(busiest(server), signal.SIGKILL)
        for client in clients:
            client.thread.join(120)
        prometheus.wait_for("diabetes_risk_worker_starts_total == 3")
        prometheus.wait_for_scrape()

        answered = sum(client.answered for client in clients)
        cut_off = sum(client.cut_off for client in clients)
        of_route = '{method="POST", route="/v1/risk", status="200"}'
        requests = f"diabetes_risk_http_requests_total{of_route}"
        counted = prometheus.value(requests)
        assessed = prometheus.value(
            'sum(diabetes_risk_assessments_total{bundle="incident-diabetes"})'
        )

        assert answered == CLIENTS * REQUESTS_EACH
        # A request may be counted and its answer lost with the worker.
        assert answered <= counted <= answered + cut_off
        assert counted <= assessed <= answered + cut_off
        assert cut_off <= CLIENTS
        assert prometheus.value("diabetes_risk_workers") == 2
        series = prometheus.query(f"{ALL_COUNTERS}[5m]")
        assert len(series) > 150
        for one in series:
            assert list(one.values) == sorted(one.values), one.labels
        (scraped,) = prometheus.query(f"{requests}[5m]")
        assert len(set(scraped.values)) > 5
        assert '"status": 500' not in server.log.read_text()


@pytest.mark.slow
def test_a_latency_has_a_trace_as_its_example(models: Path, tmp_path: Path) -> None:
    trace, silent = "0af7651916cd43dd8448eb211c80319c", "1" * 32
    with (
        collector() as traces,
        Server(models, tmp_path / "log", DIABETES_RISK_TRACES=traces.url) as server,
        Prometheus(
            [f"127.0.0.1:{server.port}"], tmp_path, features=["exemplar-storage"]
        ) as prometheus,
    ):
        for parent in (f"00-{silent}-{'2' * 16}-00", f"00-{trace}-{'2' * 16}-01"):
            connection = HTTPConnection("127.0.0.1", server.port)
            connection.request("POST", "/v1/risk", BODY, {"traceparent": parent})
            assert connection.getresponse().status == 200
            connection.close()
        prometheus.wait_for_scrape()

        found = prometheus.get(
            "query_exemplars",
            query='diabetes_risk_http_request_duration_seconds_bucket{route="/v1/risk"}',
            start=time.time() - 60,
            end=time.time() + 60,
        )

        (series,) = found
        assert [e["labels"] for e in series["exemplars"]] == [{"trace_id": trace}]
