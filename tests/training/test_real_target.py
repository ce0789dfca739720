"""The transfer to Malaysia on the real people, where the data is at hand.

The limits are what the bundle is released by: calibrated at every age and in slope, no
worse than a regression fitted to these people, better than the best score of the region.
"""

from pathlib import Path

import pytest

from training.at_target import AGE_BAND, AGES, AtTarget, kin_rows, validate_at_target
from training.cohorts import malaysia
from training.cohorts.nhanes import read as read_nhanes
from training.cohorts.nhanes_files import find_files
from training.cross_validation import fold_models, score_subsets
from training.data_directory import DataMissingError, default_directory, find
from training.figures import SubsetFigures
from training.model import train
from training.recipe import load_recipe
from training.sources import SOURCES
from training.target_samples import Samples
from training.threads import one_thread
from training.time_offset import no_time
from training.validated import AtHome, unshrunk

SUBSETS = ("all inputs", "no laboratory values", "age, sex and BMI only")


@pytest.fixture(scope="module")
def data() -> Path:
    directory = default_directory()
    try:
        assert directory is not None
        find(malaysia.PUBLISHED, directory)
        find_files(directory)
    except (AssertionError, DataMissingError) as absent:
        pytest.skip(f"the real cohorts are not here: {absent}")
    return directory


@pytest.fixture(scope="module")
def found(data: Path) -> AtTarget:
    """The figures of the card, without those of the training people."""
    source = SOURCES["undiagnosed-diabetes"]
    definition, target = source.definition, source.target
    assert target is not None
    recipe = load_recipe(definition.recipe)
    time = no_time([tier.code for tier in definition.tiers])
    cohort = read_nhanes(data, definition.inputs)
    kin = cohort.take(kin_rows(cohort, target))
    with one_thread():
        models = fold_models(cohort, definition, recipe, time)
        scores = score_subsets(cohort, definition, models)
        return validate_at_target(
            source,
            Samples.of(target.read(data, definition.inputs), kin),
            cohort,
            AtHome(
                models=models,
                shrinkage=unshrunk(definition, scores),
                scores=scores,
                figures={},
            ),
            recipe=recipe,
            model=train(
                cohort, recipe, time, definition, definition.gaps, seed=definition.seed
            ),
        )


def auc(row: SubsetFigures) -> float:
    assert row.ranking is not None
    return row.ranking.auc.value


def rival(row: SubsetFigures, code: str) -> float:
    return next(one.auc.value for one in row.rivals if one.code == code)


@pytest.mark.slow
def test_malaysians_rank_as_well_as_by_a_regression_of_their_own(
    found: AtTarget,
) -> None:
    assert tuple(found.figures) == tuple(found.confirmed) == SUBSETS
    for figures in (found.figures, found.confirmed):
        for row in figures.values():
            assert auc(row) > rival(row, "refit") - 0.01
    assert auc(found.figures["all inputs"]) > 0.68
    assert auc(found.confirmed["all inputs"]) > 0.75


@pytest.mark.slow
def test_with_lipids_no_published_score_ranks_malaysians_better(
    found: AtTarget,
) -> None:
    for figures in (found.figures, found.confirmed):
        row = figures["all inputs"]
        assert all(one.difference.value > 0 for one in row.rivals)


@pytest.mark.slow
@pytest.mark.parametrize("subset", SUBSETS)
def test_malaysians_are_calibrated_in_slope_and_at_every_age(
    subset: str, found: AtTarget
) -> None:
    row = found.figures[subset]
    by_age = {
        group.group: group.observed_expected
        for group in row.subgroups
        if group.dimension == AGE_BAND
    }

    assert 0.85 < row.calibration.slope.value < 1.15
    assert tuple(by_age) == tuple(sorted(AGES.values()))
    for ratio in by_age.values():
        assert ratio is not None
        assert 0.8 < ratio.value < 1.25


@pytest.mark.slow
def test_americans_of_asian_ancestry_have_it_less_often_than_the_version_says(
    found: AtTarget,
) -> None:
    """A doubt that the card tells: which of the two Vietnamese resemble is not known."""
    row = found.kin["all inputs"]

    assert 0.55 < row.calibration.observed_expected.value < 0.85
    assert auc(row) > 0.78
