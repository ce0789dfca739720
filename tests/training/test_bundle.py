"""A bundle is written whole, verified, or not at all."""

import json
import shutil
from pathlib import Path

import pytest

from service.engine.bundle import BundleError, open_bundle
from training.bundle import BundleExistsError, write_bundle


@pytest.fixture
def parts(fitted: tuple[Path, str]) -> tuple[dict, dict]:
    """The manifest without its hashes, and the other files, of a real bundle."""
    manifest = json.loads((fitted[0] / "manifest.json").read_bytes())
    files = {name: (fitted[0] / name).read_bytes() for name in manifest.pop("files")}
    return manifest, files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_is_what_the_service_opens(
    parts: tuple[dict, dict], tmp_path: Path
) -> None:
    folder = tmp_path / "incident-diabetes" / "1.0.0"

    write_bundle(folder, *parts)

    assert open_bundle(folder).manifest.version == "1.0.0"
    assert names(folder.parent) == ["1.0.0"]
    assert names(folder) == sorted([*parts[1], "manifest.json"])


def test_the_same_bundle_may_be_written_again(
    parts: tuple[dict, dict], tmp_path: Path
) -> None:
    write_bundle(tmp_path / "1.0.0", *parts)
    write_bundle(tmp_path / "1.0.0", *parts)

    assert names(tmp_path) == ["1.0.0"]


def test_another_bundle_of_the_same_version_is_refused_unless_forced(
    parts: tuple[dict, dict], tmp_path: Path
) -> None:
    manifest, files = parts
    folder = tmp_path / "1.0.0"
    write_bundle(folder, manifest, files)
    other = {**files, "card.md": b"# Another card\n"}

    with pytest.raises(BundleExistsError, match="--force"):
        write_bundle(folder, manifest, other)
    assert (folder / "card.md").read_bytes() == files["card.md"]

    write_bundle(folder, manifest, other, force=True)
    assert (folder / "card.md").read_bytes() == b"# Another card\n"
    assert names(tmp_path) == ["1.0.0"]


def test_a_bundle_the_service_would_refuse_leaves_no_trace(
    parts: tuple[dict, dict], tmp_path: Path
) -> None:
    manifest, files = parts
    golden = json.loads(files["golden.json"])
    golden["rows"][0]["risk"][0] += 0.01
    write_bundle(tmp_path / "1.0.0", manifest, files)
    damaged = {**files, "golden.json": json.dumps(golden).encode()}

    with pytest.raises(BundleError, match="golden rows differ"):
        write_bundle(tmp_path / "1.0.0", manifest, damaged, force=True)

    assert names(tmp_path) == ["1.0.0"]
    assert (tmp_path / "1.0.0" / "golden.json").read_bytes() == files["golden.json"]


def test_a_folder_with_a_foreign_file_is_not_taken_for_the_same_bundle(
    parts: tuple[dict, dict], tmp_path: Path
) -> None:
    write_bundle(tmp_path / "1.0.0", *parts)
    shutil.copy(tmp_path / "1.0.0" / "card.md", tmp_path / "1.0.0" / "notes.md")

    with pytest.raises(BundleExistsError):
        write_bundle(tmp_path / "1.0.0", *parts)
