"""Log-odds that are too far apart are drawn together, and the mean risk stays."""

from dataclasses import replace

import numpy as np
import pytest

from tests.training.small_cohorts import cohort_of
from training.incident_diabetes import DEFINITION
from training.logistic import sigmoid
from training.missingness import COMPLETE, Gaps
from training.shrinkage import shrink
from training.time_offset import no_time

PEOPLE = 60_000
ONE_TIER = replace(
    DEFINITION,
    inputs=("age",),
    gaps=Gaps(subsets={COMPLETE: ()}, situations=(), everyday=()),
    tiers=DEFINITION.tiers[-1:],
)
NOW = no_time(["no_laboratory"])


def _too_far_apart(people: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    truth = rng.normal(-3, 0.8, people)
    ill = (rng.random(people) < sigmoid(truth)).astype(float)
    return -3 + 1.25 * (truth + 3), ill


def test_the_slope_of_the_people_who_were_left_out_is_taken() -> None:
    score, ill = _too_far_apart(PEOPLE)
    cohort = cohort_of(ill, inputs={"age": score})
    fold = np.arange(PEOPLE) % 5

    found = shrink(cohort, ONE_TIER, {COMPLETE: score}, NOW, fold)

    ((intercept, slope),) = found.recalibration
    assert slope == pytest.approx(1 / 1.25, abs=0.03)
    before, after = sigmoid(score).mean(), sigmoid(intercept + slope * score).mean()
    assert after == pytest.approx(before, rel=1e-3)


def test_figures_use_the_slope_of_the_other_folds() -> None:
    """A fold whose outcomes are noise does not draw its own scores together."""
    score, ill = _too_far_apart(PEOPLE)
    fold = np.arange(PEOPLE) % 2
    rng = np.random.default_rng(2)
    noise = fold == 1
    ill[noise] = (rng.random(noise.sum()) < 0.05).astype(float)
    cohort = cohort_of(ill, inputs={"age": score})

    found = shrink(cohort, ONE_TIER, {COMPLETE: score}, NOW, fold)

    spread = {
        bool(part): np.std(found.scores[COMPLETE][noise == part])
        / np.std(score[noise == part])
        for part in (True, False)
    }
    assert spread[True] == pytest.approx(1 / 1.25, abs=0.05)
    assert spread[False] < 0.2


def test_few_events_draw_nothing_together() -> None:
    score, ill = _too_far_apart(800)
    cohort = cohort_of(ill, inputs={"age": score})

    found = shrink(cohort, ONE_TIER, {COMPLETE: score}, NOW, np.arange(800) % 5)

    assert found.recalibration == ((0.0, 1.0),)
    np.testing.assert_array_equal(found.scores[COMPLETE], score)


def test_a_tier_that_no_subset_is_in_is_left_as_it_is() -> None:
    """The other is drawn together all the same."""
    score, ill = _too_far_apart(PEOPLE)
    cohort = cohort_of(ill, inputs={"age": score})
    two = replace(ONE_TIER, tiers=(DEFINITION.tiers[0], DEFINITION.tiers[-1]))
    time = no_time([tier.code for tier in two.tiers])

    found = shrink(cohort, two, {COMPLETE: score}, time, np.arange(PEOPLE) % 5)

    first, second = found.recalibration
    assert first == (0.0, 1.0)
    assert second[1] == pytest.approx(1 / 1.25, abs=0.03)
    assert list(found.scores) == [COMPLETE]


def test_the_slope_of_a_tier_is_the_mean_of_its_subsets() -> None:
    score, ill = _too_far_apart(PEOPLE)
    cohort = cohort_of(ill, inputs={"age": score})
    scores = {COMPLETE: score, "some": score * 2}
    gaps = Gaps(subsets={COMPLETE: (), "some": ()}, situations=(), everyday=())
    fold = np.arange(PEOPLE) % 5

    found = shrink(cohort, replace(ONE_TIER, gaps=gaps), scores, NOW, fold)

    ((_, slope),) = found.recalibration
    assert slope == pytest.approx((1 / 1.25 + 1 / 2.5) / 2, abs=0.03)
