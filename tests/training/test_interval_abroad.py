"""Whether an interval holds the rates of another country: on people of a known truth."""

import numpy as np
import pytest

from tests.training.small_cohorts import cohort_of
from training.cohort import Cohort
from training.figures import Coverage
from training.sources import SOURCES
from training.uncertainty.abroad import Predicted, coverage_abroad
from training.uncertainty.elsewhere import interval_abroad

PEOPLE = 8000
HORIZON = 5.0


@pytest.fixture(scope="module")
def truth() -> np.ndarray:
    """Log-odds within five years."""
    return np.random.default_rng(1).normal(-2, 1, PEOPLE)


@pytest.fixture(scope="module")
def abroad(truth: np.ndarray) -> Cohort:
    """Log-logistic times of these people, censored at random."""
    rng = np.random.default_rng(2)
    event = HORIZON * np.exp((rng.logistic(size=PEOPLE) - truth) / 1.4)
    last_seen = rng.uniform(2, 12, PEOPLE)
    return cohort_of(
        (event <= last_seen).astype(float),
        years=np.minimum(event, last_seen),
        censored=True,
    )


def covered(abroad: Cohort, log_odds: np.ndarray, sd: float) -> Coverage:
    predicted = {
        "all inputs": Predicted(log_odds=log_odds, sd=np.full(len(log_odds), sd))
    }
    (found,) = coverage_abroad(abroad, predicted, HORIZON, seed=1)
    return found


def test_a_true_risk_is_held_and_the_width_is_that_of_the_interval(
    abroad: Cohort, truth: np.ndarray
) -> None:
    found = covered(abroad, truth, 0.2)

    assert (found.subset, found.asked, found.compared) == ("all inputs", 0.9, 5)
    assert found.found == 1
    # 1.6449 standard deviations on either side.
    assert found.median_width == pytest.approx(np.exp(2 * 1.644854 * 0.2), rel=1e-5)


def test_a_level_that_is_off_is_held_by_an_interval_that_is_as_wide(
    abroad: Cohort, truth: np.ndarray
) -> None:
    assert covered(abroad, truth + 1, 0.1).found == 0
    assert covered(abroad, truth - 1, 0.1).found == 0
    assert covered(abroad, truth + 1, 0.8).found == 1


def test_one_fifth_that_is_wrong_is_one_of_five(
    abroad: Cohort, truth: np.ndarray
) -> None:
    highest = truth > np.quantile(truth, 0.97)

    assert covered(abroad, truth + 3 * highest, 0.1).found < 1


def test_every_subset_has_a_coverage_of_its_own(
    abroad: Cohort, truth: np.ndarray
) -> None:
    sd = np.full(PEOPLE, 0.1)
    predicted = {
        "right": Predicted(log_odds=truth, sd=sd),
        "wrong": Predicted(log_odds=truth + 1.5, sd=sd),
    }

    found = list(coverage_abroad(abroad, predicted, HORIZON, seed=1))

    assert [(one.subset, one.found) for one in found] == [("right", 1), ("wrong", 0)]


def test_a_bundle_without_another_country_has_no_coverage_there() -> None:
    source = SOURCES["incident-diabetes"]

    found = interval_abroad(source, None, None, None, {})  # type: ignore[arg-type]

    assert list(found) == []
