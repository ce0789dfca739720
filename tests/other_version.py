"""Another version of a bundle that answers differently, to serve it beside the first.

Its graph adds `shift` to every log-odds; the golden rows and checksums are those of the
graph, so that it is verified like any other.
"""

import shutil
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from tests.unit.altered import AlteredBundle


def other_version(folder: Path, models: Path, version: str, shift: float = 0.5) -> Path:
    """Put a version of the bundle in `folder` below `models`; returns its folder."""
    other = models / folder.parent.name / version
    shutil.copytree(folder, other)
    altered = AlteredBundle(other)
    altered.describe(
        version=version, base_log_odds=altered.manifest["base_log_odds"] + shift
    )
    altered.approve(_shifted(altered.model, shift))
    return other


def _shifted(model: bytes, shift: float) -> bytes:
    changed = onnx.ModelProto.FromString(model)
    bases = next(i for i in changed.graph.initializer if i.name == "tier_base")
    moved = numpy_helper.to_array(bases) + np.float32(shift)
    bases.CopyFrom(numpy_helper.from_array(moved, bases.name))
    content: bytes = changed.SerializeToString()
    return content
