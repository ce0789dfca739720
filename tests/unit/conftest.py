"""What the unit tests share besides what every test may use."""

import shutil
from pathlib import Path

import pytest

from service.engine.bundle import Bundle
from tests.unit.altered import AlteredBundle


@pytest.fixture(scope="session")
def bundle_folder(models: Path, bundle: Bundle) -> Path:
    """The folder of the committed bundle."""
    return models / bundle.manifest.name / bundle.manifest.version


@pytest.fixture
def altered(bundle_folder: Path, tmp_path: Path) -> AlteredBundle:
    """A copy of the committed bundle, to be spoilt."""
    folder = tmp_path / bundle_folder.parent.name / bundle_folder.name
    shutil.copytree(bundle_folder, folder)
    return AlteredBundle(folder)
