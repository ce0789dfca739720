"""From a bundle and a hospital's file to a bundle that the service can serve."""

import hashlib
import json
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pytest

from service.engine.bundle import BundleError, open_bundle
from service.engine.peers import Peers
from tests.training.synthetic import people as invented, with_outcomes
from training.bundle import BundleExistsError
from training.card.record import read_card
from training.cohorts import local, rich_healthcare
from training.cohorts.layout import Layout
from training.cohorts.local_people import read_people
from training.incident_diabetes import DEFINITION
from training.peers import peers_json
from training.recalibration.new_version import next_version, write_version
from training.recalibration.report import report
from training.recalibration.run import Recalibrated, TooLittleDataError, recalibrate


def local_file(folder: Path, people: int, *, shift: float, seed: int) -> Path:
    """Invented people whose glucose reads lower than its effect: `shift` in mmol/L."""
    table = with_outcomes(invented(people, seed=seed), seed=seed + 1)
    named = table.drop(columns=["site"]).assign(
        sex=np.where(table["sex"] == 1, "nam", "female"),
        smoking=table["smoking"].map({0: "never", 1: "former", 2: "current"}),
        family_history_diabetes=table["family_history_diabetes"].map(
            {0: "none", 1: "first_degree"}
        ),
        fasting_glucose=(table["fasting_glucose"] + shift).clip(upper=6.9).round(2),
        outcome=table["outcome"].map({0: "no", 1: "yes"}),
    )
    path = folder / f"local-{people}-{seed}.csv"
    named.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def parent(fitted: tuple[Path, str]) -> Path:
    return fitted[0]


@pytest.fixture(scope="module")
def found(parent: Path, tmp_path_factory: pytest.TempPathFactory) -> Recalibrated:
    path = local_file(tmp_path_factory.mktemp("local"), 4000, shift=0.6, seed=11)
    inputs = open_bundle(parent).manifest.inputs
    return recalibrate(parent, read_people(path, inputs, Layout()), seed=1)


@pytest.fixture(scope="module")
def child(found: Recalibrated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("models")
    return write_version(found, out, site="Clinic A", version=None, force=False)


@pytest.mark.slow
def test_the_child_is_a_bundle_that_answers_what_was_fitted(
    found: Recalibrated, child: Path
) -> None:
    """Opening it re-scores golden rows that were moved by arithmetic, not by it."""
    before, after = found.bundle, open_bundle(child)
    x = found.people.cohort.x.copy()
    x[1000:, before.manifest.inputs.index("fasting_glucose")] = np.nan
    updates = {one.tier: one.update for one in found.updates}

    old, new = before.scorer.score(x), after.scorer.score(x)

    for rows, tier in (
        (slice(1000), "with_glucose"),
        (slice(1000, None), "with_laboratory"),
    ):
        update = updates[tier]
        assert (update.intercept, update.slope) != (0, 1)
        np.testing.assert_allclose(
            new.log_odds[rows],
            update.intercept + update.slope * old.log_odds[rows],
            atol=2e-5,
        )
    totals = new.base[:, 0] + new.contributions.sum(axis=1)
    np.testing.assert_allclose(totals, new.log_odds[:, 0], atol=1e-5)


@pytest.mark.slow
def test_the_parents_people_stand_in_the_child_where_its_own_scores_put_them(
    child: Path, invented_data: Path
) -> None:
    bundle = open_bundle(child)
    cohort = rich_healthcare.read(invented_data, bundle.manifest.inputs)
    scores = bundle.scorer.score(cohort.x).log_odds[:, 0].astype(float)
    assert bundle.peers is not None

    again = peers_json(cohort, scores, DEFINITION)

    assert again["percents"] == list(bundle.peers.percents)
    found = msgspec.convert(again, Peers)
    assert len(found.groups) > 4
    for group, expected in zip(bundle.peers.groups, found.groups, strict=True):
        assert group.log_odds == pytest.approx(expected.log_odds, abs=2e-3)


@pytest.mark.slow
def test_the_child_says_where_it_is_from(
    parent: Path, found: Recalibrated, child: Path
) -> None:
    manifest = json.loads((child / "manifest.json").read_bytes())
    digest = hashlib.sha256((parent / "manifest.json").read_bytes()).hexdigest()

    assert child.name == "1.1.0"
    assert manifest["parent"] == {
        "name": "incident-diabetes",
        "version": "1.0.0",
        "manifest_sha256": digest,
    }
    assert manifest["caution"] == {
        "en": "recalibrated on 3,983 people of Clinic A, not validated elsewhere",
        "vi": "đã hiệu chỉnh theo số liệu của 3.983 người tại Clinic A, chưa được kiểm "
        "định ở nơi khác",
    }
    assert manifest["recalibration"]["events"] == found.events
    assert [tier["tier"] for tier in manifest["recalibration"]["tiers"]] == [
        "with_glucose",
        "with_laboratory",
        "no_laboratory",
    ]
    with_glucose = found.updates[0]
    assert manifest["interval"]["added_sd"]["with_glucose"] == with_glucose.added_sd
    assert with_glucose.before is not None
    assert with_glucose.before.high < 1  # glucose reads too high here
    card = read_card((child / "card.json").read_bytes())
    assert card.recalibration is not None
    assert card.recalibration.site == "Clinic A"
    assert "Clinic A" in (child / "card.md").read_text("utf-8")
    assert "of its parent, incident-diabetes 1.0.0" in (child / "card.md").read_text()
    assert report(found).count("with_glucose") == 2


@pytest.mark.slow
def test_the_same_data_give_the_same_bytes_and_other_data_do_not_replace_them(
    parent: Path, found: Recalibrated, child: Path, tmp_path: Path
) -> None:
    again = recalibrate(parent, found.people, seed=1)
    second = write_version(again, tmp_path, site="Clinic A", version=None, force=False)

    for path in sorted(child.iterdir()):
        assert (second / path.name).read_bytes() == path.read_bytes(), path.name
    with pytest.raises(BundleExistsError):
        write_version(again, tmp_path, site="Clinic B", version=None, force=False)


@pytest.mark.slow
def test_a_child_is_recalibrated_like_any_bundle(
    child: Path, found: Recalibrated, tmp_path: Path
) -> None:
    """On the same people there is nothing left to do."""
    again = recalibrate(child, found.people, seed=1)

    for one in again.updates:
        assert abs(one.update.intercept) < 0.1
        assert one.before is not None
        assert one.before.value == pytest.approx(1, abs=0.05)
    assert next_version("1.1.0") == "1.2.0"


@pytest.mark.slow
def test_too_little_data_move_nothing(parent: Path, tmp_path: Path) -> None:
    inputs = open_bundle(parent).manifest.inputs
    path = local_file(tmp_path, 90, shift=0.6, seed=5)

    with pytest.raises(TooLittleDataError, match="nothing is moved on fewer than 100"):
        recalibrate(parent, read_people(path, inputs, Layout()), seed=1)


@pytest.mark.slow
@pytest.mark.parametrize(("outcome", "said"), [("yes", "and 0 without"), ("no", ", 0")])
def test_people_who_all_became_the_same_move_nothing(
    parent: Path, tmp_path: Path, outcome: str, said: str
) -> None:
    path = local_file(tmp_path, 200, shift=0.0, seed=5)
    pd.read_csv(path).assign(outcome=outcome).to_csv(path, index=False)
    inputs = open_bundle(parent).manifest.inputs

    with pytest.raises(TooLittleDataError, match=said):
        recalibrate(parent, read_people(path, inputs, Layout()), seed=1)


@pytest.mark.slow
def test_a_damaged_parent_has_no_child(
    parent: Path, found: Recalibrated, tmp_path: Path
) -> None:
    copy = tmp_path / "incident-diabetes" / "1.0.0"
    shutil.copytree(parent, copy)
    (copy / "card.md").write_text("changed")

    with pytest.raises(BundleError, match=r"card\.md"):
        recalibrate(copy, found.people, seed=1)


@pytest.mark.slow
def test_a_hospitals_people_are_read_with_the_inputs_of_a_bundle(
    parent: Path, tmp_path: Path
) -> None:
    """So that `validate --cohort` sees what `recalibrate` would."""
    table = local_file(tmp_path, 500, shift=0.6, seed=11)
    toml = tmp_path / "mine.toml"
    toml.write_text(f'[data]\nfile = "{table.name}"\n')

    cohort = local.people(toml, parent)

    assert cohort.inputs == open_bundle(parent).manifest.inputs
    assert 490 < cohort.people <= 500
