"""Regression, time and the linear baseline agree with textbooks and statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm

from training.baseline import LinearBaseline
from training.errors import TrainingError
from training.logistic import fit_logistic, sigmoid
from training.time_offset import HorizonError, TimeExponent, check_horizons, estimate


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

    exponent = estimate(score, ill.astype(float), years, reference_years=3.0)

    assert exponent.value == pytest.approx(1.4, abs=3 * exponent.standard_error)
    assert exponent.standard_error < 0.06


def test_the_offset_is_nothing_at_the_reference_time() -> None:
    exponent = TimeExponent(value=1.4, standard_error=0.06, reference_years=3.0)

    np.testing.assert_allclose(
        exponent.offset(np.array([3.0, 6.0])), [0.0, 1.4 * np.log(2)]
    )


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
