"""Every object is what the API of Kubernetes, or of the Prometheus operator, takes."""

import json
import shutil
import subprocess
from pathlib import Path

import kubernetes_validate
import pytest

from tests.k8s.overlays import (
    OPERATOR_API,
    OVERLAYS,
    Object,
    chosen,
    every_overlay,
    objects,
)

# The three newest minor versions whose schemas there are.
MINORS = ["1.35", "1.36", "1.37"]
WATCHED = [name for name in OVERLAYS if chosen(name, "monitoring")]
CRDS = Path(__file__).parent / "crds"
MODELS = "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1"


def monitors(overlay: str) -> list[Object]:
    return [one for one in objects(overlay) if one["apiVersion"] == OPERATOR_API]


def run(*command: str | Path, text: str = "", folder: Path = CRDS) -> str:
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if not (CRDS / "node_modules").exists():
        pytest.fail("run: npm ci --prefix tests/k8s/crds")
    done = subprocess.run(
        [str(part) for part in command],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert done.stderr == ""
    return done.stdout


def unknown_fields(ones: list[Object], folder: Path) -> str:
    """What TypeScript says of fields that the operator's types do not have."""
    lines = [f'import type * as models from "{MODELS}";']
    for number, one in enumerate(ones):
        lines.append(
            f"export const x{number}: models.I{one['kind']} = {json.dumps(one)};"
        )
    (folder / "objects.ts").write_text("\n".join(lines))
    (folder / "node_modules").symlink_to(CRDS / "node_modules")
    compiler = CRDS / "node_modules" / ".bin" / "tsc"
    options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"]
    return run(compiler, *options, "objects.ts", folder=folder)


def test_the_three_newest_minor_versions_are_those_that_are_checked() -> None:
    assert kubernetes_validate.latest_version() == f"{MINORS[-1]}.0"


@pytest.mark.parametrize("minor", MINORS)
@every_overlay
def test_kubernetes_takes_every_object(overlay: str, minor: str) -> None:
    for one in objects(overlay):
        if one["apiVersion"] != OPERATOR_API:
            kubernetes_validate.validate(one, minor, strict=True)


def test_a_field_that_kubernetes_does_not_know_would_be_found() -> None:
    wrong = {"apiVersion": "v1", "kind": "Service", "spec": {"selectors": {}}}
    with pytest.raises(kubernetes_validate.ValidationError, match="selectors"):
        kubernetes_validate.validate(wrong, MINORS[-1], strict=True)


@pytest.mark.parametrize("overlay", WATCHED)
def test_the_prometheus_operator_takes_every_object(
    overlay: str, tmp_path: Path
) -> None:
    found = monitors(overlay)
    assert {one["kind"] for one in found} == {"PrometheusRule", "ServiceMonitor"}
    assert run("node", "validate.mjs", text=json.dumps(found)) == ""
    assert unknown_fields(found, tmp_path) == ""


def test_what_the_prometheus_operator_does_not_take_would_be_found(
    tmp_path: Path,
) -> None:
    wrong = {
        "apiVersion": OPERATOR_API,
        "kind": "ServiceMonitor",
        "metadata": {"name": "wrong"},
        "spec": {"selector": {}, "endpoints": [{"interval": "30 seconds", "prt": "x"}]},
    }
    found = run("node", "validate.mjs", text=json.dumps([wrong]))
    assert "ServiceMonitor wrong: data/spec/endpoints/0/interval must match" in found
    assert "'\"prt\"' does not exist in type" in unknown_fields([wrong], tmp_path)
