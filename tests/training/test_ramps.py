"""Curves of ramps: the shape that they may take, and their penalised fit."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from tests.training.small_cohorts import simulated
from training.additive import fit_additive
from training.curve_spec import CurveSpec
from training.errors import TrainingError
from training.incident_diabetes import CURVES
from training.logistic import fit_logistic, sigmoid
from training.ramps import Problem, ramps, slope_changes

KNOTS = (20.0, 35.0, 50.0, 65.0, 80.0)


@given(st.lists(st.floats(0, 120), min_size=1, max_size=30))
def test_ramps_rise_from_zero_to_one_between_their_knots(values: list[float]) -> None:
    found = ramps(np.array(sorted(values)), KNOTS)

    assert found.min() >= 0
    assert found.max() <= 1
    assert (np.diff(found, axis=0) >= 0).all()


def test_a_straight_line_has_no_change_of_slope() -> None:
    uneven = (0.0, 1.0, 3.0, 3.5)
    rises = 0.7 * np.diff(uneven)

    assert np.abs(slope_changes(uneven) @ rises).max() < 1e-12


def test_without_a_penalty_the_fit_is_a_logistic_regression() -> None:
    log_odds, ill = simulated(4_000)
    design = np.column_stack([np.ones(4_000), log_odds])

    found = Problem(
        design=design,
        successes=ill,
        trials=np.ones(4_000),
        offset=np.zeros(4_000),
        penalty=np.zeros((1, 2)),
        lowest=np.full(2, -np.inf),
        highest=np.full(2, np.inf),
        towards=np.zeros(2),
    ).solve()

    expected = fit_logistic(log_odds[:, None], ill).coefficients
    np.testing.assert_allclose(found, expected, atol=1e-4)


def _fitted(age: np.ndarray, truth: np.ndarray, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x = np.column_stack([age, rng.integers(0, 2, len(age))]).astype(np.float32)
    ill = (rng.random(len(age)) < sigmoid(truth)).astype(float)
    part = fit_additive(
        x,
        ("age", "sex"),
        np.zeros(len(age), np.intp),
        outcome=ill,
        offset=np.zeros(len(age)),
        weight=np.ones(len(age)),
        curves={"age": CurveSpec(knots=KNOTS), "sex": CurveSpec(knots=(0, 1))},
        tiers=1,
        smoothness=1.0,
        ridge=1e-3,
        average_over=x,
        average_weight=np.ones(len(age)),
    )
    at = np.linspace(20, 80, 61, dtype=np.float32)
    return part.curves[0][0](at)


def test_a_curve_is_found_again_and_is_zero_for_the_average_person() -> None:
    age = np.random.default_rng(3).uniform(20, 80, 60_000).round()
    truth = -2 + 0.002 * (age - 20) ** 1.5

    found = _fitted(age, truth)

    wanted = 0.002 * np.arange(61.0) ** 1.5
    wanted -= np.mean(0.002 * (age - 20) ** 1.5)
    assert np.abs(found - wanted).max() < 0.15


def test_a_curve_never_runs_against_what_medicine_is_certain_of() -> None:
    """Age raises risk, whatever the few people of a cohort say."""
    age = np.random.default_rng(4).uniform(20, 80, 2_000).round()

    found = _fitted(age, -1 - 0.05 * (age - 50))

    assert (np.diff(found) >= 0).all()


def test_a_second_degree_relative_counts_three_fifths_of_a_first() -> None:
    spec = CURVES["family_history_diabetes"]

    none, second, first = spec.columns(np.array([0.0, 1.0, 2.0]))[:, 0]

    assert (none, first) == (0, 1)
    assert second == pytest.approx(3 / 5)


def test_a_tier_without_events_is_fitted_on_everybody() -> None:
    rng = np.random.default_rng(5)
    age = rng.uniform(20, 80, 5_000).round()
    bmi = np.where(np.arange(5_000) < 20, np.nan, rng.normal(24, 3, 5_000))
    x = np.column_stack([age, bmi]).astype(np.float32)
    ill = (rng.random(5_000) < sigmoid(-3 + 0.06 * (age - 50))).astype(float)
    ill[:20] = 0
    tier = np.where(np.isnan(bmi), 1, 0).astype(np.intp)
    part = fit_additive(
        x,
        ("age", "bmi"),
        tier,
        outcome=ill,
        offset=np.zeros(5_000),
        weight=np.ones(5_000),
        curves={"age": CurveSpec(knots=KNOTS), "bmi": CurveSpec(knots=(16, 24, 36))},
        tiers=2,
        smoothness=1.0,
        ridge=0.1,
        average_over=x,
        average_weight=np.ones(5_000),
    )

    with_bmi, without = (curves[0].values for curves in part.curves)
    assert without[-1] - without[0] == pytest.approx(
        with_bmi[-1] - with_bmi[0], abs=0.5
    )
    assert part.curves[1][1].values == (0.0, 0.0, 0.0)


def test_a_tier_that_nobody_is_in_adds_nothing() -> None:
    age = np.random.default_rng(6).uniform(20, 80, 2_000).round().astype(np.float32)
    rng = np.random.default_rng(7)
    part = fit_additive(
        age[:, None],
        ("age",),
        np.zeros(2_000, np.intp),
        outcome=(rng.random(2_000) < 0.2).astype(float),
        offset=np.zeros(2_000),
        weight=np.ones(2_000),
        curves={"age": CurveSpec(knots=KNOTS)},
        tiers=2,
        smoothness=1.0,
        ridge=0.1,
        average_over=age[:, None],
        average_weight=np.ones(2_000),
    )

    assert part.curves[1][0].values == (0.0,) * len(KNOTS)
    assert part.bases[0] == pytest.approx(np.log(0.2 / 0.8), abs=0.2)
    assert part.bases[1] == 0


def test_a_search_that_ends_before_it_settles_is_an_error_and_not_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("training.ramps._STEPS", 2)
    age = np.random.default_rng(8).uniform(20, 80, 2_000).round()

    with pytest.raises(TrainingError, match="did not converge"):
        _fitted(age, -3 + 0.08 * (age - 50))


def test_a_step_that_goes_too_far_is_halved() -> None:
    """A few people far from the others overshoot at the first full step."""
    x = np.concatenate([np.zeros(2000), np.full(10, 60.0)])
    ill = np.concatenate([np.zeros(1999), [1.0], np.ones(9), [0.0]])

    found = Problem(
        design=np.column_stack([np.ones(len(x)), x]),
        successes=ill,
        trials=np.ones(len(x)),
        offset=np.zeros(len(x)),
        penalty=np.zeros((1, 2)),
        lowest=np.full(2, -np.inf),
        highest=np.full(2, np.inf),
        towards=np.zeros(2),
    ).solve()

    expected = fit_logistic(x[:, None], ill).coefficients
    np.testing.assert_allclose(found, expected, atol=1e-3)


def test_coefficients_without_an_intercept_start_at_what_they_shrink_to() -> None:
    """As where a model is moved to other people: what they do not show stays."""
    log_odds, ill = simulated(4_000)
    nobody_shows = np.zeros(4_000)
    towards = np.array([0.2, 0.7])

    found = Problem(
        design=np.column_stack([log_odds, nobody_shows]),
        successes=ill,
        trials=np.ones(4_000),
        offset=np.zeros(4_000),
        penalty=np.eye(2),
        lowest=np.full(2, -np.inf),
        highest=np.full(2, np.inf),
        towards=towards,
    ).solve()

    assert found[0] == pytest.approx(1, abs=0.1)
    assert found[1] == pytest.approx(0.7, abs=1e-3)
