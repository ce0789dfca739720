"""Schemathesis against the running service: no 5xx, no answer outside the schema.

A short run here; `make fuzz` gives it two minutes.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import Server


def test_no_request_breaks_the_contract(
    models: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    seconds = request.config.getoption("--fuzz-seconds")
    with Server(models, tmp_path / "log") as server:
        result = subprocess.run(
            [
                str(Path(sys.executable).with_name("schemathesis")),
                "run",
                f"{server.url}/schema/openapi.json",
                f"--max-time={seconds}",
                "--seed=1",
                "--warnings=off",
            ],
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            check=False,
        )

    assert result.returncode == 0, result.stdout[-8000:]
    assert "error" not in {line["level"] for line in server.lines()}
