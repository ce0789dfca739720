"""The overlays as `kubectl apply -k` would send them."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "k8s" / "overlays"
OVERLAYS = sorted(path.name for path in FOLDER.iterdir())
OPERATOR_API = "monitoring.coreos.com/v1"

Object = dict[str, Any]


@cache
def objects(overlay: str) -> tuple[Object, ...]:
    """What an overlay makes."""
    return built(FOLDER / overlay)


def built(folder: Path) -> tuple[Object, ...]:
    """What a kustomization makes."""
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed")
    done = subprocess.run(
        ["kubectl", "kustomize", str(folder)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # It warns of fields that are to go.
    assert done.stderr == ""
    return tuple(yaml.safe_load_all(done.stdout))


def of_kind(overlay: str, kind: str) -> list[Object]:
    """Its objects of one kind."""
    return [one for one in objects(overlay) if one["kind"] == kind]


def only(overlay: str, kind: str, name: str = "") -> Object:
    """Its one object of a kind, or the one whose name begins like that."""
    (found,) = [
        one
        for one in of_kind(overlay, kind)
        if one["metadata"]["name"].startswith(name)
    ]
    return found


def pod(overlay: str) -> Object:
    """The specification of its pods."""
    specification: Object = only(overlay, "Deployment")["spec"]["template"]["spec"]
    return specification


def container(overlay: str) -> Object:
    """The one container of its pods."""
    (one,) = pod(overlay)["containers"]
    return one


def settings(overlay: str) -> dict[str, str]:
    """The environment of its pods."""
    data: dict[str, str] = only(overlay, "ConfigMap", "diabetes-risk-settings")["data"]
    return data


def chosen(overlay: str, component: str) -> bool:
    """Whether it takes a component."""
    text = (FOLDER / overlay / "kustomization.yaml").read_text()
    return f"../../components/{component}" in yaml.safe_load(text)["components"]


def references(value: object, key: str) -> Iterator[Any]:
    """Every value of a key, at any depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key:
                yield inner
            yield from references(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner, key)


every_overlay = pytest.mark.parametrize("overlay", OVERLAYS)
