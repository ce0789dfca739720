"""The image at work: below a read-only root, as its own user, with nothing to build."""

import re
from pathlib import Path

import httpx
import pytest
from litestar.testing import TestClient

from image.built import Image
from image.container import Container
from image.patient import PATIENT, free_port, risk, wait_until_ready
from service.transports.observed import TimedLitestar

BUILDERS = ["cc", "c++", "gcc", "g++", "clang", "ld", "as", "make", "pip", "pip3", "uv"]
TRAINING = ["training", "xgboost", "sklearn", "pandas", "onnx", "shap", "matplotlib"]


def same(given: object, expected: object) -> bool:
    """Equal, except for the last digit of a float32 and the request's name."""
    if isinstance(given, dict) and isinstance(expected, dict):
        return given.keys() == expected.keys() and all(
            key == "request_id" or same(given[key], expected[key]) for key in given
        )
    if isinstance(given, list) and isinstance(expected, list):
        return len(given) == len(expected) and all(map(same, given, expected))
    if isinstance(given, float) and isinstance(expected, float):
        return given == pytest.approx(expected, abs=2e-5)
    return given == expected


def test_it_answers_about_a_patient_as_this_checkout_does(
    container: Container, port: int, client: TestClient[TimedLitestar]
) -> None:
    here = client.post("/v1/risk", json={"patient": PATIENT, "language": "en"}).json()
    assert [one["band"]["code"] for one in here["assessments"]] != []
    assert same(risk(port), here)


def test_every_committed_bundle_verifies_in_it(container: Container) -> None:
    done = container.run("diabetes-risk", "check")
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["ok", "incident-diabetes", "3.0.0"] in lines
    assert ["ok", "undiagnosed-diabetes", "2.0.0"] in lines


@pytest.mark.parametrize("path", ["/", "/schema", "/schema/openapi.json", "/metrics"])
def test_the_page_the_description_and_the_metrics_are_there(
    container: Container, port: int, path: str
) -> None:
    assert httpx.get(f"http://127.0.0.1:{port}{path}").status_code == 200


def test_it_is_not_root_and_has_no_capability(container: Container) -> None:
    status = container.run("cat", "/proc/1/status").stdout
    fields = dict(line.split(":\t", 1) for line in status.splitlines())
    assert fields["Uid"].split() == ["10001"] * 4
    assert fields["Gid"].split() == ["10001"] * 4
    assert int(fields["CapEff"], 16) == int(fields["CapBnd"], 16) == 0
    assert fields["NoNewPrivs"] == "1"


@pytest.mark.parametrize("folder", ["/", "/models", "/opt/service", "/home", "/var"])
def test_nothing_can_be_written_but_below_tmp(
    container: Container, folder: str
) -> None:
    assert "Read-only file system" in container.run("touch", f"{folder}/x").stderr
    assert container.run("touch", "/tmp/x").returncode == 0  # noqa: S108


def test_what_it_starts_with_is_compiled_already(container: Container) -> None:
    done = container.run("python", "-v", "-c", "import service.app")
    compiled = [line for line in done.stderr.splitlines() if "code object from" in line]
    from_source = [line for line in compiled if ".pyc" not in line]
    assert len(compiled) > 500
    assert from_source == []


@pytest.mark.parametrize("name", BUILDERS)
def test_there_is_nothing_to_build_or_install_with(
    container: Container, name: str
) -> None:
    assert container.run("sh", "-c", f"command -v {name}").returncode == 127
    assert not [*container.root.glob(f"*/**/bin/{name}")]


@pytest.mark.parametrize("name", ["pip", "ensurepip", "setuptools", *TRAINING])
def test_python_has_no_installer_and_no_training_stack(
    container: Container, packages: Path, name: str
) -> None:
    code = f"import importlib.util as u; print(u.find_spec('{name}'))"
    assert container.run("python", "-c", code).stdout == "None\n"
    assert not [*packages.glob(f"{name}-*.dist-info")]
    assert not [*container.root.rglob(f"{name}-*.whl")]


def test_it_knows_how_much_memory_it_may_use(container: Container, port: int) -> None:
    text = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    (line,) = re.findall(r"^diabetes_risk_memory_limit_bytes (.+)$", text, re.MULTILINE)
    assert float(line) == 512 * 2**20


def test_the_inference_library_reports_to_nobody(container: Container) -> None:
    environment = container.run("cat", "/proc/1/environ").stdout.split("\0")
    assert "ORT_DISABLE_TELEMETRY=1" in environment
    assert "telemetry" not in container.log.read_text().lower()


def test_its_own_default_is_to_answer_this_machine_only(
    image: Image, container: Container
) -> None:
    assert not [x for x in image.config["Env"] if x.startswith("DIABETES_RISK_HOST")]
    assert '"event": "this_machine_only"' in container.log.read_text()


def test_it_ends_with_success_when_it_is_told_to(image: Image, tmp_path: Path) -> None:
    port = free_port()
    settings = {"DIABETES_RISK_PORT": str(port), "DIABETES_RISK_DRAIN_SECONDS": "0"}
    with Container(image, tmp_path, megabytes=224, **settings) as container:
        wait_until_ready(port, container)
        assert container.stop() == 0
        assert '"event": "draining"' in container.log.read_text()
