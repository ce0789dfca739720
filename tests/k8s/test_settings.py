"""What is configured is read by the service itself, and fits what is around it."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from service.access.key_set import read_keys
from service.access.trust import is_address, read_trust
from service.app import create_app
from service.engine.engine import RiskEngine
from service.engine.rollout.plan import read_plan
from service.observability.metrics import Metrics
from service.server import IN_FLIGHT_SECONDS
from service.settings import Settings, read_settings
from service.transports.health import Readiness
from tests.k8s.overlays import (
    OVERLAYS,
    ROOT,
    chosen,
    container,
    every_overlay,
    only,
    pod,
    settings,
)

REACHED = [name for name in OVERLAYS if chosen(name, "ingress")]
NOT_EXPOSED = {"/healthz", "/metrics", "/readyz"}
UNITS = {"Mi": 2**20, "Gi": 2**30}


def read(overlay: str) -> Settings:
    return read_settings(settings(overlay))


def size(text: str) -> int:
    return int(text[:-2]) * UNITS[text[-2:]]


def files(overlay: str, config: str) -> dict[str, str]:
    data: dict[str, str] = only(overlay, "ConfigMap", config)["data"]
    return data


@every_overlay
def test_the_service_takes_the_settings_and_listens_to_others(overlay: str) -> None:
    assert read(overlay).host == "0.0.0.0"  # noqa: S104 - a pod's own network


@every_overlay
def test_every_setting_that_names_a_file_names_one_that_is_mounted(
    overlay: str,
) -> None:
    mounts = {
        one["name"]: one["mountPath"] for one in container(overlay)["volumeMounts"]
    }
    mounted = {
        f"{mounts[volume['name']]}/{name}"
        for volume in pod(overlay)["volumes"]
        if "configMap" in volume
        for name in files(overlay, volume["configMap"]["name"])
    }
    assert {str(read(overlay).trust), str(read(overlay).rollout)} <= mounted


@every_overlay
def test_the_service_takes_the_trust_file_and_the_keys_beside_it(
    overlay: str, tmp_path: Path
) -> None:
    given = files(overlay, "diabetes-risk-trust")
    for name, text in given.items():
        (tmp_path / name).write_text(text)
    trust = read_trust(tmp_path / "trust.toml")
    for server in (*trust.authorization_server, *trust.cds_client):
        if is_address(server.jwks):
            assert chosen(overlay, "jwks")
        else:
            assert read_keys(given[server.jwks].encode())


@every_overlay
def test_the_service_takes_the_rollout_file_and_has_the_bundles_that_it_names(
    overlay: str, models: Path
) -> None:
    text = files(overlay, "diabetes-risk-rollout")["rollout.toml"]
    plan = read_plan(Path("rollout.toml"), text.encode())
    for name, line in plan.items():
        assert (models / name / line.serve / "manifest.json").exists()


@every_overlay
def test_a_pod_is_not_killed_before_it_has_drained_and_answered(overlay: str) -> None:
    longest = read(overlay).drain_seconds + IN_FLIGHT_SECONDS
    assert pod(overlay)["terminationGracePeriodSeconds"] >= longest + 5


@pytest.mark.parametrize("overlay", REACHED)
def test_it_answers_until_every_gateway_has_heard_that_it_ends(overlay: str) -> None:
    probe = container(overlay)["readinessProbe"]
    heard = probe["periodSeconds"] * probe["failureThreshold"]
    assert read(overlay).drain_seconds >= (3 if overlay == "edge" else heard + 5)


@every_overlay
def test_a_pods_disk_holds_the_batches_that_are_received(overlay: str) -> None:
    (tmp,) = [one["emptyDir"] for one in pod(overlay)["volumes"] if "emptyDir" in one]
    assert size(tmp["sizeLimit"]) >= 4 * read(overlay).max_batch_bytes
    limits = container(overlay)["resources"]["limits"]
    assert size(limits["ephemeral-storage"]) > size(tmp["sizeLimit"])


@every_overlay
def test_the_image_is_of_the_version_that_this_checkout_has(overlay: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert container(overlay)["image"].endswith(f":{project['version']}")


@pytest.mark.parametrize("overlay", REACHED)
def test_the_ingress_has_the_host_that_tokens_are_made_for(overlay: str) -> None:
    (rule,) = only(overlay, "Ingress")["spec"]["rules"]
    assert read(overlay).public_url == f"https://{rule['host']}"
    assert urlsplit(read(overlay).public_url).path == ""


@pytest.mark.parametrize("overlay", REACHED)
def test_the_gateway_takes_the_largest_body_that_the_service_takes(
    overlay: str,
) -> None:
    annotations = only(overlay, "Ingress")["metadata"].get("annotations", {})
    sizes = {int(value) for name, value in annotations.items() if "body" in name}
    # Traefik, which the edge has, knows no limit.
    expected = set() if overlay == "edge" else {read(overlay).max_batch_bytes}
    assert sizes == expected


@pytest.mark.parametrize("overlay", REACHED)
def test_every_route_is_reached_from_outside_except_probes_and_metrics(
    overlay: str, engine: RiskEngine, metrics: Metrics
) -> None:
    app = create_app(Settings(), engine, metrics, Readiness())
    (rule,) = only(overlay, "Ingress")["spec"]["rules"]
    exposed = {
        route.path
        for route in app.routes
        if any(matches(path, route.path) for path in rule["http"]["paths"])
    }
    assert {route.path for route in app.routes} - exposed == NOT_EXPOSED


def matches(path: dict[str, str], route: str) -> bool:
    if path["pathType"] == "Exact":
        return route == path["path"]
    return f"{route}/".startswith(f"{path['path']}/")
