"""What is written to files, and what two looks at them lead to."""

import shutil
from pathlib import Path

from service.engine.rollout.rollout import Rollout
from service.engine.rollout.selection import Selection

NAME = "undiagnosed-diabetes"


def plan(file: Path, **line: object) -> None:
    """Write the rollout file."""
    lines = (f"{key} = {value!r}" for key, value in line.items())
    file.write_text(f"[{NAME}]\n" + "\n".join(lines))


def spoil(models: Path, version: str) -> None:
    model = models / NAME / version / "model.onnx"
    model.write_bytes(model.read_bytes()[:-1])


def mend(models: Path, shelf: Path, version: str) -> None:
    shutil.copy(shelf / NAME / version / "model.onnx", models / NAME / version)


def settled(rollout: Rollout) -> Selection | None:
    """What two looks in a row lead to."""
    assert rollout.look() is None, "one look alone decides nothing"
    return rollout.look()


def served(selection: Selection | None) -> list[str]:
    assert selection is not None
    return [bundle.manifest.version for bundle in selection.served]


def refused(selection: Selection | None) -> list[str]:
    assert selection is not None
    return [refusal.version for refusal in selection.refusals]
