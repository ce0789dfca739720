"""What is served first follows from files alone."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from service.engine.bundle import BundleError
from service.engine.rollout.plan import RolloutError
from service.engine.rollout.rollout import Rollout
from tests.unit.engine.rollout.looks import NAME, plan, refused, served, spoil


def test_without_a_plan_the_highest_version_is_served(
    place: Callable[..., Path],
) -> None:
    assert served(Rollout(place("1.1.0", "1.10.0"), None).selection) == ["1.10.0"]


def test_a_bundle_that_the_file_does_not_name_is_served_in_its_highest(
    place: Callable[..., Path], file: Path
) -> None:
    file.write_text("")

    assert served(Rollout(place("1.0.0", "1.1.0"), file).selection) == ["1.1.0"]


def test_the_file_says_what_is_served_and_what_is_tried(
    place: Callable[..., Path], file: Path
) -> None:
    plan(file, serve="1.0.0", shadow="1.10.0", canary="1.1.0", canary_percent=5)

    selection = Rollout(place("1.0.0", "1.1.0", "1.10.0"), file).selection

    assert served(selection) == ["1.0.0"]
    assert [b.manifest.version for b in selection.shadows] == ["1.10.0"]
    (canary,) = selection.canaries
    assert (canary.bundle.manifest.version, canary.share) == ("1.1.0", 0.05)


def test_a_damaged_highest_version_leaves_the_next_to_serve(
    place: Callable[..., Path],
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
    place: Callable[..., Path],
) -> None:
    models = place("1.0.0", "1.1.0")
    spoil(models, "1.0.0")
    spoil(models, "1.1.0")

    with pytest.raises(BundleError, match=r"1\.1\.0/model\.onnx: SHA-256 is"):
        Rollout(models, None)


def test_a_damaged_version_that_was_asked_for_is_not_replaced_by_another(
    place: Callable[..., Path], file: Path
) -> None:
    """Whoever names a version may have done so because another is wrong."""
    models = place("1.0.0", "1.1.0")
    spoil(models, "1.0.0")
    plan(file, serve="1.0.0")

    with pytest.raises(BundleError, match=r"1\.0\.0/model\.onnx: SHA-256 is"):
        Rollout(models, file)


def test_a_version_that_is_not_there_is_refused_with_those_that_are(
    place: Callable[..., Path], file: Path
) -> None:
    plan(file, serve="3.0.0")

    with pytest.raises(BundleError, match=r"3\.0\.0 is not .*\(there: 1\.1\.0, 1"):
        Rollout(place("1.0.0", "1.1.0"), file)


@pytest.mark.parametrize("key", ["shadow", "canary"])
def test_nothing_that_is_only_tried_keeps_the_service_from_starting(
    place: Callable[..., Path], file: Path, key: str
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
    place: Callable[..., Path], file: Path
) -> None:
    file.write_text("[undiagnosed]\nserve = '1.0.0'")

    with pytest.raises(RolloutError, match=f"no bundle undiagnosed; there is {NAME}"):
        Rollout(place("1.0.0"), file)


def test_a_file_that_is_not_there_is_refused(
    place: Callable[..., Path], file: Path
) -> None:
    with pytest.raises(
        RolloutError, match=r"rollout\.toml: No such file or directory; put"
    ):
        Rollout(place("1.0.0"), file)


def test_a_pipe_is_refused_and_not_waited_for(
    place: Callable[..., Path], file: Path
) -> None:
    """As a shell's `<(...)` is; who reads it waits for a writer."""
    os.mkfifo(file)
    Thread(target=file.write_text, args=("",), daemon=True).start()

    with pytest.raises(RolloutError, match=r"rollout\.toml: is not a file"):
        Rollout(place("1.0.0"), file)
