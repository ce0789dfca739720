"""Published scores of a cohort are those of its people one by one."""

import numpy as np
import pytest

from service.clinical.reference_scores import REFERENCE_SCORES
from service.clinical.variables import VARIABLES
from tests.training.small_cohorts import cohort_of, sample_of
from training.validation.published import PublishedScore, published_scores


def test_a_chinese_man_gets_the_points_of_the_printed_score() -> None:
    """NCDRS: 52 years 12+1, 128 mmHg 3, BMI 25.1 3, waist 91 8, family 6, male 2.

    The points by age are 0, 4, 8, 11, 12, 13 from 20, 25, 35, 40, 45 and 50 years.
    """
    family = VARIABLES["family_history_diabetes"].encode("first_degree")
    cohort = cohort_of(
        np.zeros(1),
        inputs={
            "age": np.array([52.0]),
            "sex": np.array([VARIABLES["sex"].encode("male")]),
            "bmi": np.array([25.1]),
            "systolic_bp": np.array([128.0]),
            "family_history_diabetes": np.array([family]),
        },
        values={"waist": np.array([91.0])},
    )

    found = published_scores(cohort)["ncdrs"]

    assert found.points.tolist() == [13 + 3 + 3 + 8 + 6 + 2]
    assert found.incomplete == 0


def test_an_unknown_waist_counts_the_middle_of_what_it_could_add() -> None:
    """In NCDRS a waist adds 0 to 10 points; two of three people's was measured."""
    known = {
        "age": np.full(3, 22.0),
        "sex": np.zeros(3),
        "bmi": np.full(3, 21.9),
        "systolic_bp": np.full(3, 109.0),
        "family_history_diabetes": np.zeros(3),
    }
    waist = np.array([60.0, np.nan, 95.0])
    cohort = cohort_of(
        np.zeros(3),
        inputs=known,
        values={"waist": waist},
        weight=np.array([1.0, 2.0, 1.0]),
    )

    found = published_scores(cohort)["ncdrs"]

    assert found.points.tolist() == [0, 5, 10]
    assert found.incomplete == pytest.approx(0.5)  # the weighted share


def test_every_published_score_is_computed_from_decoded_answers() -> None:
    """A cut-point survives the 32 bits of the inputs: BMI 27.5, at a cut of Thai."""
    cohort = cohort_of(
        np.zeros(2),
        inputs={"age": np.full(2, 40.0), "bmi": np.array([27.49, 27.5])},
        values={"physically_active": np.array([0.0, 1.0])},
    )

    found = published_scores(cohort)

    assert list(found) == list(REFERENCE_SCORES)
    assert found["thai"].points[1] - found["thai"].points[0] == 2
    # FINDRISC gives 2 points to the inactive.
    assert found["findrisc"].points[0] - found["findrisc"].points[1] == 2


def test_points_become_the_probabilities_seen_among_other_folds() -> None:
    points = np.tile([0.0, 10.0], 400)
    folds = np.repeat([0, 1], 400)
    ill = np.zeros(800)
    # Fold 0: 10 % and 40 %; fold 1: 20 % and 60 %.
    for fold, low, high in ((0, 20, 80), (1, 40, 120)):
        for value, events in ((0.0, low), (10.0, high)):
            rows = np.flatnonzero((folds == fold) & (points == value))
            ill[rows[:events]] = 1
    score = PublishedScore(points=points, incomplete=0.0)

    log_odds = score.log_odds(sample_of(ill), np.zeros(800), folds)

    risk = 1 / (1 + np.exp(-log_odds))
    assert risk[:2] == pytest.approx([0.2, 0.6])
    assert risk[400:402] == pytest.approx([0.1, 0.4])


def test_a_longer_follow_up_raises_the_risk_of_the_same_points() -> None:
    rng = np.random.default_rng(1)
    points, years = rng.integers(0, 20, 40_000) * 1.0, rng.uniform(2, 6, 40_000)
    truth = -4 + 0.1 * points + 1.4 * np.log(years / 3)
    ill = (rng.random(40_000) < 1 / (1 + np.exp(-truth))).astype(float)
    score = PublishedScore(points=points, incomplete=0.0)

    found = score.log_odds(sample_of(ill), years, rng.integers(0, 5, 40_000))

    assert np.abs(found - truth).max() < 0.25
