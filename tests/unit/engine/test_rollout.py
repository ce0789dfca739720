"""Which version is served follows from files alone: at a start, and while serving."""

import gc
import os
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from service.engine.bundle import BundleError
from service.engine.rollout.plan import RolloutError
from service.engine.rollout.rollout import Rollout
from service.engine.rollout.selection import Selection
from tests.other_version import other_version
from tests.unit.altered import AlteredBundle

NAME = "undiagnosed-diabetes"


@pytest.fixture(scope="session")
def shelf(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Versions 1.0.0, 1.1.0 and 1.10.0 of a bundle."""
    shelf = tmp_path_factory.mktemp("shelf")
    committed = models / NAME / "1.0.0"
    shutil.copytree(committed, shelf / NAME / "1.0.0")
    for version, shift in (("1.1.0", 0.5), ("1.10.0", 1.0)):
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


class TestStart:
    """What is served first."""

    def test_without_a_plan_the_highest_version_is_served(
        self, place: Callable[..., Path]
    ) -> None:
        assert served(Rollout(place("1.1.0", "1.10.0"), None).selection) == ["1.10.0"]

    def test_a_bundle_that_the_file_does_not_name_is_served_in_its_highest(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        file.write_text("")

        assert served(Rollout(place("1.0.0", "1.1.0"), file).selection) == ["1.1.0"]

    def test_the_file_says_what_is_served_and_what_is_tried(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        plan(file, serve="1.0.0", shadow="1.10.0", canary="1.1.0", canary_percent=5)

        selection = Rollout(place("1.0.0", "1.1.0", "1.10.0"), file).selection

        assert served(selection) == ["1.0.0"]
        assert [b.manifest.version for b in selection.shadows] == ["1.10.0"]
        (canary,) = selection.canaries
        assert (canary.bundle.manifest.version, canary.share) == ("1.1.0", 0.05)

    def test_a_damaged_highest_version_leaves_the_next_to_serve(
        self, place: Callable[..., Path]
    ) -> None:
        """A process that is replaced serves what those beside it go on serving."""
        models = place("1.0.0", "1.1.0")
        spoil(models, "1.1.0")

        selection = Rollout(models, None).selection

        assert served(selection) == ["1.0.0"]
        (refusal,) = selection.refusals
        assert (refusal.bundle, refusal.version) == (NAME, "1.1.0")
        assert "copy the bundle again" in refusal.why

    def test_no_version_that_verifies_is_refused_for_the_reason_of_the_highest(
        self, place: Callable[..., Path]
    ) -> None:
        models = place("1.0.0", "1.1.0")
        spoil(models, "1.0.0")
        spoil(models, "1.1.0")

        with pytest.raises(BundleError, match=r"1\.1\.0/model\.onnx: SHA-256 is"):
            Rollout(models, None)

    def test_a_damaged_version_that_was_asked_for_is_not_replaced_by_another(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        """Whoever names a version may have done so because another is wrong."""
        models = place("1.0.0", "1.1.0")
        spoil(models, "1.0.0")
        plan(file, serve="1.0.0")

        with pytest.raises(BundleError, match=r"1\.0\.0/model\.onnx: SHA-256 is"):
            Rollout(models, file)

    def test_a_version_that_is_not_there_is_refused_with_those_that_are(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        plan(file, serve="3.0.0")

        with pytest.raises(BundleError, match=r"3\.0\.0 is not .*\(there: 1\.1\.0, 1"):
            Rollout(place("1.0.0", "1.1.0"), file)

    @pytest.mark.parametrize("key", ["shadow", "canary"])
    def test_nothing_that_is_only_tried_keeps_the_service_from_starting(
        self, place: Callable[..., Path], file: Path, key: str
    ) -> None:
        models = place("1.0.0", "1.1.0")
        spoil(models, "1.1.0")
        share = {"canary_percent": 5} if key == "canary" else {}
        plan(file, serve="1.0.0", **{key: "1.1.0"}, **share)

        selection = Rollout(models, file).selection

        assert served(selection) == ["1.0.0"]
        assert (selection.shadows, selection.canaries) == ((), ())
        assert refused(selection) == ["1.1.0"]

    def test_an_unknown_bundle_is_refused_with_those_there_are(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        file.write_text("[undiagnosed]\nserve = '1.0.0'")

        with pytest.raises(
            RolloutError, match=f"no bundle undiagnosed; there is {NAME}"
        ):
            Rollout(place("1.0.0"), file)

    def test_a_file_that_is_not_there_is_refused(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        with pytest.raises(RolloutError, match=r"rollout\.toml: No such file"):
            Rollout(place("1.0.0"), file)


class TestWhileServing:
    """What changes, and what must not."""

    def test_nothing_new_is_nothing_to_do(self, place: Callable[..., Path]) -> None:
        rollout = Rollout(place("1.0.0"), None)

        assert [rollout.look() for _ in range(3)] == [None, None, None]

    def test_a_higher_version_is_served_once_it_lies_still(
        self, place: Callable[..., Path]
    ) -> None:
        rollout = Rollout(place("1.0.0"), None)

        models = place("1.1.0")
        assert rollout.look() is None
        (models / NAME / "1.1.0" / "notes").touch()

        assert served(settled(rollout)) == ["1.1.0"]

    def test_what_did_not_change_is_not_opened_again(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        plan(file, serve="1.0.0")
        rollout = Rollout(place("1.0.0", "1.1.0"), file)
        (before,) = rollout.selection.served

        plan(file, serve="1.0.0", shadow="1.1.0")
        selection = settled(rollout)

        assert selection is not None
        assert selection.served[0] is before

    def test_the_old_line_put_back_goes_back(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        plan(file, serve="1.0.0")
        rollout = Rollout(place("1.0.0", "1.1.0"), file)

        plan(file, serve="1.1.0")
        assert served(settled(rollout)) == ["1.1.0"]
        plan(file, serve="1.0.0")

        assert served(settled(rollout)) == ["1.0.0"]

    def test_what_is_neither_served_nor_tried_leaves_the_memory(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        plan(file, serve="1.0.0", shadow="1.10.0", canary="1.1.0", canary_percent=5)
        rollout = Rollout(place("1.0.0", "1.1.0", "1.10.0"), file)
        tried = [*rollout.selection.shadows]
        tried += [canary.bundle for canary in rollout.selection.canaries]
        left = [weakref.ref(bundle.scorer) for bundle in tried]

        del tried
        plan(file, serve="1.0.0")
        settled(rollout)
        gc.collect()

        assert [scorer() for scorer in left] == [None, None]

    def test_a_damaged_version_changes_nothing_and_is_served_once_it_is_mended(
        self, place: Callable[..., Path], shelf: Path
    ) -> None:
        rollout = Rollout(place("1.0.0"), None)

        models = place("1.1.0")
        spoil(models, "1.1.0")
        selection = settled(rollout)
        assert (served(selection), refused(selection)) == (["1.0.0"], ["1.1.0"])
        mend(models, shelf, "1.1.0")

        selection = settled(rollout)
        assert (served(selection), refused(selection)) == (["1.1.0"], [])

    def test_a_damaged_version_that_was_asked_for_leaves_the_one_that_answers(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        plan(file, serve="1.1.0")
        models = place("1.0.0", "1.1.0", "1.10.0")
        rollout = Rollout(models, file)

        spoil(models, "1.0.0")
        plan(file, serve="1.0.0")
        selection = settled(rollout)

        assert (served(selection), refused(selection)) == (["1.1.0"], ["1.0.0"])

    @pytest.mark.parametrize("pinned", [True, False])
    def test_a_version_whose_files_are_damaged_goes_on_from_memory(
        self, place: Callable[..., Path], file: Path, *, pinned: bool
    ) -> None:
        file.touch()
        if pinned:
            plan(file, serve="1.1.0")
        models = place("1.0.0", "1.1.0")
        rollout = Rollout(models, file)

        spoil(models, "1.1.0")
        selection = settled(rollout)

        assert (served(selection), refused(selection)) == (["1.1.0"], ["1.1.0"])

    def test_a_version_that_was_asked_for_goes_on_when_its_folder_is_gone(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        plan(file, serve="1.1.0")
        models = place("1.0.0", "1.1.0")
        rollout = Rollout(models, file)

        shutil.rmtree(models / NAME / "1.1.0")
        selection = settled(rollout)

        assert (served(selection), refused(selection)) == (["1.1.0"], ["1.1.0"])

    def test_a_bundle_goes_on_when_all_of_it_is_gone(
        self, place: Callable[..., Path]
    ) -> None:
        models = place("1.0.0")
        rollout = Rollout(models, None)

        shutil.rmtree(models)
        selection = settled(rollout)

        assert (served(selection), refused(selection)) == (["1.0.0"], ["1.0.0"])

    def test_without_a_plan_a_folder_moved_away_is_a_way_back(
        self, place: Callable[..., Path]
    ) -> None:
        """So that who starts later serves the same as who was there."""
        models = place("1.0.0", "1.1.0")
        rollout = Rollout(models, None)

        (models / NAME / "1.1.0").rename(models.parent / "1.1.0")

        assert served(settled(rollout)) == ["1.0.0"]

    def test_a_new_bundle_that_cannot_be_opened_disturbs_no_other(
        self, place: Callable[..., Path]
    ) -> None:
        models = place("1.0.0")
        rollout = Rollout(models, None)

        (models / "new" / "1.0.0").mkdir(parents=True)
        (models / "new" / "1.0.0" / "manifest.json").write_text("{}")
        selection = settled(rollout)

        assert served(selection) == ["1.0.0"]
        assert selection is not None
        assert [one.bundle for one in selection.refusals] == ["new"]

    @pytest.mark.parametrize(
        "content", ["[", "[other]\nserve = '1'", f"[{NAME}]\nserv = '1.1.0'"]
    )
    def test_a_file_that_cannot_be_meant_changes_nothing_until_it_can(
        self, place: Callable[..., Path], file: Path, content: str
    ) -> None:
        plan(file, serve="1.0.0")
        rollout = Rollout(place("1.0.0", "1.1.0"), file)

        file.write_text(content)
        with pytest.raises(RolloutError):
            settled(rollout)
        assert served(rollout.selection) == ["1.0.0"]
        assert rollout.look() is None
        plan(file, serve="1.1.0")

        assert served(settled(rollout)) == ["1.1.0"]

    def test_a_file_that_is_empty_for_a_moment_is_not_taken_at_its_word(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        """As `cp` leaves it, between emptying it and writing."""
        plan(file, serve="1.0.0")
        rollout = Rollout(place("1.0.0", "1.1.0"), file)

        file.write_text("")
        assert rollout.look() is None
        plan(file, serve="1.0.0")

        assert settled(rollout) is None
        assert served(rollout.selection) == ["1.0.0"]

    def test_a_file_behind_links_is_seen_to_change_when_a_link_does(
        self, place: Callable[..., Path], tmp_path: Path
    ) -> None:
        """As Kubernetes exchanges what is mounted of a ConfigMap."""
        mounted = tmp_path / "mounted"
        for day, version in (("monday", "1.0.0"), ("friday", "1.1.0")):
            (mounted / day).mkdir(parents=True)
            plan(mounted / day / "rollout.toml", serve=version)
        (mounted / "..data").symlink_to("monday")
        (mounted / "rollout.toml").symlink_to("..data/rollout.toml")
        rollout = Rollout(place("1.0.0", "1.1.0"), mounted / "rollout.toml")

        (mounted / "..new").symlink_to("friday")
        (mounted / "..new").rename(mounted / "..data")

        assert served(settled(rollout)) == ["1.1.0"]

    def test_a_file_exchanged_for_one_of_the_same_size_and_time_is_seen(
        self, place: Callable[..., Path]
    ) -> None:
        models = place("1.0.0")
        rollout = Rollout(models, None)
        model = models / NAME / "1.0.0" / "model.onnx"
        was = model.stat()

        other = model.with_name("copied")
        other.write_bytes(bytes(was.st_size))
        os.utime(other, ns=(was.st_atime_ns, was.st_mtime_ns))
        other.rename(model)

        assert refused(settled(rollout)) == ["1.0.0"]

    def test_a_shadow_must_answer_the_same_question(
        self, place: Callable[..., Path], file: Path
    ) -> None:
        plan(file, serve="1.0.0", shadow="1.1.0")
        models = place("1.0.0", "1.1.0")
        altered = AlteredBundle(models / NAME / "1.1.0")
        altered.describe(outcome=altered.manifest["outcome"] | {"code": "other"})

        selection = Rollout(models, file).selection

        assert selection.shadows == ()
        assert "answers another question" in selection.refusals[0].why
