"""Metrics: what is counted, under which bounded labels."""

import pytest
from prometheus_client import generate_latest

from service.clinical.eligibility import INELIGIBILITY_CODES
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from tests.unit.people import person

NAME = "incident-diabetes"


@pytest.fixture
def of_bundle(bundle: Bundle) -> dict[str, str]:
    return {"bundle": NAME, "version": bundle.manifest.version}


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"diabetes_risk_{name}", labels)


def test_two_processes_of_one_test_do_not_share_a_registry() -> None:
    one, other = Metrics(), Metrics()

    one.rows(answered=1, refused=0)

    assert value(one, "rows_total", outcome="answered") == 1
    assert value(other, "rows_total", outcome="answered") == 0


def test_requests_are_counted_by_method_route_and_status(metrics: Metrics) -> None:
    route = {"method": "POST", "route": "/v1/risk", "status": "200"}

    metrics.request("POST", "/v1/risk", 200)
    metrics.request("POST", "/v1/risk", 200)
    metrics.request_ended("POST", "/v1/risk", 200, seconds=0.004)

    assert value(metrics, "http_requests_total", **route) == 2
    count = value(metrics, "http_request_duration_seconds_count", **route)
    assert count == 1
    bucket = "http_request_duration_seconds_bucket"
    assert value(metrics, bucket, **route, le="0.0025") == 0
    assert value(metrics, bucket, **route, le="0.005") == 1


def test_an_invented_method_makes_no_new_label(metrics: Metrics) -> None:
    """Anybody can send a method; a label for each would fill the memory."""
    for method in ("BREW", "PROPFIND", "get"):
        metrics.request(method, "not found", 405)

    labels = {"method": "other", "route": "not found", "status": "405"}
    assert value(metrics, "http_requests_total", **labels) == 3


def test_a_stage_is_timed(metrics: Metrics) -> None:
    with metrics.stage("validate"):
        pass
    metrics.scored(0.0002)

    count = "stage_duration_seconds_count"
    assert value(metrics, count, stage="validate") == 1
    assert value(metrics, count, stage="score") == 1
    assert value(metrics, count, stage="present") == 0


def test_assessments_are_counted_by_band_with_their_risk(
    metrics: Metrics, engine: RiskEngine, of_bundle: dict[str, str]
) -> None:
    (answer,) = engine.assess(person(bmi=24), [NAME])

    band = getattr(answer, "band", "")
    assert value(metrics, "assessments_total", **of_bundle, band=band) == 1
    assert value(metrics, "probability_count", **of_bundle) == 1
    assert value(metrics, "stage_duration_seconds_count", stage="score") == 1


def test_missing_inputs_are_counted_by_variable(
    metrics: Metrics, engine: RiskEngine, of_bundle: dict[str, str]
) -> None:
    engine.assess(person(bmi=24), [NAME])
    engine.assess(person(), [NAME])

    count = "missing_inputs_total"
    assert value(metrics, count, **of_bundle, variable="bmi") == 1
    assert value(metrics, count, **of_bundle, variable="alt") == 2
    assert value(metrics, count, **of_bundle, variable="age") is None


def test_who_was_not_assessed_is_counted_by_reason(
    metrics: Metrics, engine: RiskEngine, of_bundle: dict[str, str]
) -> None:
    engine.assess(person(pregnant=True), [NAME])

    count = "not_assessed_total"
    assert value(metrics, count, **of_bundle, reason="pregnant") == 1
    assert value(metrics, "probability_count", **of_bundle) is None


def test_a_served_bundle_has_all_its_counters_at_zero(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    """So that the first event of a kind is a rise, which an alert can see."""
    metrics.serving([bundle.manifest])

    known = bundle.manifest.variables_fingerprint
    labels = {**of_bundle, "variables": known, "role": "serve"}
    assert value(metrics, "bundle_info", **labels) == 1
    for level in bundle.manifest.bands.levels:
        assert value(metrics, "assessments_total", **of_bundle, band=level.code) == 0
    for code in INELIGIBILITY_CODES:
        assert value(metrics, "not_assessed_total", **of_bundle, reason=code) == 0
    for name in bundle.manifest.inputs:
        assert value(metrics, "missing_inputs_total", **of_bundle, variable=name) == 0


def test_the_build_is_named(metrics: Metrics) -> None:
    text = generate_latest(metrics.registry).decode()

    assert 'diabetes_risk_build_info{onnxruntime="' in text


def test_every_metric_of_the_service_is_explained(metrics: Metrics) -> None:
    families = [
        family
        for family in metrics.registry.collect()
        if family.name.startswith("diabetes_risk_")
    ]

    assert len(families) >= 10
    assert all(family.documentation.endswith(".") for family in families)
