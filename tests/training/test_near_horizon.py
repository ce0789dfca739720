"""Those seen near a horizon say whether its risks are right."""

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from tests.training.small_cohorts import sample_of, simulated
from training.logistic import sigmoid
from training.validation.near_horizon import near

PEOPLE = 6000


@pytest.fixture(scope="module")
def years() -> np.ndarray:
    return np.random.default_rng(4).uniform(2, 7, PEOPLE)


@pytest.mark.parametrize("horizon", [3.0, 5.0])
def test_the_figures_are_those_of_the_people_seen_within_half_a_year(
    years: np.ndarray, horizon: float
) -> None:
    log_odds, ill = simulated(PEOPLE)
    rows = (years >= horizon - 0.5) & (years <= horizon + 0.5)

    found = near(sample_of(ill), years, log_odds, horizon)

    assert found is not None
    assert (found.years, found.people, found.events) == (
        horizon,
        rows.sum(),
        ill[rows].sum(),
    )
    risk = sigmoid(log_odds[rows])
    assert found.observed.value == pytest.approx(ill[rows].mean())
    assert found.expected == pytest.approx(risk.mean())
    ratio = found.observed_expected
    assert ratio.value == pytest.approx(ill[rows].sum() / risk.sum())
    assert ratio.low < 1 < ratio.high
    assert found.auc.value == pytest.approx(roc_auc_score(ill[rows], log_odds[rows]))
    assert found.brier.value == pytest.approx(brier_score_loss(ill[rows], risk))
    assert found.brier.low < found.brier.value < found.brier.high


def test_who_is_seen_at_another_time_does_not_count(years: np.ndarray) -> None:
    log_odds, ill = simulated(PEOPLE)
    others = np.abs(years - 3) > 0.5
    all_ill = np.where(others, 1.0, ill)

    found = near(sample_of(all_ill), years, np.where(others, -9, log_odds), 3)

    assert found == near(sample_of(ill), years, log_odds, 3)


def test_a_horizon_near_which_hardly_anybody_was_seen_has_no_figures(
    years: np.ndarray,
) -> None:
    log_odds, ill = simulated(PEOPLE)

    assert near(sample_of(ill), years, log_odds, 10) is None
    nobody_ill = np.where(np.abs(years - 5) <= 0.5, 0.0, ill)
    assert near(sample_of(nobody_ill), years, log_odds, 5) is None
