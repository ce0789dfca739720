"""Where workers count, beside what other services left or still use."""

from pathlib import Path

from service.workers.folder import folder_of_counts


def test_the_folder_is_gone_at_the_end(tmp_path: Path) -> None:
    with folder_of_counts(tmp_path) as folder:
        (folder / "counter_0.db").touch()

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_service_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / "diabetes-risk-killed"
    left.mkdir()
    (left / "counter_0.db").touch()

    with folder_of_counts(tmp_path) as folder:
        assert [*tmp_path.iterdir()] == [folder]


def test_another_service_keeps_its_folder(tmp_path: Path) -> None:
    with folder_of_counts(tmp_path) as one:
        (one / "counter_0.db").touch()
        with folder_of_counts(tmp_path) as other:
            assert {one, other} == set(tmp_path.iterdir())
        assert (one / "counter_0.db").exists()


def test_what_a_link_points_to_is_not_touched(tmp_path: Path) -> None:
    place, precious = tmp_path / "place", tmp_path / "precious"
    place.mkdir()
    precious.mkdir()
    (place / "diabetes-risk-link").symlink_to(precious)

    with folder_of_counts(place):
        pass

    assert precious.exists()
