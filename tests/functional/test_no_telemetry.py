"""Nothing that we depend on tells anybody that it is used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = "import {first}onnxruntime as ort, sys, time; ort.InferenceSession(sys.argv[1]); time.sleep(0.5)"


@pytest.mark.parametrize("imported_first", ["service, ", "service.engine.scorer, "])
def test_onnx_runtime_identifies_no_device_and_keeps_no_report(
    models: Path, tmp_path: Path, imported_first: str
) -> None:
    model = next(models.glob("*/*/model.onnx"))
    environment = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    subprocess.run(
        [sys.executable, "-c", RUN.format(first=imported_first), model],
        env=environment | {"HOME": str(tmp_path), "XDG_CACHE_HOME": ""},
        check=True,
    )
    assert list(tmp_path.iterdir()) == []
