"""What the Dockerfile makes: small, the same every time, and listed part by part."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from image.base import debian_base
from image.buildah import buildah
from image.built import ROOT, Image, build
from image.container import Container
from image.parts import bill_of_materials, licences

MAX_MEGABYTES = 250
# What the image's Python is, for the markers of requirements.
ENVIRONMENT = {
    "python_version": "3.13",
    "python_full_version": "3.13.0",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "sys_platform": "linux",
}


def required() -> dict[str, str]:
    """Package and version of every line of requirements/service.txt that applies."""
    text = (ROOT / "requirements" / "service.txt").read_text()
    lines = re.findall(r"^[a-zA-Z].*?(?= \\$)", text, re.MULTILINE)
    found = [Requirement(line) for line in lines]
    return {
        canonicalize_name(one.name): str(one.specifier).removeprefix("==")
        for one in found
        if one.marker is None or one.marker.evaluate(ENVIRONMENT)
    }


def test_the_dockerfile_follows_the_linters_rules() -> None:
    linter = Path(sys.executable).parent / "hadolint"
    done = subprocess.run(
        [str(linter), str(ROOT / "Dockerfile")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0


def test_the_image_is_small_beyond_its_base(image: Image) -> None:
    assert 100 < image.megabytes < MAX_MEGABYTES


def test_a_new_release_of_the_service_is_a_small_layer(image: Image) -> None:
    _base, packages, service, _bundles = image.sizes
    assert service < 10 < packages


def test_a_second_build_without_the_first_gives_the_same_bytes(image: Image) -> None:
    again = build(debian_base(), name="localhost/diabetes-risk-again", again=True)
    buildah("rmi", again.name)
    assert again.layers == image.layers


def test_it_runs_the_service_and_nothing_probes_or_wraps_it(image: Image) -> None:
    assert image.config["Cmd"] == ["diabetes-risk", "serve"]
    assert "Entrypoint" not in image.config
    assert "Healthcheck" not in image.config
    assert image.config["User"] == "10001:10001"


def test_its_labels_say_what_it_is(image: Image) -> None:
    labels = image.config["Labels"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert labels["org.opencontainers.image.version"] == project["version"]
    assert labels["org.opencontainers.image.licenses"] == "Apache-2.0"
    assert labels["org.opencontainers.image.base.name"] == image.base_name
    revision = labels["org.opencontainers.image.revision"]
    assert re.fullmatch(r"[0-9a-f]{40}|unknown", revision)


def test_no_secret_of_the_build_stays_in_it(image: Image, container: Container) -> None:
    assert not (container.root / "etc" / "pip.conf").exists()
    assert "pip.conf" not in str(image.config)


def test_the_list_of_parts_is_valid_and_names_every_package_that_was_asked_for(
    container: Container,
) -> None:
    bill = bill_of_materials(container.root)
    errors = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill))
    assert errors is None
    assert bill["metadata"]["component"]["name"] == "diabetes-risk"
    listed = {
        canonicalize_name(part["name"]): part["version"]
        for part in bill["components"]
        if part["purl"].startswith("pkg:pypi/")
    }
    assert listed == required()
    debian = {part["name"] for part in bill["components"]} - {*listed}
    assert {"libc6", "openssl", "python3.13"} <= debian


def test_every_package_has_a_licence(container: Container) -> None:
    table = licences(container.root)
    assert len(table.splitlines()) == 2 + len(required()) + 1  # and the service
    assert "| onnxruntime | 1." in table
    assert "not stated" not in table


@pytest.mark.parametrize("program", ["buildah", "mmdebstrap", "runc"])
def test_make_image_says_what_to_install(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in {"buildah", "mmdebstrap", "runc"} - {program}:
        (tmp_path / name).symlink_to(shutil.which("true") or "/bin/true")
    done = subprocess.run(
        [sys.executable, "-m", "image"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
    )
    assert done.stderr == f"apt-get install {program}\n"
    assert done.returncode == 1
