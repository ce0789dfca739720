"""Names, labels and ports that one object writes are those that another one has."""

import json
import re

import pytest
import yaml

from tests.k8s.overlays import (
    OPERATOR_API,
    OVERLAYS,
    ROOT,
    Object,
    chosen,
    container,
    every_overlay,
    objects,
    of_kind,
    only,
    pod,
    references,
    settings,
)

MONITORING = ROOT / "k8s" / "components" / "monitoring"
WATCHED = [name for name in OVERLAYS if chosen(name, "monitoring")]
SCALED = [name for name in OVERLAYS if chosen(name, "autoscale")]
REACHED = [name for name in OVERLAYS if chosen(name, "ingress")]


def pod_labels(overlay: str) -> dict[str, str]:
    labels: dict[str, str] = only(overlay, "Deployment")["spec"]["template"][
        "metadata"
    ]["labels"]
    return labels


def selectors(overlay: str) -> list[dict[str, str]]:
    """Every selector of our pods."""
    found = [
        only(overlay, "Deployment")["spec"]["selector"]["matchLabels"],
        only(overlay, "Service")["spec"]["selector"],
        only(overlay, "PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
    ]
    found += [
        one["labelSelector"]["matchLabels"]
        for one in pod(overlay).get("topologySpreadConstraints", [])
    ]
    found += [
        policy["spec"]["podSelector"].get("matchLabels", {})
        for policy in of_kind(overlay, "NetworkPolicy")
    ]
    return found


@every_overlay
def test_every_selector_of_pods_finds_them(overlay: str) -> None:
    assert len(selectors(overlay)) >= 4
    for selector in selectors(overlay):
        assert selector.items() <= pod_labels(overlay).items()


@every_overlay
def test_the_service_leads_to_the_port_that_the_process_listens_on(
    overlay: str,
) -> None:
    (port,) = container(overlay)["ports"]
    assert only(overlay, "Service")["spec"]["ports"] == [
        {"name": "http", "port": 80, "targetPort": port["name"]}
    ]
    assert port["containerPort"] == int(
        settings(overlay).get("DIABETES_RISK_PORT", "8000")
    )


@every_overlay
def test_a_change_of_settings_or_of_trust_makes_new_pods(overlay: str) -> None:
    (environment,) = container(overlay)["envFrom"]
    hashed = r"diabetes-risk-(settings|trust)-[a-z0-9]{10}"
    assert re.fullmatch(hashed, environment["configMapRef"]["name"])
    mounted = {
        volume["name"]: volume["configMap"]["name"]
        for volume in pod(overlay)["volumes"]
        if "configMap" in volume
    }
    assert re.fullmatch(hashed, mounted["trust"])
    existing = {one["metadata"]["name"] for one in of_kind(overlay, "ConfigMap")}
    assert {environment["configMapRef"]["name"], *mounted.values()} <= existing


@every_overlay
def test_a_change_of_the_rollout_makes_no_new_pods_and_is_seen_in_those_there(
    overlay: str,
) -> None:
    mounts = {one["name"]: one for one in container(overlay)["volumeMounts"]}
    # With `subPath` Kubernetes would never write the file again.
    assert "subPath" not in mounts["rollout"]
    (volume,) = [one for one in pod(overlay)["volumes"] if one["name"] == "rollout"]
    assert volume["configMap"]["name"] == "diabetes-risk-rollout"


@every_overlay
def test_nothing_comes_in_or_goes_out_by_default(overlay: str) -> None:
    denied = only(overlay, "NetworkPolicy", "default-deny")["spec"]
    assert denied == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@every_overlay
def test_only_named_namespaces_come_in_and_only_to_the_services_port(
    overlay: str,
) -> None:
    components = {
        "allow-ingress-controller": "ingress",
        "allow-prometheus": "monitoring",
        "allow-key-sets": "jwks",
    }
    names = {one["metadata"]["name"] for one in of_kind(overlay, "NetworkPolicy")}
    assert names == {"default-deny"} | {
        name for name, component in components.items() if chosen(overlay, component)
    }
    for policy in of_kind(overlay, "NetworkPolicy"):
        for rule in policy["spec"].get("ingress", []):
            assert rule["ports"] == [{"port": "http"}]
            assert rule["from"]
            assert all(one["namespaceSelector"]["matchLabels"] for one in rule["from"])


@every_overlay
def test_what_goes_out_stays_in_the_hospital(overlay: str) -> None:
    private = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"}
    for policy in of_kind(overlay, "NetworkPolicy"):
        for rule in policy["spec"].get("egress", []):
            ranges = {one["ipBlock"]["cidr"] for one in rule["to"] if "ipBlock" in one}
            assert ranges <= private
            assert rule["ports"]
            assert rule["to"]


@pytest.mark.parametrize("overlay", SCALED)
def test_the_autoscaler_finds_what_it_scales_and_nobody_else_does(overlay: str) -> None:
    scaler = only(overlay, "HorizontalPodAutoscaler")["spec"]
    target = only(overlay, "Deployment")
    assert scaler["scaleTargetRef"] == {
        "apiVersion": target["apiVersion"],
        "kind": target["kind"],
        "name": target["metadata"]["name"],
    }
    assert "replicas" not in target["spec"]
    # Fewer would leave one pod, or none, while a node is drained.
    assert 2 <= scaler["minReplicas"] < scaler["maxReplicas"]


@every_overlay
def test_a_priority_that_is_named_exists(overlay: str) -> None:
    classes = [one["metadata"]["name"] for one in of_kind(overlay, "PriorityClass")]
    named = pod(overlay).get("priorityClassName")
    assert classes == ([named] if named else [])


@pytest.mark.parametrize("overlay", REACHED)
def test_the_ingress_leads_to_the_service_by_tls_alone(overlay: str) -> None:
    ingress = only(overlay, "Ingress")["spec"]
    (rule,) = ingress["rules"]
    assert ingress["tls"] == [
        {"hosts": [rule["host"]], "secretName": "diabetes-risk-tls"}
    ]
    service = only(overlay, "Service")
    assert {path_target(path) for path in rule["http"]["paths"]} == {
        (service["metadata"]["name"], service["spec"]["ports"][0]["name"])
    }


def path_target(path: Object) -> tuple[str, str]:
    service = path["backend"]["service"]
    return service["name"], service["port"]["name"]


@pytest.mark.parametrize("overlay", WATCHED)
def test_prometheus_finds_the_service_and_its_metrics(overlay: str) -> None:
    monitor = only(overlay, "ServiceMonitor")["spec"]
    service = only(overlay, "Service")
    wanted = monitor["selector"]["matchLabels"]
    assert wanted.items() <= service["metadata"]["labels"].items()
    (endpoint,) = monitor["endpoints"]
    assert endpoint["port"] == service["spec"]["ports"][0]["name"]
    assert endpoint["path"] == "/metrics"


@pytest.mark.parametrize("overlay", WATCHED)
def test_the_prometheus_operator_selects_what_is_for_it(overlay: str) -> None:
    """kube-prometheus-stack looks only at what names its Helm release."""
    watched = [one for one in objects(overlay) if one["apiVersion"] == OPERATOR_API]
    releases = {one["metadata"]["labels"]["release"] for one in watched}
    assert len(watched) == 6
    assert releases == {"kube-prometheus-stack"}


def test_every_rule_and_every_dashboard_is_applied() -> None:
    listed = yaml.safe_load((MONITORING / "kustomization.yaml").read_text())
    rules = {f"rules/{path.name}" for path in MONITORING.glob("rules/*")}
    assert {one for one in listed["resources"] if "/" in one} == rules
    (generator,) = listed["configMapGenerator"]
    boards = {f"dashboards/{path.name}" for path in MONITORING.glob("dashboards/*")}
    assert set(generator["files"]) == boards


@pytest.mark.parametrize("overlay", WATCHED)
def test_grafana_finds_dashboards_that_it_can_read(overlay: str) -> None:
    boards = only(overlay, "ConfigMap", "diabetes-risk-dashboards")
    assert boards["metadata"]["labels"]["grafana_dashboard"] == "1"
    for text in boards["data"].values():
        assert json.loads(text)["panels"]
    # What is applied must fit into an object of etcd.
    assert len(json.dumps(boards)) < 900_000


def test_in_production_every_alert_links_to_the_hospitals_runbooks() -> None:
    rules = of_kind("production", "PrometheusRule")
    links = [*references(rules, "runbook_url")]
    assert len(links) == len([*references(rules, "alert")]) > 10
    address = "https://wiki.hospital.vn/diabetes-risk/runbooks.md#"
    assert all(link.startswith(address) for link in links)


@every_overlay
def test_no_two_objects_have_the_same_name(overlay: str) -> None:
    names = [(one["kind"], one["metadata"]["name"]) for one in objects(overlay)]
    assert len(names) == len(set(names))
