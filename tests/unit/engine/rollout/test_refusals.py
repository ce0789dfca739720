"""What cannot be used changes nothing while the service answers."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.engine.bundle import BundleError
from service.engine.rollout.plan import RolloutError
from service.engine.rollout.rollout import Rollout
from service.engine.rollout.shelf import look_at
from service.engine.rollout.stock import Stock
from tests.unit.engine.rollout.looks import (
    NAME,
    mend,
    plan,
    refused,
    served,
    settled,
    spoil,
)


def test_a_damaged_version_changes_nothing_and_is_served_once_it_is_mended(
    place: Callable[..., Path], shelf: Path
) -> None:
    rollout = Rollout(place("1.0.0"), None)

    models = place("1.1.0")
    spoil(models, "1.1.0")
    selection = settled(rollout)
    assert (served(selection), refused(selection)) == (["1.0.0"], ["1.1.0"])
    mend(models, shelf, "1.1.0")

    selection = settled(rollout)
    assert (served(selection), refused(selection)) == (["1.1.0"], [])


def test_a_damaged_version_is_not_opened_again_until_its_files_change(
    place: Callable[..., Path], file: Path, shelf: Path
) -> None:
    plan(file, serve="1.0.0")
    models = place("1.0.0", "1.1.0")
    model = models / NAME / "1.1.0" / "model.onnx"
    whole = model.read_bytes()
    model.write_bytes(bytes(len(whole)))
    was = model.stat()
    rollout = Rollout(models, file)
    plan(file, serve="1.0.0", shadow="1.1.0")
    assert refused(settled(rollout)) == ["1.1.0"]

    model.write_bytes(whole)
    os.utime(model, ns=(was.st_atime_ns, was.st_mtime_ns))
    plan(file, serve="1.1.0")
    assert refused(settled(rollout)) == ["1.1.0"]
    model.touch()

    assert served(settled(rollout)) == ["1.1.0"]


def test_a_version_that_could_not_be_read_is_tried_again_at_each_look(
    place: Callable[..., Path], shelf: Path
) -> None:
    """A disk that answers again, or a right to read, is no change that a look sees."""
    models = place("1.0.0")
    rollout = Rollout(models, None)
    model = place("1.1.0") / NAME / "1.1.0" / "model.onnx"
    model.unlink()
    model.mkdir()
    as_it_lay = look_at(models)[NAME][0]
    assert refused(settled(rollout)) == ["1.1.0"]
    assert refused(rollout.look()) == ["1.1.0"]
    stock = Stock()
    with pytest.raises(BundleError, match="Is a directory"):
        stock.open(as_it_lay)

    model.rmdir()
    mend(models, shelf, "1.1.0")

    assert stock.open(as_it_lay).manifest.version == "1.1.0"
    assert served(settled(rollout)) == ["1.1.0"]
    assert rollout.look() is None


def test_a_damaged_version_that_was_asked_for_leaves_the_one_that_answers(
    place: Callable[..., Path], file: Path
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
    place: Callable[..., Path], file: Path, *, pinned: bool
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
    place: Callable[..., Path], file: Path
) -> None:
    plan(file, serve="1.1.0")
    models = place("1.0.0", "1.1.0")
    rollout = Rollout(models, file)

    shutil.rmtree(models / NAME / "1.1.0")
    selection = settled(rollout)

    assert (served(selection), refused(selection)) == (["1.1.0"], ["1.1.0"])


def test_a_bundle_goes_on_when_all_of_it_is_gone(place: Callable[..., Path]) -> None:
    models = place("1.0.0")
    rollout = Rollout(models, None)

    shutil.rmtree(models)
    selection = settled(rollout)

    assert (served(selection), refused(selection)) == (["1.0.0"], ["1.0.0"])


def test_a_new_bundle_that_cannot_be_opened_disturbs_no_other(
    place: Callable[..., Path],
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
    place: Callable[..., Path], file: Path, content: str
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
    place: Callable[..., Path], file: Path
) -> None:
    """As `cp` leaves it, between emptying it and writing."""
    plan(file, serve="1.0.0")
    rollout = Rollout(place("1.0.0", "1.1.0"), file)

    file.write_text("")
    assert rollout.look() is None
    plan(file, serve="1.0.0")

    assert settled(rollout) is None
    assert served(rollout.selection) == ["1.0.0"]
