"""What is served changes when the files do, and goes back when they do."""

import gc
import os
import weakref
from collections.abc import Callable
from pathlib import Path

from service.engine.rollout.rollout import Rollout
from tests.unit.altered import AlteredBundle
from tests.unit.engine.rollout.looks import (
    NAME,
    plan,
    refused,
    served,
    settled,
)


def test_nothing_new_is_nothing_to_do(place: Callable[..., Path]) -> None:
    rollout = Rollout(place("1.0.0"), None)

    assert [rollout.look() for _ in range(3)] == [None, None, None]


def test_a_higher_version_is_served_once_it_lies_still(
    place: Callable[..., Path],
) -> None:
    rollout = Rollout(place("1.0.0"), None)

    models = place("1.1.0")
    assert rollout.look() is None
    (models / NAME / "1.1.0" / "notes").touch()

    assert served(settled(rollout)) == ["1.1.0"]


def test_what_did_not_change_is_not_opened_again(
    place: Callable[..., Path], file: Path
) -> None:
    plan(file, serve="1.0.0")
    rollout = Rollout(place("1.0.0", "1.1.0"), file)
    (before,) = rollout.selection.served

    plan(file, serve="1.0.0", shadow="1.1.0")
    selection = settled(rollout)

    assert selection is not None
    assert selection.served[0] is before


def test_the_old_line_put_back_goes_back(
    place: Callable[..., Path], file: Path
) -> None:
    plan(file, serve="1.0.0")
    rollout = Rollout(place("1.0.0", "1.1.0"), file)

    plan(file, serve="1.1.0")
    assert served(settled(rollout)) == ["1.1.0"]
    plan(file, serve="1.0.0")

    assert served(settled(rollout)) == ["1.0.0"]


def test_what_is_neither_served_nor_tried_leaves_the_memory(
    place: Callable[..., Path], file: Path
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


def test_without_a_plan_a_folder_moved_away_is_a_way_back(
    place: Callable[..., Path],
) -> None:
    """So that who starts later serves the same as who was there."""
    models = place("1.0.0", "1.1.0")
    rollout = Rollout(models, None)

    (models / NAME / "1.1.0").rename(models.parent / "1.1.0")

    assert served(settled(rollout)) == ["1.0.0"]


def test_a_file_behind_links_is_seen_to_change_when_a_link_does(
    place: Callable[..., Path], tmp_path: Path
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
    place: Callable[..., Path],
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
    place: Callable[..., Path], file: Path
) -> None:
    plan(file, serve="1.0.0", shadow="1.1.0")
    models = place("1.0.0", "1.1.0")
    altered = AlteredBundle(models / NAME / "1.1.0")
    altered.describe(outcome=altered.manifest["outcome"] | {"code": "other"})

    selection = Rollout(models, file).selection

    assert selection.shadows == ()
    assert "answers another question" in selection.refusals[0].why
