"""Calibration figures agree with hand computation, statsmodels and what was simulated.

The hand-worked people: 100 with a risk of 10 %, 20 of them ill, and 100 with a risk of
40 %, 50 of them ill. The slope of two points is that of the line through their logits.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.interpolate import CubicSpline
from scipy.special import expit, logit

from tests.training.small_cohorts import sample_of, simulated
from training.validation.binned_logistic import Binned
from training.validation.calibration import calibrate, calibration_slope, slopes
from training.validation.sample import Sample
from training.validation.spline import Spline

RISK = np.repeat([0.1, 0.4], 100)
ILL = np.repeat([1.0, 0.0, 1.0, 0.0], [20, 80, 50, 50])


def test_two_groups_of_patients_give_what_a_pocket_calculator_gives() -> None:
    found = calibrate(sample_of(ILL), logit(RISK))

    # (logit 0.5 - logit 0.2) / (logit 0.4 - logit 0.1)
    assert found.slope.value == pytest.approx(1.386294 / 1.791759, abs=1e-5)
    assert found.observed_expected.value == pytest.approx(70 / 50)
    # 20 * 0.9^2 + 80 * 0.1^2 + 50 * 0.6^2 + 50 * 0.4^2 = 43 of 200
    assert found.brier.value == pytest.approx(0.215)
    assert found.scaled_brier.value == pytest.approx(1 - 0.215 / (0.35 * 0.65))
    assert found.ici.value == pytest.approx(0.1)
    assert found.e50.value == pytest.approx(0.1)
    assert found.e90.value == pytest.approx(0.1)
    # The same as 100 expit(logit 0.1 + a) + 100 expit(logit 0.4 + a) = 70.
    at = found.in_the_large.value
    assert 100 * expit(logit(0.1) + at) + 100 * expit(logit(0.4) + at) == (
        pytest.approx(70)
    )


def test_tenths_with_the_same_risk_stay_together() -> None:
    low, high = calibrate(sample_of(ILL), logit(RISK)).groups

    assert (low.people, low.events, low.expected) == (100, 20, pytest.approx(0.1))
    assert (high.people, high.events, high.expected) == (100, 50, pytest.approx(0.4))
    assert low.observed.value == pytest.approx(0.2)
    # sqrt(0.2 * 0.8 / 100) = 0.04
    assert low.observed.low == pytest.approx(0.2 - 1.96 * 0.04, abs=0.02)
    assert low.observed.high == pytest.approx(0.2 + 1.96 * 0.04, abs=0.02)


def test_counting_in_bins_gives_the_coefficients_of_statsmodels() -> None:
    log_odds, ill = simulated(20_000)
    weight = np.random.default_rng(2).choice([0.3, 1.0, 2.2], 20_000)
    sample = sample_of(ill, weight)
    family = sm.families.Binomial()
    columns = sm.add_constant(0.7 * log_odds)

    found = calibrate(sample, 0.7 * log_odds)

    sloped = sm.GLM(ill, columns, family=family, freq_weights=weight).fit()
    shifted = sm.GLM(
        ill, np.ones(20_000), family=family, freq_weights=weight, offset=0.7 * log_odds
    ).fit()
    assert found.slope.value == pytest.approx(sloped.params[1], abs=1e-4)
    assert found.in_the_large.value == pytest.approx(shifted.params[0], abs=1e-4)
    assert found.slope.value == pytest.approx(1 / 0.7, abs=0.05)


def test_the_slope_of_a_resample_is_that_of_the_people_drawn() -> None:
    log_odds, ill = simulated(1500)
    sample = sample_of(ill)

    found = slopes(Binned.of(sample, log_odds))

    for column in (1, 77, 500):
        drawn = sample.resamples.draws[sample.resamples.unit, column]
        refitted = sm.GLM(
            ill,
            sm.add_constant(log_odds),
            family=sm.families.Binomial(),
            freq_weights=drawn,
        ).fit()
        assert found[column] == pytest.approx(refitted.params[1], abs=3e-3)


def test_the_interval_of_the_slope_is_that_of_its_standard_error() -> None:
    log_odds, ill = simulated(3000)
    fitted = sm.GLM(ill, sm.add_constant(log_odds), family=sm.families.Binomial()).fit()

    found = calibrate(sample_of(ill), log_odds).slope

    assert (found.high - found.low) / 3.92 == pytest.approx(fitted.bse[1], rel=0.15)


def test_the_smoother_is_the_spline_regression_of_statsmodels() -> None:
    log_odds, ill = simulated(20_000)
    bent = log_odds + 0.3 * np.sin(2 * log_odds)
    design = Spline.of(bent, np.ones(20_000)).design(bent)
    smooth = sm.GLM(ill, design, family=sm.families.Binomial()).fit().fittedvalues
    distance = np.abs(smooth - expit(bent))

    found = calibrate(sample_of(ill), bent)

    assert found.ici.value == pytest.approx(distance.mean(), abs=5e-5)
    assert found.e50.value == pytest.approx(np.quantile(distance, 0.5), abs=1e-4)
    assert found.e90.value == pytest.approx(np.quantile(distance, 0.9), abs=2e-4)
    at = np.interp(found.curve.x, *map(np.sort, (expit(bent), smooth)))
    np.testing.assert_allclose(found.curve.y, at, atol=1e-3)


def test_the_spline_is_the_natural_cubic_spline_and_a_line_beyond_its_knots() -> None:
    spline = Spline.of(np.linspace(-6, 2, 1001), np.ones(1001))
    inside = np.linspace(spline.knots[0], spline.knots[-1], 50)
    beyond = spline.knots[-1] + np.arange(5.0)

    for column in (2, 3):
        at_knots = spline.design(spline.knots)[:, column]
        natural = CubicSpline(spline.knots, at_knots, bc_type="natural")
        np.testing.assert_allclose(
            spline.design(inside)[:, column], natural(inside), atol=1e-12
        )
        bend = np.diff(spline.design(beyond)[:, column], 2)
        np.testing.assert_allclose(bend, 0, atol=1e-12)


@pytest.mark.parametrize("stretch", [1.0, 2.0], ids=["right", "too extreme"])
def test_the_figures_tell_right_risks_from_extreme_ones(stretch: float) -> None:
    log_odds, ill = simulated(20_000)

    found = calibrate(sample_of(ill), stretch * log_odds)

    holds_one = found.slope.low < 1 < found.slope.high
    assert found.slope.value == pytest.approx(1 / stretch, abs=0.03)
    assert holds_one == (stretch == 1)
    assert (found.ici.value < 0.005) == (stretch == 1)
    band = np.array([found.curve.low, found.curve.high])
    inside = (band[0] < found.curve.x) & (found.curve.x < band[1])
    assert (inside.mean() > 0.9) == (stretch == 1)


def test_weights_bring_back_the_people_who_were_sampled_less_often() -> None:
    """Half of the well were left out: with a weight of 2, risks are right again."""
    log_odds, ill = simulated(20_000)
    kept = (ill == 1) | (np.arange(20_000) % 2 == 0)
    weight = np.where(ill[kept] == 1, 1.0, 2.0)

    plain = calibrate(sample_of(ill[kept]), log_odds[kept])
    weighted = calibrate(sample_of(ill[kept], weight), log_odds[kept])

    assert plain.in_the_large.value == pytest.approx(np.log(2), abs=0.08)
    assert weighted.in_the_large.value == pytest.approx(0, abs=0.08)
    assert weighted.observed_expected.value == pytest.approx(1, abs=0.06)


def test_the_slope_alone_is_the_same_slope() -> None:
    log_odds, ill = simulated(2000)
    whole: Sample = sample_of(ill)

    assert calibration_slope(log_odds, ill) == pytest.approx(
        calibrate(whole, log_odds).slope.value, abs=1e-9
    )


def test_resamples_without_any_event_are_left_out() -> None:
    ill = np.zeros(60)
    ill[[3, 30, 50]] = 1

    found = calibrate(sample_of(ill), np.linspace(-4, -2, 60))

    assert np.isfinite([found.slope.low, found.slope.high]).all()
    assert np.isfinite([found.scaled_brier.low, found.scaled_brier.high]).all()
    assert np.isfinite([found.in_the_large.low, found.in_the_large.high]).all()


def test_risks_that_tell_the_outcome_are_a_steep_slope_and_no_crash() -> None:
    log_odds = np.linspace(-3, 3, 60)

    assert calibration_slope(log_odds, (log_odds > 0).astype(float)) > 10
