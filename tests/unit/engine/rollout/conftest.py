"""Versions of a bundle to place below a folder, and a rollout file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.other_version import other_version
from tests.unit.engine.rollout.looks import NAME


@pytest.fixture(scope="session")
def shelf(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Versions 1.0.0, 1.1.0 and 1.10.0 of a bundle."""
    shelf = tmp_path_factory.mktemp("shelf")
    (committed,) = (models / NAME).iterdir()
    for version, shift in (("1.0.0", 0.0), ("1.1.0", 0.5), ("1.10.0", 1.0)):
        other_version(committed, shelf, version, shift)
    return shelf


@pytest.fixture
def place(shelf: Path, tmp_path: Path) -> Callable[..., Path]:
    """Puts versions below a folder of the test's own, which it returns."""

    def place(*versions: str) -> Path:
        for version in versions:
            shutil.copytree(
                shelf / NAME / version, tmp_path / "models" / NAME / version
            )
        return tmp_path / "models"

    return place


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rollout.toml"
