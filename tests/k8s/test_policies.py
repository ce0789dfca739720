"""What a pod may do, and what it must say: for every overlay, as a linter would ask."""

import re

from tests.k8s.overlays import (
    container,
    every_overlay,
    objects,
    of_kind,
    only,
    pod,
    references,
)

WORKLOADS = {"Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod"}


@every_overlay
def test_there_is_one_workload_and_these_policies_look_at_it(overlay: str) -> None:
    found = [one for one in objects(overlay) if one["kind"] in WORKLOADS]
    assert [one["metadata"]["name"] for one in found] == ["diabetes-risk"]
    assert "initContainers" not in pod(overlay)


@every_overlay
def test_the_namespace_admits_restricted_pods_only(overlay: str) -> None:
    namespace = only(overlay, "Namespace")
    labels = namespace["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    inside = {
        one["metadata"]["namespace"]
        for one in objects(overlay)
        if "namespace" in one["metadata"]
    }
    assert inside == {namespace["metadata"]["name"]}


@every_overlay
def test_a_pod_is_not_root_and_cannot_become_it(overlay: str) -> None:
    assert pod(overlay)["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 10001,
        "runAsGroup": 10001,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container(overlay)["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


@every_overlay
def test_a_pod_shares_nothing_of_its_node(overlay: str) -> None:
    shared = {"hostNetwork", "hostPID", "hostIPC", "hostUsers"}
    assert not shared & pod(overlay).keys()
    assert all("hostPort" not in port for port in container(overlay)["ports"])
    kinds = [kind for volume in pod(overlay)["volumes"] for kind in volume]
    assert set(kinds) == {"name", "emptyDir", "configMap"}


@every_overlay
def test_a_pod_has_no_key_to_the_cluster(overlay: str) -> None:
    assert pod(overlay)["automountServiceAccountToken"] is False
    assert "serviceAccountName" not in pod(overlay)


@every_overlay
def test_a_service_of_the_same_name_puts_no_settings_into_a_pod(overlay: str) -> None:
    assert pod(overlay)["enableServiceLinks"] is False


@every_overlay
def test_an_image_has_a_version(overlay: str) -> None:
    assert re.fullmatch(r".+:\d+\.\d+\.\d+", container(overlay)["image"])
    assert container(overlay).get("imagePullPolicy") in {None, "IfNotPresent"}


@every_overlay
def test_memory_is_promised_as_it_is_limited(overlay: str) -> None:
    resources = container(overlay)["resources"]
    assert resources["requests"]["memory"] == resources["limits"]["memory"]


@every_overlay
def test_a_share_of_cpu_is_asked_for_and_none_is_forbidden(overlay: str) -> None:
    resources = container(overlay)["resources"]
    assert re.fullmatch(r"[1-9]\d*m", resources["requests"]["cpu"])
    assert "cpu" not in resources["limits"]


@every_overlay
def test_what_is_written_has_a_bound_on_the_nodes_disk(overlay: str) -> None:
    (tmp,) = [volume for volume in pod(overlay)["volumes"] if "emptyDir" in volume]
    assert set(tmp["emptyDir"]) == {"sizeLimit"}  # a disk's, not `medium: Memory`
    resources = container(overlay)["resources"]
    assert "ephemeral-storage" in resources["requests"]
    assert "ephemeral-storage" in resources["limits"]


@every_overlay
def test_start_and_readiness_ask_for_bundles_and_liveness_for_the_process_alone(
    overlay: str,
) -> None:
    paths = {
        name: container(overlay)[name]["httpGet"]["path"]
        for name in ("startupProbe", "readinessProbe", "livenessProbe")
    }
    assert paths == {
        "startupProbe": "/readyz",
        "readinessProbe": "/readyz",
        "livenessProbe": "/healthz",
    }


@every_overlay
def test_a_release_never_takes_away_a_pod_before_the_next_is_ready(
    overlay: str,
) -> None:
    strategy = only(overlay, "Deployment")["spec"]["strategy"]
    if overlay == "edge":  # two pods do not fit, as its patch says
        assert strategy == {"type": "Recreate"}
    else:
        assert strategy == {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}


@every_overlay
def test_pods_prefer_nodes_and_zones_of_their_own(overlay: str) -> None:
    spread = pod(overlay).get("topologySpreadConstraints", [])
    keys = {} if overlay == "edge" else {"hostname", "zone"}  # it has one node
    assert {one["topologyKey"].rpartition("/")[2] for one in spread} == set(keys)
    assert all(one["whenUnsatisfiable"] == "ScheduleAnyway" for one in spread)


@every_overlay
def test_a_drain_of_a_node_is_never_blocked_for_good(overlay: str) -> None:
    budget = only(overlay, "PodDisruptionBudget")["spec"]
    assert budget["maxUnavailable"] == 1
    assert "minAvailable" not in budget
    assert budget["unhealthyPodEvictionPolicy"] == "AlwaysAllow"


@every_overlay
def test_no_secret_and_no_value_from_one_is_written_here(overlay: str) -> None:
    assert of_kind(overlay, "Secret") == []
    assert not [*references(list(objects(overlay)), "secretKeyRef")]
    # A private key has `d`; a shared one has `k`.
    text = str(objects(overlay))
    assert '"d":' not in text
    assert '"k":' not in text
    assert "PRIVATE KEY" not in text


@every_overlay
def test_nobody_gets_rights_in_the_cluster(overlay: str) -> None:
    kinds = {one["kind"] for one in objects(overlay)}
    assert not {kind for kind in kinds if "Role" in kind or kind == "ServiceAccount"}


@every_overlay
def test_every_object_says_what_it_belongs_to(overlay: str) -> None:
    for one in objects(overlay):
        labels = one["metadata"]["labels"]
        assert labels["app.kubernetes.io/name"] == "diabetes-risk"
        assert labels["app.kubernetes.io/part-of"] == "diabetes-risk"
        assert (
            labels["app.kubernetes.io/version"]
            == (container(overlay)["image"].rpartition(":")[2])
        )
