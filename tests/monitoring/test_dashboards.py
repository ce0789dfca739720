"""Dashboards: each panel can be understood, and asks what the service tells."""

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.monitoring.files import (
    DASHBOARDS,
    Panel,
    dashboard,
    names,
    panels,
    recorded,
    rules,
    served,
)

PLOTTED = {"timeseries", "barchart"}


def by_title(panel: Panel) -> str:
    return f"{panel.dashboard}: {panel.title}"


def variables(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = dashboard(path)["templating"]["list"]
    return found


def test_there_is_a_dashboard_for_each_who_looks() -> None:
    assert [path.stem for path in DASHBOARDS] == ["capacity", "clinical", "service"]
    assert len({dashboard(path)["uid"] for path in DASHBOARDS}) == 3


@pytest.mark.parametrize("panel", panels(), ids=by_title)
def test_a_panel_says_what_it_shows_in_which_unit(panel: Panel) -> None:
    assert panel.title
    assert panel.content["description"].endswith(".")
    assert panel.content["fieldConfig"]["defaults"]["unit"]
    assert all(target["legendFormat"] for target in panel.content["targets"])
    if panel.content["type"] in PLOTTED:
        assert panel.content["options"]["legend"]["showLegend"]


@pytest.mark.parametrize("panel", panels(), ids=by_title)
def test_a_panel_asks_the_prometheus_and_the_site_that_are_chosen(panel: Panel) -> None:
    sources = [target["datasource"] for target in panel.content["targets"]]

    assert {source["uid"] for source in sources} == {"${datasource}"}
    assert all('namespace=~"$namespace"' in query for query in panel.queries)
    assert all('job=~"$job"' in query for query in panel.queries)


@pytest.mark.parametrize("panel", panels(), ids=by_title)
def test_a_panel_asks_only_what_the_service_or_a_rule_tells(panel: Panel) -> None:
    asked = set().union(*map(names, panel.queries))

    assert asked
    assert asked - served() - recorded() == set()


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_every_variable_of_a_query_is_one_that_can_be_chosen(path: Path) -> None:
    content = dashboard(path)
    queries = [
        target["expr"]
        for panel in content["panels"]
        for target in panel.get("targets", [])
    ]
    used = set(re.findall(r"\$(?!_)(\w+)", " ".join(queries)))

    assert used - {variable["name"] for variable in variables(path)} == set()


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_no_panel_covers_another(path: Path) -> None:
    every = dashboard(path)["panels"]

    assert len({panel["id"] for panel in every}) == len(every)
    for one, other in combinations([panel["gridPos"] for panel in every], 2):
        beside = (
            one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        )
        apart = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or apart
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in every)


def test_every_metric_of_the_service_is_on_a_dashboard_or_recorded() -> None:
    """What nobody looks at need not be counted."""
    asked = {name for one in panels() for query in one.queries for name in names(query)}
    for rule in rules():
        if rule.get("record") in asked:
            asked |= names(rule["expr"])

    ours = {_family(name) for name in served() if name.startswith("diabetes_risk_")}
    assert ours - {_family(name) for name in asked} == set()


def _family(name: str) -> str:
    return re.sub(r"_(bucket|count|sum)$", "", name)
