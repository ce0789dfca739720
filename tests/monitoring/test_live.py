"""Every query of dashboards, rules and runbooks, on a real Prometheus.

It scrapes the real service, with a shadow beside the model, under a little load.
"""

import math
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.contract.fhir.records import HEADERS, OPERATION, observation, patient, record
from tests.monitoring.files import (
    DASHBOARDS,
    Panel,
    alerts,
    dashboard,
    names,
    panels,
    recorded,
    served,
    write_rules,
)
from tests.other_version import other_version
from tests.prometheus import Prometheus
from tests.server import Server

pytestmark = pytest.mark.slow

ROLLOUT = '[incident-diabetes]\nserve = "3.0.0"\nshadow = "3.1.0"\n'
PERSON = {"age": 54, "sex": "female", "height": 155, "weight": 62, "waist": 84}
FULL = PERSON | {
    "systolic_bp": 138,
    "fasting_glucose": {"value": 106, "unit": "mg/dL"},
    "triglycerides": 1.6,
    "smoking": "never",
}
CHOSEN = {
    "$namespace": ".*",
    "$job": ".*",
    "$instance": ".*",
    "$bundle": "incident-diabetes",
    "$version": ".*",
    "$__rate_interval": "2m",
    "$__range": "1h",
}
LABEL_VALUES = re.compile(r"label_values\((?P<series>.+), (?P<label>\w+)\)")


@pytest.fixture(scope="module")
def prometheus(
    models: Path, bundle_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prometheus]:
    """It has scraped the service before, between and after some patients."""
    folder = tmp_path_factory.mktemp("monitoring")
    every = folder / "models"
    shutil.copytree(models, every)
    other_version(bundle_folder, every, "3.1.0")
    (folder / "rollout.toml").write_text(ROLLOUT)
    (folder / "rules").mkdir()
    (folder / "prometheus").mkdir()
    chosen = {"DIABETES_RISK_ROLLOUT": str(folder / "rollout.toml")}
    with (
        Server(every, folder / "log", **chosen) as server,
        Prometheus(
            [f"127.0.0.1:{server.port}"],
            folder / "prometheus",
            interval="500ms",
            rules=write_rules(folder / "rules"),
            labels={"namespace": "hospital"},
        ) as prometheus,
    ):
        prometheus.wait_for_scrape()
        for _ in range(2):
            ask(server.url)
            prometheus.wait_for_scrape()
        prometheus.wait_for("diabetes_risk:slow:rate5m")
        yield prometheus


@pytest.fixture(scope="session")
def bundle_folder(models: Path) -> Path:
    return models / "incident-diabetes" / "3.0.0"


def ask(url: str) -> None:
    """A little of everything: 1,000 patients in a batch, some alone, some refused."""
    with httpx.Client(base_url=url, timeout=30) as http:
        for age in range(30, 70):
            asked = {"patient": FULL | {"age": age}}
            assert http.post("/v1/risk", json=asked).status_code == 200
        changed = {"patient": FULL, "changes": {"weight": 55}}
        assert http.post("/v1/risk/what-if", json=changed).status_code == 200
        young = {"patient": PERSON | {"age": 19}}
        assert http.post("/v1/risk", json=young).status_code == 200
        assert http.post("/v1/risk", json={"patient": {"age": 540}}).status_code == 422
        sent = record(patient(), observation("8480-6", 138, "mm[Hg]"))
        assert http.post(OPERATION, json=sent, headers=HEADERS).status_code == 200
        rows = [FULL | {"age": 25 + number % 60} for number in range(1000)]
        assert http.post("/v1/risk/batch", json=rows).status_code == 200


def chosen(query: str) -> str:
    """A query as Grafana sends it when everything is chosen."""
    for variable, value in CHOSEN.items():
        query = query.replace(variable, value)
    assert "$" not in query, query
    return query


def of_runbooks() -> list[str]:
    """Every query that a runbook gives, a line each."""
    text = (ROOT / "docs" / "runbooks.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```promql\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return list(dict.fromkeys(line for block in blocks for line in block.splitlines()))


def by_title(panel: Panel) -> str:
    return f"{panel.dashboard}: {panel.title}"


@pytest.mark.parametrize("panel", panels(), ids=by_title)
def test_every_query_of_a_panel_returns_data(
    prometheus: Prometheus, panel: Panel
) -> None:
    for query in panel.queries:
        found = prometheus.query(chosen(query))
        assert found, query
        assert any(math.isfinite(series.value) for series in found), query


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_every_variable_of_a_dashboard_has_something_to_choose(
    prometheus: Prometheus, path: Path
) -> None:
    for variable in dashboard(path)["templating"]["list"]:
        if variable["type"] == "query":
            found = LABEL_VALUES.fullmatch(variable["definition"])
            assert found is not None
            series = prometheus.query(chosen(found["series"]))
            assert [one for one in series if one.labels.get(found["label"])], variable


def test_prometheus_evaluates_every_rule_and_nothing_is_wrong_with_a_healthy_service(
    prometheus: Prometheus,
) -> None:
    groups = prometheus.get("rules")["groups"]
    found = [rule for group in groups for rule in group["rules"]]

    assert len(found) == len(recorded()) + len(alerts())
    assert {rule.get("lastError", "") for rule in found} == {""}
    firing = [rule["name"] for rule in found if rule.get("state") == "firing"]
    assert firing == []


@pytest.mark.parametrize("name", sorted(recorded()))
def test_every_recorded_series_has_data_by_site(
    prometheus: Prometheus, name: str
) -> None:
    found = prometheus.wait_for(name)

    assert {series.labels["namespace"] for series in found} == {"hospital"}
    assert any(math.isfinite(series.value) for series in found)


@pytest.mark.parametrize("query", of_runbooks())
def test_every_query_of_a_runbook_can_be_asked(
    prometheus: Prometheus, query: str
) -> None:
    """What it finds depends on what is wrong, and here nothing is."""
    prometheus.query(query)
    assert names(query) - served() - recorded() == set()
