"""The application over two versions of both bundles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.rollout.following import Client, serving
from tests.two_versions import TwoVersions, two_versions


@pytest.fixture
def placed(models: Path, tmp_path: Path) -> TwoVersions:
    return two_versions(models, tmp_path)


@pytest.fixture
def client(placed: TwoVersions) -> Iterator[Client]:
    with serving(placed) as client:
        yield client


@pytest.fixture(scope="module")
def with_canary(
    models: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """Four of ten requests about a patient are for incident-diabetes 3.1.0."""
    placed = two_versions(models, tmp_path_factory.mktemp("canary"))
    placed.old(more="canary = '3.1.0'\ncanary_percent = 40")
    with serving(placed) as client:
        yield client
