"""The real program, started as an operator starts it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PATIENTS = [
    {"age": 54, "sex": "female", "fasting_glucose": 5.9},
    {"age": 541, "sex": "female"},
]


def run(
    *arguments: object, models: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "service", *map(str, arguments)],
        env=os.environ | {"DIABETES_RISK_MODELS": str(models)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_check_verifies_every_bundle(models: Path) -> None:
    result = run("check", models=models)

    assert result.returncode == 0, result.stderr
    assert "ok       incident-diabetes" in result.stdout


def test_check_fails_on_a_changed_file(models: Path, tmp_path: Path) -> None:
    copy = tmp_path / "models"
    shutil.copytree(models, copy)
    (model,) = copy.glob("incident-diabetes/*/golden.json")
    model.write_text(model.read_text() + " ")

    result = run("check", models=copy)

    assert result.returncode == 1
    assert "REFUSED" in result.stderr
    assert "copy the bundle again" in result.stderr


def test_serve_refuses_a_damaged_bundle_with_what_to_do(
    models: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "models"
    shutil.copytree(models, copy)
    (manifest,) = copy.glob("incident-diabetes/*/manifest.json")
    text = manifest.read_text()
    fingerprint = json.loads(text)["variables_fingerprint"]
    manifest.write_text(text.replace(fingerprint, "sha256:" + "0" * 64))

    result = run("serve", models=copy)

    assert result.returncode == 2
    assert "train the bundle again with this version" in result.stderr
    assert "Traceback" not in result.stderr


def test_serve_without_bundles_says_where_it_looked(
    models: Path, tmp_path: Path
) -> None:
    result = run("serve", models=tmp_path)

    assert result.returncode == 2
    assert "DIABETES_RISK_MODELS" in result.stderr


def test_an_address_others_can_reach_needs_a_trust_file(models: Path) -> None:
    result = run("serve", models=models, DIABETES_RISK_HOST="0.0.0.0")  # noqa: S104

    assert result.returncode == 2
    assert "no DIABETES_RISK_TRUST file" in result.stderr


def test_an_unknown_setting_is_refused(models: Path) -> None:
    result = run("check", models=models, DIABETES_RISK_PROT="8000")

    assert result.returncode == 2
    assert "unknown: DIABETES_RISK_PROT" in result.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("p.json", json.dumps(PATIENTS), id="JSON array"),
        pytest.param("p.ndjson", "\n".join(map(json.dumps, PATIENTS)), id="NDJSON"),
        pytest.param(
            "p.csv",
            "age;sex;fasting_glucose\n54;Nữ;5,9\n541;female;\n",
            id="CSV with decimal commas",
        ),
    ],
)
def test_score_answers_row_by_row_and_tells_of_refusals(
    models: Path, tmp_path: Path, name: str, content: str
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")

    result = run("score", file, "--language", "en", models=models)

    first, second = map(json.loads, result.stdout.splitlines())
    assert first["assessments"][0]["risks"][0]["horizon_years"] == 3
    values = {
        c["variable"]: c["value"] for c in first["assessments"][0]["contributions"]
    }
    assert values["fasting_glucose"] == 5.9
    assert second["error"]["errors"][0]["code"] == "implausible"
    assert result.returncode == 1
    assert "1 row was refused." in result.stderr


def test_score_reads_one_patient_over_several_lines(
    models: Path, tmp_path: Path
) -> None:
    file = tmp_path / "patient.json"
    file.write_text(json.dumps({"patient": PATIENTS[0], "language": "en"}, indent=2))

    result = run("score", file, models=models)

    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["assessments"]


@pytest.mark.parametrize(
    ("option", "setting", "given"),
    [
        ([], "true", True),
        ([], "false", False),
        (["--interval"], "false", True),
        (["--no-interval"], "true", False),
    ],
)
def test_score_gives_ranges_as_its_option_says_or_else_the_setting(
    models: Path, tmp_path: Path, option: list[str], setting: str, *, given: bool
) -> None:
    file = tmp_path / "patient.json"
    file.write_text(json.dumps(PATIENTS[0]))

    result = run("score", file, *option, models=models, DIABETES_RISK_INTERVAL=setting)

    assert result.returncode == 0, result.stderr
    for assessment in json.loads(result.stdout)["assessments"]:
        assert (assessment["interval"] is not None) == given


def test_score_refuses_a_file_that_is_not_utf_8(models: Path, tmp_path: Path) -> None:
    file = tmp_path / "patients.csv"
    file.write_bytes("age,sex\n54,n\u1eef\n".encode("utf-16"))

    result = run("score", file, models=models)

    assert result.returncode == 2
    assert "not UTF-8" in result.stderr


def test_score_refuses_a_bundle_that_is_not_there(models: Path, tmp_path: Path) -> None:
    file = tmp_path / "patients.json"
    file.write_text("[]")

    result = run("score", file, "--bundle", "other", models=models)

    assert result.returncode == 2
    assert "No bundle other" in result.stderr
