"""The image, built once for all tests from the real Dockerfile, and started once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from image.__main__ import PROGRAMS
from image.base import debian_base
from image.built import Image, build
from image.container import Container
from image.patient import free_port, wait_until_ready


@pytest.fixture(scope="session")
def image() -> Image:
    """As `make image` makes it; what that has just built is taken from its cache."""
    if absent := [name for name in PROGRAMS if shutil.which(name) is None]:
        pytest.skip(f"not installed: {', '.join(absent)}")
    return build(debian_base())


@pytest.fixture(scope="session")
def port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def container(
    image: Image, port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Container]:
    """The image at work: read-only, not root, 512 MB."""
    folder = tmp_path_factory.mktemp("container")
    with Container(image, folder, DIABETES_RISK_PORT=str(port)) as container:
        wait_until_ready(port, container)
        yield container


@pytest.fixture(scope="session")
def packages(container: Container) -> Path:
    """Where the Python packages of the image are."""
    (folder,) = container.root.glob("opt/packages/lib/python3*/site-packages")
    return folder
