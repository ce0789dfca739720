"""Alerts: each fires and resolves as it should, and tells what to do."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.monitoring.files import (
    RULES,
    alerts,
    names,
    recorded,
    rules,
    served,
    spec,
    write_rules,
)

CASES = sorted((Path(__file__).parent / "alerts").glob("*.yaml"))
RUNBOOKS = ROOT / "docs" / "runbooks.md"
ALERTNAME = re.compile(r'alertname=~?"(?P<name>[^"]*)"')


@pytest.fixture(scope="module")
def promtool() -> str:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("needs Debian's package prometheus")
    return program


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rules as Prometheus reads them, and their tests beside them."""
    folder = tmp_path_factory.mktemp("rules")
    write_rules(folder)
    (folder / "tests").mkdir()
    for path in CASES:
        content = case(path)
        content["rule_files"] = [f"../{name}" for name in content["rule_files"]]
        (folder / "tests" / path.name).write_text(yaml.safe_dump(content))
    return folder


def case(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_prometheus_can_read_the_rules(promtool: str, folder: Path, path: Path) -> None:
    command = [promtool, "check", "rules", "--lint-fatal", str(folder / path.name)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_alerts_fire_and_resolve(promtool: str, folder: Path, path: Path) -> None:
    command = [promtool, "test", "rules", str(folder / "tests" / path.name)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_is_seen_firing_and_seen_resolved_in_a_test() -> None:
    fires, resolves = set(), set()
    for path in CASES:
        for scenario in case(path)["tests"]:
            fired: set[tuple[str, ...]] = set()
            for asked in scenario["promql_expr_test"]:
                [name] = ALERTNAME.findall(asked["expr"]) or [""]
                seen = {_of(sample["labels"]) for sample in asked["exp_samples"]}
                resolves |= {one for one in fired if one[0] == name and not seen}
                fired |= seen
            fires |= fired

    wanted = {_named(alert) for alert in alerts()}
    assert wanted - fires == set()
    assert wanted - resolves == set()


def _of(labels: str) -> tuple[str, ...]:
    found = dict(re.findall(r'(\w+)="([^"]*)"', labels))
    return (found.get("alertname", ""), found.get("window", ""))


def _named(alert: dict[str, Any]) -> tuple[str, ...]:
    return (alert["alert"], alert["labels"].get("window", ""))


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: "-".join(_named(alert)))
def test_an_alert_says_how_bad_it_is_what_it_is_and_what_to_do(
    alert: dict[str, Any],
) -> None:
    told = alert["annotations"]

    assert alert["labels"]["severity"] in {"critical", "warning", "info"}
    assert len(told["summary"]) < 140
    assert told["description"].endswith(".")
    page, _, anchor = told["runbook_url"].partition("#")
    assert page == "docs/runbooks.md"
    assert anchor == alert["alert"].lower()


def test_every_alert_has_a_runbook_and_every_runbook_an_alert() -> None:
    headings = re.findall(r"^## (\w+)$", RUNBOOKS.read_text("utf-8"), re.MULTILINE)

    assert sorted(headings) == sorted({alert["alert"] for alert in alerts()})


def test_the_rules_ask_only_what_the_service_or_a_rule_tells() -> None:
    asked = set().union(*(names(rule["expr"]) for rule in rules()))

    assert asked - served() - recorded() == set()


def test_every_recorded_series_is_used() -> None:
    asked = set().union(*(names(rule["expr"]) for rule in rules()))

    assert recorded() - asked == set()


def test_a_site_is_told_by_namespace_and_job_in_every_recorded_series() -> None:
    """So that one Prometheus can watch several hospitals."""
    for path in RULES:
        for group in spec(path)["groups"]:
            for rule in group["rules"]:
                if "record" in rule and "sum" in rule["expr"]:
                    assert "by (namespace, job" in rule["expr"]


@pytest.mark.parametrize("index", ["input_psi", "score_psi"])
def test_an_index_that_there_is_none_of_raises_no_alarm(index: str) -> None:
    """NaN, as of an input that no training person had, is not recorded: NaN >= 0 is not so."""
    [rule] = [
        rule for rule in rules() if rule.get("record") == f"diabetes_risk:{index}:avg"
    ]

    assert f"diabetes_risk_drift_{index} >= 0" in rule["expr"]
    for alert in alerts():
        assert f"diabetes_risk_drift_{index}" not in alert["expr"]
