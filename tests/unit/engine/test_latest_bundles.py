"""Of each bundle the highest version is served."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.engine.bundle import BundleError, open_placed_bundle
from service.engine.rollout.shelf import latest_bundles


def folders(models: Path, *names: str) -> None:
    for name in names:
        (models / name).mkdir(parents=True)
        (models / name / "manifest.json").touch()


@pytest.mark.parametrize(
    ("versions", "latest"),
    [
        (["1.0.0", "1.0.1"], "1.0.1"),
        (["1.9.0", "1.10.0"], "1.10.0"),
        (["9.0.0", "10.0.0"], "10.0.0"),
        (["2.0.0", "1.99.99"], "2.0.0"),
    ],
)
def test_versions_are_numbers_and_not_words(
    tmp_path: Path, versions: list[str], latest: str
) -> None:
    folders(tmp_path, *(f"incident-diabetes/{v}" for v in versions))

    assert latest_bundles(tmp_path) == [tmp_path / "incident-diabetes" / latest]


def test_every_bundle_has_one(tmp_path: Path) -> None:
    folders(tmp_path, "b/1.0.0", "a/2.0.0", "a/1.0.0")

    found = latest_bundles(tmp_path)

    assert found == [tmp_path / "a" / "2.0.0", tmp_path / "b" / "1.0.0"]


def test_what_has_no_manifest_is_no_bundle(tmp_path: Path) -> None:
    folders(tmp_path, "a/1.0.0")
    (tmp_path / "a" / "2.0.0").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "README.md").touch()

    assert latest_bundles(tmp_path) == [tmp_path / "a" / "1.0.0"]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda folder: None, id="an empty folder"),
        pytest.param(shutil.rmtree, id="no folder"),
    ],
)
def test_none_at_all_tells_which_setting_to_mend(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    models = tmp_path / "models"
    models.mkdir()
    spoil(models)

    with pytest.raises(BundleError) as refused:
        latest_bundles(models)

    assert f"{models}: no bundle here; set DIABETES_RISK_MODELS" in str(refused.value)


def test_a_bundle_under_another_name_is_refused(
    bundle_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "other-name" / bundle_folder.name
    shutil.copytree(bundle_folder, copy)

    with pytest.raises(BundleError, match="move the bundle to"):
        open_placed_bundle(copy)
