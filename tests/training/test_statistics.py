"""The statistics written here agree with textbooks and with well-kept packages."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score
from sksurv.metrics import concordance_index_censored

from training.baseline import LinearBaseline
from training.calibration import calibrate
from training.cohort import Cohort
from training.data_directory import DataFile
from training.discrimination import SiteAuc, auc_estimates
from training.errors import TrainingError
from training.external import validate_external
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

    exponent = estimate(score, ill.astype(float), years)

    assert exponent.value == pytest.approx(1.4, abs=3 * exponent.standard_error)
    assert exponent.standard_error < 0.06


def test_the_offset_is_nothing_at_three_years() -> None:
    exponent = TimeExponent(value=1.4, standard_error=0.06)

    np.testing.assert_allclose(
        exponent.offset(np.array([3.0, 6.0])), [0.0, 1.4 * np.log(2)]
    )


@pytest.mark.parametrize(
    ("stretch", "slope"), [(1.0, 1.0), (2.0, 0.5)], ids=["right", "too extreme"]
)
def test_calibration_tells_right_risks_from_extreme_ones(
    stretch: float, slope: float
) -> None:
    rng = np.random.default_rng(1)
    truth = rng.normal(-2.5, 1, 100_000)
    ill = (rng.random(100_000) < sigmoid(truth)).astype(float)

    found = calibrate(stretch * truth, ill)

    assert found.slope == pytest.approx(slope, abs=0.02)
    assert (found.ici < 0.002) == (stretch == 1.0)
    assert (abs(found.observed_expected - 1) < 0.03) == (stretch == 1.0)


def test_the_auc_of_pooled_centres_is_that_of_sklearn_whatever_their_weight() -> None:
    rng = np.random.default_rng(1)
    score = rng.integers(0, 20, 500).astype(float)  # with ties
    ill = (rng.random(500) < sigmoid(score / 5 - 3)).astype(float)
    site = rng.integers(0, 6, 500)
    weight = np.array([1.0, 2.0, 0.0, 1.0, 3.0, 1.0])

    auc = SiteAuc(score, ill, site)

    assert auc.value(np.ones(6)) == pytest.approx(roc_auc_score(ill, score))
    assert auc.value(weight) == pytest.approx(
        roc_auc_score(ill, score, sample_weight=weight[site])
    )


def test_a_paired_difference_has_a_narrower_interval_than_its_parts() -> None:
    rng = np.random.default_rng(1)
    score = rng.normal(size=3000)
    ill = (rng.random(3000) < sigmoid(2 * score - 2)).astype(float)
    site = rng.integers(0, 10, 3000)

    table = auc_estimates([score, score + rng.normal(0, 0.1, 3000)], ill, site, seed=1)

    (first, difference), (_, second) = table
    assert difference.value == pytest.approx(first.value - second.value)
    assert difference.high - difference.low < first.high - first.low
    assert first.low < first.value < first.high


def censored_cohort(people: int) -> tuple[Cohort, np.ndarray]:
    """Weibull event times of a known score, censored at random, and the score."""
    rng = np.random.default_rng(1)
    score = rng.normal(-3, 1, people)
    hazard = np.log1p(np.exp(score))
    event = 3 * (rng.exponential(size=people) / hazard) ** (1 / 1.4)
    censored = rng.uniform(1, 12, people)
    cohort = Cohort(
        inputs=(),
        x=np.empty((people, 0), np.float32),
        outcome=(event <= censored).astype(float),
        years=np.minimum(event, censored),
        site=np.zeros(people, np.intp),
        cleaning=(),
        file=DataFile(path=None, sha256=""),
    )
    return cohort, score


def test_risks_that_are_right_come_out_calibrated_under_censoring() -> None:
    cohort, score = censored_cohort(6000)

    figures = validate_external(
        cohort,
        score,
        -score,
        offset_5_years=1.4 * np.log(5 / 3),
        resamples=20,
        seed=1,
    )

    assert figures.observed_expected_5_years.value == pytest.approx(1, abs=0.1)
    harrell = concordance_index_censored(cohort.outcome == 1, cohort.years, score)[0]
    assert figures.c_index.value == pytest.approx(harrell)
    assert figures.linear_c_index.value == pytest.approx(1 - harrell)
    assert figures.c_index.low < harrell < figures.c_index.high
    assert figures.auc_5_years.value > 0.7 > figures.linear_auc_5_years.value


def test_the_linear_baseline_marks_gaps_and_ignores_rare_ones() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(5000, 3)).astype(np.float32)
    ill = (rng.random(5000) < sigmoid(x[:, 0] - 2.0)).astype(float)
    x[rng.random(5000) < 0.3, 1] = np.nan
    x[:3, 2] = np.nan

    baseline = LinearBaseline.fit(x, ill, np.zeros(5000))

    assert baseline.gaps.tolist() == [1]
    empty = np.full((1, 3), np.nan, np.float32)
    assert baseline.log_odds(empty)[0] == pytest.approx(-2.0, abs=0.2)


def test_a_one_year_risk_is_refused_because_nobody_was_seen_before_two_years() -> None:
    years = np.array([2.0, 3.1, 6.5])

    check_horizons((3, 5), years)
    with pytest.raises(HorizonError, match="A horizon of 1 years is shorter"):
        check_horizons((1, 3), years)
