"""The rules and dashboards as they are deployed, for the tests."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from service.observability.metrics import Metrics
from tests.conftest import ROOT

MONITORING = ROOT / "k8s" / "components" / "monitoring"
RULES = sorted((MONITORING / "rules").glob("*.yaml"))
DASHBOARDS = sorted((MONITORING / "dashboards").glob("*.json"))
NAME = re.compile(r"\b(?:diabetes_risk|process|up)[a-z0-9_:]*\b")


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel of a dashboard, with its queries."""

    dashboard: str
    content: dict[str, Any]

    @property
    def title(self) -> str:
        return str(self.content["title"])

    @property
    def queries(self) -> list[str]:
        return [target["expr"] for target in self.content["targets"]]


def spec(path: Path) -> dict[str, Any]:
    """What Prometheus reads of a PrometheusRule."""
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["spec"]
    return found


def rules() -> list[dict[str, Any]]:
    """Every rule, recording or alerting."""
    groups = [group for path in RULES for group in spec(path)["groups"]]
    return [rule for group in groups for rule in group["rules"]]


def alerts() -> list[dict[str, Any]]:
    return [rule for rule in rules() if "alert" in rule]


def recorded() -> set[str]:
    """The names that recording rules make."""
    return {rule["record"] for rule in rules() if "record" in rule}


def write_rules(folder: Path) -> list[Path]:
    """The rule files as Prometheus and promtool read them."""
    written = []
    for path in RULES:
        plain = folder / path.name
        plain.write_text(yaml.safe_dump(spec(path)), encoding="utf-8")
        written.append(plain)
    return written


def dashboard(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def panels() -> list[Panel]:
    """Every panel with queries, of every dashboard."""
    return [
        Panel(path.stem, panel)
        for path in DASHBOARDS
        for panel in dashboard(path)["panels"]
        if panel["type"] != "row"
    ]


def names(expression: str) -> set[str]:
    """The metrics and recorded series that an expression asks."""
    without_labels = re.sub(r'"[^"]*"', "", expression)
    return set(NAME.findall(without_labels))


@cache
def served() -> set[str]:
    """The names of all samples that the service has, and of Prometheus's own `up`."""
    return {"up", *_of_registry()}


def _of_registry() -> Iterator[str]:
    suffixes = {
        "counter": ("_total",),
        "histogram": ("_bucket", "_count", "_sum"),
        "gauge": ("",),
    }
    for family in Metrics().registry.collect():
        for suffix in suffixes.get(family.type, ()):
            yield family.name + suffix
