"""Write a bundle whole or not at all.

The files are made in a folder beside, forced to the disk, opened with the code that
will serve them, and only then given their name.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from service.engine.bundle import open_bundle
from training.errors import TrainingError

MANIFEST = "manifest.json"


class BundleExistsError(TrainingError):
    """Another bundle has this name and version."""


def to_json(content: Mapping[str, object]) -> bytes:
    """JSON that is the same for the same content."""
    text = json.dumps(content, sort_keys=True, indent=2, ensure_ascii=False)
    return (text + "\n").encode()


def write_bundle(
    folder: Path,
    manifest: Mapping[str, object],
    files: Mapping[str, bytes],
    *,
    force: bool = False,
) -> None:
    """Write `folder` (.../<name>/<version>) and verify it.

    Args:
        folder: The bundle's folder; its parents are made.
        manifest: Everything but `files`, which is added here.
        files: The content of each file but the manifest.
        force: Replace a different bundle of this name and version.

    Raises:
        BundleExistsError: A different bundle is there and `force` is not set.
        BundleError: The service would refuse what was made; `folder` is as it was.
    """
    digests = {name: hashlib.sha256(files[name]).hexdigest() for name in files}
    whole = {**files, MANIFEST: to_json({**manifest, "files": digests})}
    if folder.exists() and not force and not _holds(folder, whole):
        raise BundleExistsError(
            f"{folder} holds a different bundle. Give the new one another --version, "
            "or replace it with --force."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=folder.parent, prefix=f".{folder.name}-", ignore_cleanup_errors=True
    ) as scratch:
        made = Path(scratch) / "new"
        made.mkdir()
        for name, content in whole.items():
            _write_durably(made / name, content)
        _sync(made)
        open_bundle(made)
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        made.rename(folder)
        _sync(folder.parent)


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    names = {path.name for path in folder.iterdir()}
    return names == set(files) and all(
        (folder / name).read_bytes() == content for name, content in files.items()
    )


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
