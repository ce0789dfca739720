"""The measurement of coverage from end to end, on centres without a difference."""

from dataclasses import replace

import pytest

from tests.training.centres import RECIPE, SEED, TIME, cohort_of
from training.cross_validation import fold_models, score_subsets
from training.figures import Coverage
from training.incident_diabetes import DEFINITION
from training.uncertainty.coverage import measure_coverage
from training.uncertainty.replicates import train_replicates

SUBSETS = list(DEFINITION.gaps.subsets)


@pytest.fixture(scope="module")
def measured() -> tuple[Coverage, ...]:
    cohort = cohort_of(centres=12, people=600, spread=0.0, seed=21)
    definition = replace(DEFINITION, seed=SEED, folds=3)
    models = fold_models(cohort, definition, RECIPE, TIME)
    return measure_coverage(
        cohort,
        definition,
        RECIPE,
        TIME,
        models=models,
        scores=score_subsets(cohort, definition, models),
        replicates=train_replicates(
            cohort, RECIPE, TIME, definition, seed=SEED, count=12
        ),
    )


@pytest.mark.slow
def test_every_subset_is_measured_where_it_can_be(
    measured: tuple[Coverage, ...],
) -> None:
    subsets: dict[str, list[str]] = {}
    for one in measured:
        subsets.setdefault(one.what, []).append(one.subset)

    assert list(subsets.values()) == [SUBSETS, SUBSETS, SUBSETS, SUBSETS[1:]]


@pytest.mark.slow
def test_says_what_share_should_be_covered(measured: tuple[Coverage, ...]) -> None:
    asked = list(dict.fromkeys(round(one.asked, 3) for one in measured))

    # 0.725: Student's t with 9 degrees of freedom within 1.645 / sqrt(2).
    assert asked == [0.9, 0.725, 0.8]


@pytest.mark.slow
def test_where_centres_do_not_differ_the_asked_share_is_covered(
    measured: tuple[Coverage, ...],
) -> None:
    for one in measured:
        assert one.found > one.asked - 0.1, one
        assert one.compared >= 40
        assert one.median_width > 1
