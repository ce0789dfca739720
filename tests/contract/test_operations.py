"""Probes, metrics and the catalogue: what operators and integrators look at."""

import re
from typing import Any

import pytest
from litestar.testing import TestClient
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from service.clinical.variables import VARIABLES
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.transports.health import Readiness

PATIENT = {"age": 54, "sex": "female"}


ROUTE = ("method", "route", "status")
BUNDLE = ("bundle", "version")


def samples(
    client: TestClient[Any], name: str, labels: tuple[str, ...] = ()
) -> dict[tuple[str, ...], float]:
    """Samples of one metric by the values of its labels, which must be these."""
    text = client.get("/metrics").text
    return {
        tuple(map(sample.labels.pop, labels)) + tuple(sample.labels): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name
    }


def test_alive_and_ready_with_the_bundles_versions(
    client: TestClient[Any], bundles: dict[str, Bundle]
) -> None:
    assert client.get("/healthz").json()["status"] == "alive"
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["bundles"] == {
        name: bundle.manifest.version for name, bundle in bundles.items()
    }


def test_draining_is_not_ready_but_alive_and_still_answers(
    client: TestClient[Any], readiness: Readiness
) -> None:
    readiness.draining = True

    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    assert client.post("/v1/risk", json={"patient": PATIENT}).status_code == 200


def test_failures_of_every_route_that_is_posted_to_are_counted_from_zero(
    client: TestClient[Any],
) -> None:
    counted = samples(client, "diabetes_risk_http_requests_total", ROUTE)

    posted = {route for _, route, status in counted if status == "503"}
    assert {"/v1/risk", "/v1/risk/batch", "/page/assess", "/fhir/$diabetes-risk"} <= (
        posted
    )
    assert {counted["POST", route, "500"] for route in posted} == {0}


def test_requests_are_counted_by_template_whoever_answered_them(
    client: TestClient[Any],
) -> None:
    client.post("/v1/risk", json={"patient": PATIENT})
    client.post("/v1/risk", content=b"{")
    client.post("/v1/risk", content=b" " * 70_000)
    client.post("/v1/risk", json={})
    client.get("/v1/bundles/secret-name")
    client.get("/no/such/path/123")
    client.delete("/v1/risk")
    client.request("BREW", "/v1/risk")

    counts = samples(client, "diabetes_risk_http_requests_total", ROUTE)

    assert counts[("POST", "/v1/risk", "200")] == 1
    assert counts[("POST", "/v1/risk", "400")] == 1
    assert counts[("POST", "/v1/risk", "413")] == 1
    assert counts[("POST", "/v1/risk", "422")] == 1
    assert counts[("GET", "/v1/bundles/{name}", "404")] == 1
    assert counts[("GET", "unmatched", "404")] == 1
    assert counts[("DELETE", "unmatched", "405")] == 1
    assert counts[("other", "unmatched", "405")] == 1
    durations = samples(
        client, "diabetes_risk_http_request_duration_seconds_count", ROUTE
    )
    for labels, count in counts.items():
        if labels[1] != "/metrics":
            assert durations.get(labels, 0) == count


def test_assessments_refusals_and_missing_inputs_are_counted(
    client: TestClient[Any], bundle: Bundle
) -> None:
    asked = {"bundles": ["incident-diabetes"]}
    client.post("/v1/risk", json={"patient": PATIENT, **asked})
    diabetic = PATIENT | {"known_diabetes": True}
    client.post("/v1/risk", json={"patient": diabetic, **asked})

    of_bundle = ("incident-diabetes", bundle.manifest.version)

    assessed = samples(client, "diabetes_risk_assessments_total", (*BUNDLE, "band"))
    assert sum(assessed.values()) == 1
    assert {labels[:2] for labels, count in assessed.items() if count} == {of_bundle}
    refused = samples(client, "diabetes_risk_not_assessed_total", (*BUNDLE, "reason"))
    assert refused[(*of_bundle, "known_diabetes")] == 1
    missing = samples(
        client, "diabetes_risk_missing_inputs_total", (*BUNDLE, "variable")
    )
    assert missing[(*of_bundle, "fasting_glucose")] == 1
    assert missing[(*of_bundle, "age")] == 0
    assert samples(client, "diabetes_risk_probability_count", BUNDLE)[of_bundle] == 1
    stages = samples(client, "diabetes_risk_stage_duration_seconds_count", ("stage",))
    assert stages == {("validate",): 2, ("score",): 1, ("present",): 2}


def test_rows_of_a_batch_are_counted(client: TestClient[Any]) -> None:
    client.post("/v1/risk/batch", json=[PATIENT, {"age": 5}, PATIENT])

    rows = samples(client, "diabetes_risk_rows_total", ("outcome",))

    assert rows == {("answered",): 2, ("refused",): 1}


def test_bundles_and_build_are_announced(
    client: TestClient[Any], bundles: dict[str, Bundle]
) -> None:
    manifests = [bundle.manifest for bundle in bundles.values()]

    labels = (*BUNDLE, "variables", "role")
    assert samples(client, "diabetes_risk_bundle_info", labels) == {
        (manifest.name, manifest.version, manifest.variables_fingerprint, "serve"): 1
        for manifest in manifests
    }
    assert (
        len(
            samples(
                client, "diabetes_risk_build_info", ("version", "python", "onnxruntime")
            )
        )
        == 1
    )
    assert samples(client, "process_resident_memory_bytes")


def test_two_applications_in_one_process_do_not_share_numbers(
    client: TestClient[Any], engine: RiskEngine
) -> None:
    assert (
        sum(
            samples(
                client, "diabetes_risk_assessments_total", (*BUNDLE, "band")
            ).values()
        )
        == 0
    )


def test_no_metric_has_a_label_that_a_client_chose(client: TestClient[Any]) -> None:
    client.get("/v1/bundles/oh-no")
    client.request("OHNO", "/oh-no?oh-no=1", headers={"x-request-id": "oh-no"})

    assert "oh-no" not in client.get("/metrics").text.lower()


def test_no_line_of_the_log_has_a_word_that_a_client_chose(
    client: TestClient[Any],
) -> None:
    with capture_logs() as lines:
        client.request("OHNO", "/v1/version?oh-no=1", headers={"x-oh-no": "oh-no"})
        client.request("OHNO", "/oh-no", content=b"oh-no")

    assert [(line["method"], line["status"]) for line in lines] == [
        ("other", 405),
        ("other", 404),
    ]
    assert "ohno" not in str(lines).lower().replace("-", "")


def test_the_bundle_tells_its_provenance_and_card(
    client: TestClient[Any], bundle: Bundle
) -> None:
    listed = client.get("/v1/bundles").json()
    detail = client.get("/v1/bundles/incident-diabetes").json()

    assert [b["name"] for b in listed] == ["incident-diabetes", "undiagnosed-diabetes"]
    assert detail["inputs"] == list(bundle.manifest.inputs)
    assert detail["horizons_years"] == [3, 5]
    assert [t["code"] for t in detail["tiers"]] == [
        tier.code for tier in bundle.manifest.tiers
    ]
    assert detail["tiers"][-1]["any_of"] == []
    assert (detail["interval_level"], detail["if_known_level"]) == (0.9, 0.8)
    assert set(detail["caution"]) == {"en", "vi"}
    assert (detail["parent"], detail["recalibration"]) == (None, None)
    assert detail["card"].startswith("# ")
    assert re.fullmatch("[0-9a-f]{64}", detail["files"]["model.onnx"])


def test_every_variable_is_listed_as_the_table_has_it(client: TestClient[Any]) -> None:
    listed = {v["name"]: v for v in client.get("/v1/variables").json()}

    assert list(listed) == list(VARIABLES)
    glucose = listed["fasting_glucose"]
    assert glucose["unit"] == "mmol/L"
    assert [u["code"] for u in glucose["units"]] == ["mmol/L", "mg/dL"]
    assert "1558-6" in glucose["loinc"]
    assert (glucose["low"], glucose["high"]) == (2, 35)
    assert [c["code"] for c in listed["smoking"]["choices"]] == [
        "never",
        "former",
        "current",
    ]


def test_the_version_names_service_runtime_and_bundles(
    client: TestClient[Any], bundles: dict[str, Bundle]
) -> None:
    answer = client.get("/v1/version").json()

    assert answer["bundles"] == {
        name: bundle.manifest.version for name, bundle in bundles.items()
    }
    assert answer["service"]
    assert answer["onnxruntime"]


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/schema/openapi.json"])
def test_nothing_may_be_sniffed_or_cached(client: TestClient[Any], path: str) -> None:
    headers = client.get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert "no-store" in headers["cache-control"]
