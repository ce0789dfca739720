"""Regression, time and the linear baseline agree with textbooks and statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm

from training.baseline import LinearBaseline
from training.errors import TrainingError
from training.logistic import fit_logistic, sigmoid
from training.time_offset import (
    HorizonError,
    TimeCourse,
    TimeExponent,
    check_horizons,
    estimate,
    no_time,
)


def test_a_two_by_two_table_gives_its_log_odds_ratio_and_woolf_error() -> None:
    """Exposed 30 of 100 ill, others 10 of 100: log OR 1.350, SE from 1/30+..."""
    exposed = np.repeat([1.0, 1.0, 0.0, 0.0], [30, 70, 10, 90])
    ill = np.repeat([1.0, 0.0, 1.0, 0.0], [30, 70, 10, 90])

    fitted = fit_logistic(exposed[:, None], ill)

    assert fitted.coefficients[1] == pytest.approx(np.log((30 / 70) / (10 / 90)))
    woolf = np.sqrt(1 / 30 + 1 / 70 + 1 / 10 + 1 / 90)
    assert fitted.standard_errors[1] == pytest.approx(woolf)
    assert fitted.coefficients[0] == pytest.approx(np.log(10 / 90))
    assert fitted.standard_errors[0] == pytest.approx(np.sqrt(1 / 10 + 1 / 90))


def test_an_offset_enters_with_a_coefficient_of_one() -> None:
    ill = np.repeat([1.0, 0.0], [30, 70])
    column = np.tile([0.0, 1.0], 50)[:, None]

    plain = fit_logistic(column, ill)
    shifted = fit_logistic(column, ill, offset=np.full(100, 0.7))

    assert shifted.coefficients[0] == pytest.approx(plain.coefficients[0] - 0.7)
    assert shifted.coefficients[1] == pytest.approx(plain.coefficients[1])


def test_weights_and_offsets_enter_as_in_statsmodels() -> None:
    rng = np.random.default_rng(1)
    x, offset = rng.normal(size=(2000, 2)), rng.normal(size=2000)
    weight = rng.choice([0.4, 1.0, 2.5], 2000)
    ill = (rng.random(2000) < sigmoid(x[:, 0] + offset - 1)).astype(float)

    ours = fit_logistic(x, ill, offset, weight)
    theirs = sm.GLM(
        ill,
        sm.add_constant(x),
        family=sm.families.Binomial(),
        freq_weights=weight,
        offset=offset,
    ).fit()

    np.testing.assert_allclose(ours.coefficients, theirs.params, atol=1e-7)
    np.testing.assert_allclose(ours.standard_errors, theirs.bse, atol=1e-5)


def test_steps_that_go_too_far_are_halved() -> None:
    """A spline of few events overshoots at the first full step."""
    x = np.concatenate([np.zeros(2000), np.full(10, 60.0)])
    ill = np.concatenate([np.zeros(1999), [1.0], np.ones(9), [0.0]])

    fitted = fit_logistic(x[:, None], ill)

    assert 60 * fitted.coefficients[1] == pytest.approx(np.log(9 * 1999), abs=1e-4)


def test_an_input_that_tells_the_outcome_is_refused() -> None:
    x = np.linspace(-1, 1, 40)

    with pytest.raises(TrainingError, match="tells the outcome"):
        fit_logistic(x[:, None], (x > 0).astype(float))


def test_the_time_exponent_of_current_status_data_is_recovered() -> None:
    """Seen once, at a time that goes with the score: confounded as in the cohort."""
    rng = np.random.default_rng(1)
    score = rng.normal(-3.5, 1.2, 200_000)
    years = np.exp(rng.normal(1.1 - 0.05 * score, 0.3))
    ill = rng.random(200_000) < sigmoid(score + 1.4 * np.log(years / 3))

    exponent = _estimated(score, ill, years, np.arange(200_000))

    assert exponent.value == pytest.approx(1.4, abs=3 * exponent.standard_error)
    assert exponent.standard_error < 0.06


def _estimated(
    score: np.ndarray, ill: np.ndarray, years: np.ndarray, cluster: np.ndarray
) -> TimeExponent:
    return estimate(
        score,
        ill.astype(float),
        years,
        cluster,
        tier="with_glucose",
        reference_years=3.0,
    )


def test_its_error_is_wider_where_centres_were_seen_again_at_their_own_pace() -> None:
    """Centres differ in level and in follow-up: people of one are no single trials."""
    rng = np.random.default_rng(2)
    centre = np.repeat(np.arange(15), 4_000)
    score = rng.normal(-3.0, 1.0, len(centre))
    years = np.exp(rng.normal(1.2, 0.3, 15))[centre] * np.exp(
        rng.normal(0, 0.1, len(centre))
    )
    level = rng.normal(0, 0.4, 15)[centre]
    ill = rng.random(len(centre)) < sigmoid(score + level + 1.4 * np.log(years / 3))

    clustered = _estimated(score, ill, years, centre)
    single = _estimated(score, ill, years, np.arange(len(centre)))
    glm = sm.GLM(
        ill.astype(float),
        sm.add_constant(np.column_stack([score, np.log(years / 3)])),
        family=sm.families.Binomial(),
    ).fit(cov_type="cluster", cov_kwds={"groups": centre})

    assert clustered.standard_error > 2 * single.standard_error
    # statsmodels has G / (G - 1) * (N - 1) / (N - K) for G / (G - 1).
    assert clustered.standard_error == pytest.approx(glm.bse[2], rel=1e-3)


def test_the_offset_is_nothing_at_the_reference_time() -> None:
    exponent = TimeExponent(
        tier="with_glucose", value=1.4, standard_error=0.06, reference_years=3.0
    )

    np.testing.assert_allclose(
        exponent.offset(np.array([3.0, 6.0])), [0.0, 1.4 * np.log(2)]
    )


def _course(*errors: float) -> TimeCourse:
    """Tiers of which each is as unsure as told, and grows by 1, 2, ... with time."""
    return TimeCourse(
        tuple(
            TimeExponent(
                tier=f"tier {number}",
                value=float(number),
                standard_error=error,
                reference_years=3.0,
            )
            for number, error in enumerate(errors, start=1)
        )
    )


def test_each_tier_grows_with_time_at_its_own_pace() -> None:
    time = _course(0.1, 0.2)
    tier = np.array([0, 1, 1])

    added = time.offset(tier, np.array([6.0, 6.0, 3.0]))

    np.testing.assert_allclose(added, [np.log(2), 2 * np.log(2), 0])
    np.testing.assert_allclose(time.offset(tier, np.array(6.0))[1:], 2 * np.log(2))
    expected = [[0, np.log(5 / 3)], [0, 2 * np.log(5 / 3)]]
    np.testing.assert_allclose(time.horizon_offsets((3, 5)), expected)


def test_each_tier_is_as_unsure_of_time_as_its_exponent() -> None:
    time = _course(0.1, 0.2)

    found = time.sd(np.array([0, 1, 1]), np.array([6.0, 1.5, 3.0]))

    np.testing.assert_allclose(found, [0.1 * np.log(2), 0.2 * np.log(2), 0])
    by_tier = time.horizon_sd((3, 5))
    assert list(by_tier) == ["tier 1", "tier 2"]
    assert by_tier["tier 1"] == pytest.approx((0, 0.1 * np.log(5 / 3)), abs=1e-4)
    assert by_tier["tier 2"] == pytest.approx((0, 0.2 * np.log(5 / 3)), abs=1e-4)


def test_the_present_state_has_no_time_in_it() -> None:
    time = no_time(["with_laboratory", "no_laboratory"])
    tier, years = np.array([0, 1]), np.zeros(2)

    assert not time.is_timed
    assert _course(0.1).is_timed
    np.testing.assert_array_equal(time.offset(tier, years), [0, 0])
    np.testing.assert_array_equal(time.sd(tier, years), [0, 0])
    assert time.horizon_offsets((0,)) == ((0,), (0,))
    assert time.horizon_sd((0,)) == {"with_laboratory": (0,), "no_laboratory": (0,)}


def test_the_linear_baseline_marks_gaps_and_ignores_rare_ones() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(5000, 3)).astype(np.float32)
    ill = (rng.random(5000) < sigmoid(x[:, 0] - 2.0)).astype(float)
    x[rng.random(5000) < 0.3, 1] = np.nan
    x[:3, 2] = np.nan

    baseline = LinearBaseline.fit(x, ill, np.zeros(5000), np.ones(5000))

    assert baseline.gaps.tolist() == [1]
    empty = np.full((1, 3), np.nan, np.float32)
    assert baseline.log_odds(empty)[0] == pytest.approx(-2.0, abs=0.2)


def test_a_one_year_risk_is_refused_because_nobody_was_seen_before_two_years() -> None:
    years = np.array([2.0, 3.1, 6.5])

    check_horizons((3, 5), years)
    with pytest.raises(HorizonError, match="A horizon of 1 years is shorter"):
        check_horizons((1, 3), years)
