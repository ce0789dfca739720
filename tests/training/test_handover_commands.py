"""What a user mistypes is said before any work, and what cannot be judged is not."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from service.engine.bundle import open_bundle
from service.engine.rollout.shelf import latest_bundles
from training.bundle_folder import VERSION
from training.cohort import Cohort
from training.cohorts import local
from training.cohorts.layout import LayoutError
from training.handover import example, recalibrate
from training.recalibration.run import recalibrate as recalibrate_on
from training.validation.censored import FollowUpError, at_horizon
from training.validation.resampling import Resamples


@pytest.fixture
def folders(models: Path) -> dict[str, Path]:
    """The committed bundles by name."""
    return {path.parent.name: path for path in latest_bundles(models)}


def with_present_state(folder: Path) -> Path:
    """Invented people; who has diabetes has the HbA1c that found it."""
    rng = np.random.default_rng(1)
    people = 400
    ill = rng.random(people) < 0.1
    path = folder / "present.csv"
    pd.DataFrame(
        {
            "age": rng.integers(30, 75, people),
            "sex": rng.choice(["nam", "nữ"], people),
            "bmi": rng.normal(24, 3, people).clip(17, 40).round(1),
            "hba1c": np.where(ill, 7.2, 5.4),
            "years": 0.5,
            "outcome": ill.astype(int),
        }
    ).to_csv(path, index=False)
    return path


def test_people_found_by_the_test_count_where_the_bundle_is_of_the_present_state(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    """No TOML file says that the outcome is the present state: the bundle does."""
    table = with_present_state(tmp_path)
    folder = folders["undiagnosed-diabetes"]

    people = local.read_declared(table, open_bundle(folder).manifest, None)
    found = recalibrate_on(folder, people, seed=1)

    assert people.cohort.people == 400
    assert found.events == pd.read_csv(table)["outcome"].sum()
    assert not [step for step in people.cohort.cleaning if step.action == "dropped"]


@pytest.mark.parametrize(
    ("name", "declared", "message"),
    [
        ("undiagnosed-diabetes", "visit", 'of the present state: say "now"'),
        ("incident-diabetes", "now", 'within 5 years: say "visit" or "censored"'),
    ],
)
def test_people_seen_at_another_time_than_the_bundle_predicts_are_refused(
    folders: dict[str, Path],
    tmp_path: Path,
    name: str,
    declared: str,
    message: str,
) -> None:
    """By `recalibrate` and by `validate --cohort` alike."""
    table = with_present_state(tmp_path)
    toml = tmp_path / "mine.toml"
    toml.write_text(f'[data]\nfile = "{table.name}"\nseen = "{declared}"\n')

    with pytest.raises(LayoutError, match=message):
        local.read_declared(table, open_bundle(folders[name]).manifest, toml)
    with pytest.raises(LayoutError, match=r"mine\.toml: data\.seen"):
        local.people(toml, folders[name])


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--version", "1.2", "'1.2' is no version: write three numbers"),
        ("--version", "v1.2.0", "'v1.2.0' is no version"),
        ("--version", "1.2.0\n", "is no version"),
        ("--version", "../1.2.0", "is no version"),
        ("--site", "", "give the hospital's name, or leave --site out"),
        ("--site", "  ", "give the hospital's name, or leave --site out"),
        ("--seed", "-1", "-1 is not in the range x>=0"),
    ],
)
def test_an_option_that_cannot_be_followed_is_refused_before_any_work(
    folders: dict[str, Path],
    tmp_path: Path,
    option: str,
    value: str,
    message: str,
) -> None:
    folder = folders["undiagnosed-diabetes"]
    table = with_present_state(tmp_path)

    result = CliRunner().invoke(
        recalibrate,
        [str(folder), "--data", str(table), "--out", str(tmp_path), option, value],
    )

    assert result.exit_code == 2
    assert message in result.output
    assert [path.name for path in tmp_path.iterdir()] == [table.name]


def test_a_version_is_three_numbers() -> None:
    assert VERSION.convert("12.0.3", None, None) == "12.0.3"


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--people", "0", "0 is not in the range x>=100"),
        ("--seed", "-1", "-1 is not in the range x>=0"),
    ],
)
def test_an_invented_hospital_needs_people_and_a_seed_that_can_be_drawn_with(
    tmp_path: Path, option: str, value: str, message: str
) -> None:
    result = CliRunner().invoke(example, [str(tmp_path / "x"), option, value])

    assert result.exit_code == 2
    assert message in result.output
    assert not (tmp_path / "x").exists()


def test_a_data_file_that_is_not_there_is_named_by_its_key(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    toml = tmp_path / "mine.toml"
    toml.write_text('[data]\nfile = "gone.csv"\n')

    with pytest.raises(LayoutError) as refused:
        local.people(toml, folders["undiagnosed-diabetes"])

    assert str(refused.value) == (
        "mine.toml, data.file: there is no gone.csv beside mine.toml."
    )


def followed(years: list[float], outcome: list[float]) -> Cohort:
    people = len(years)
    return Cohort(
        inputs=("age",),
        x=np.full((people, 1), 50, np.float32),
        outcome=np.array(outcome),
        years=np.array(years),
        censored=True,
        site=np.zeros(people, np.intp),
        cluster=np.arange(people),
        weight=np.ones(people),
        cleaning=(),
        files=(),
    )


@pytest.mark.parametrize(
    ("years", "outcome", "message"),
    [
        pytest.param(
            [1.5] * 40, [1.0] * 20 + [0.0] * 20,
            "The horizon of 5 years is beyond the follow-up: 0 of 40 people were "
            "followed for longer, and the longest time is 1.5 years",
            id="short for everybody",
        ),
        pytest.param(
            [2.0] * 31 + [5.5] * 9, [1.0] * 20 + [0.0] * 20,
            "9 of 40 people were followed for longer, and the longest time is 5.5",
            id="short for most",
        ),
        pytest.param(
            [2.0] * 9 + [6.0] * 31, [1.0] * 9 + [0.0] * 31,
            "9 of 40 people have the outcome within 5 years",
            id="nobody ill yet",
        ),
    ],
)  # fmt: skip
def test_a_horizon_of_which_follow_up_says_too_little_is_refused(
    years: list[float], outcome: list[float], message: str
) -> None:
    cohort = followed(years, outcome)

    with pytest.raises(FollowUpError, match=message):
        at_horizon(cohort, Resamples.of_people(40, seed=1), 5.0)


def test_ten_people_on_either_side_of_a_horizon_are_enough() -> None:
    cohort = followed([2.0] * 30 + [6.0] * 10, [1.0] * 10 + [0.0] * 30)

    sample, rows = at_horizon(cohort, Resamples.of_people(40, seed=1), 5.0)

    assert (sample.events, sample.people, len(rows)) == (10, 20, 20)
