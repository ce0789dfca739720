"""Figures of censored people agree with scikit-survival, dcurves and a textbook."""

from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from dcurves import dca
from scipy.special import expit, logit
from sksurv.datasets import load_whas500
from sksurv.metrics import (
    brier_score,
    concordance_index_censored,
    cumulative_dynamic_auc,
)
from sksurv.nonparametric import kaplan_meier_estimator
from sksurv.util import Surv

from tests.training.small_cohorts import cohort_of
from training.cohort import Cohort, Floats
from training.validation.abroad import validate_censored
from training.validation.censored import (
    at_horizon,
    harrell_c,
    horizon_figures,
    kaplan_meier_risk,
)
from training.validation.decision import CURVE_THRESHOLDS, decide
from training.validation.resampling import Resamples


@pytest.fixture(scope="module")
def heart_attacks() -> tuple[Cohort, Floats]:
    """The Worcester Heart Attack Study, 500 patients, and a rough log-odds."""
    x, y = load_whas500()
    cohort = cohort_of(y["fstat"], years=y["lenfol"] / 365.25, censored=True)
    score = 0.06 * (x["age"].to_numpy(float) - 75) + 0.8 * x["chf"].to_numpy(float)
    return cohort, np.round(2 * score) / 2  # with ties


def test_the_risk_of_leukaemia_patients_is_that_of_the_textbooks() -> None:
    """6-mercaptopurine arm of Freireich 1963; survival 0.857, 0.753 and 0.448."""
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32]
    weeks += [34, 35]
    relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    cohort = cohort_of(np.array(relapsed, float), years=np.array(weeks, float))
    resamples = Resamples.of(cohort, seed=1)

    found = [kaplan_meier_risk(cohort, resamples, at)[0] for at in (5, 6, 10, 35)]

    assert found == pytest.approx([0, 1 - 0.857, 1 - 0.753, 1 - 0.448], abs=0.0005)


@pytest.mark.parametrize("horizon", [0.5, 1.0, 3.0])
def test_auc_brier_score_and_risk_are_those_of_scikit_survival(
    heart_attacks: tuple[Cohort, Floats], horizon: float
) -> None:
    cohort, log_odds = heart_attacks
    outcomes = Surv.from_arrays(cohort.outcome == 1, cohort.years)
    times, surviving = kaplan_meier_estimator(cohort.outcome == 1, cohort.years)

    found = horizon_figures(cohort, Resamples.of(cohort, 1), log_odds, horizon)

    auc, _ = cumulative_dynamic_auc(outcomes, outcomes, log_odds, [horizon])
    _, brier = brier_score(outcomes, outcomes, 1 - expit(log_odds), [horizon])
    alive = surviving[np.searchsorted(times, horizon, "right") - 1]
    assert found.auc.value == pytest.approx(auc[0])
    # Tied days: the weights add up to 500.03, by which ours is divided.
    assert found.brier.value == pytest.approx(brier[0], rel=1e-4)
    assert found.observed.value == pytest.approx(1 - alive)
    assert found.expected == pytest.approx(expit(log_odds).mean())
    assert found.observed_expected.value == pytest.approx(
        (1 - alive) / expit(log_odds).mean()
    )
    assert found.people == 500


def test_c_is_that_of_scikit_survival_in_everybody_and_in_a_resample(
    heart_attacks: tuple[Cohort, Floats],
) -> None:
    cohort, score = heart_attacks
    resamples = Resamples.of(cohort, seed=1)
    everybody = np.arange(500)

    found = harrell_c(cohort, resamples, score, everybody)

    drawn = np.repeat(everybody, resamples.draws[resamples.unit, 7].astype(int))
    for column, rows in ((0, everybody), (7, drawn)):
        theirs = concordance_index_censored(
            cohort.outcome[rows] == 1, cohort.years[rows], score[rows]
        )
        assert found[column] == pytest.approx(theirs[0])


def test_kaplan_meier_of_a_resample_is_that_of_the_people_drawn(
    heart_attacks: tuple[Cohort, Floats],
) -> None:
    cohort, _ = heart_attacks
    resamples = Resamples.of(cohort, seed=1)

    found = kaplan_meier_risk(cohort, resamples, 1.0)

    drawn = np.repeat(np.arange(500), resamples.draws[resamples.unit, 7].astype(int))
    times, surviving = kaplan_meier_estimator(
        cohort.outcome[drawn] == 1, cohort.years[drawn]
    )
    alive = surviving[np.searchsorted(times, 1.0, "right") - 1]
    assert found[7] == pytest.approx(1 - alive)


def test_people_censored_before_the_horizon_are_counted_by_those_who_stayed(
    heart_attacks: tuple[Cohort, Floats],
) -> None:
    """The weighted share of events is the Kaplan-Meier risk, but for tied days."""
    cohort, _ = heart_attacks
    resamples = Resamples.of(cohort, seed=1)

    sample, rows = at_horizon(cohort, resamples, 3.0)

    gone = (cohort.outcome == 0) & (cohort.years <= 3.0)
    assert len(rows) == 500 - gone.sum()
    assert sample.weight.sum() == pytest.approx(500, abs=0.1)
    assert sample.mean(sample.outcome)[0] == pytest.approx(
        kaplan_meier_risk(cohort, resamples, 3.0)[0], abs=2e-4
    )


def invented_cohort(people: int) -> tuple[Cohort, Floats]:
    """Log-logistic event times, as the log-odds at 3 years say, censored at random."""
    rng = np.random.default_rng(1)
    age = rng.uniform(30, 80, people).round()
    score = -3 + 0.05 * (age - 50) + rng.normal(0, 0.5, people)
    drawn = logit(rng.random(people))
    event = 3 * np.exp((drawn - score) / 1.4)
    censored = rng.uniform(1, 12, people)
    cohort = cohort_of(
        event <= censored,
        years=np.minimum(event, censored),
        censored=True,
        inputs={"age": age, "sex": rng.integers(0, 2, people).astype(float)},
    )
    return cohort, score


def test_net_benefit_of_treating_all_is_that_of_dcurves_for_survival() -> None:
    data = pd.read_csv(str(files("dcurves").joinpath("data/df_surv.csv")))
    cohort = cohort_of(
        data["cancer"].to_numpy(), years=data["ttcancer"].to_numpy(), censored=True
    )
    sample, rows = at_horizon(cohort, Resamples.of(cohort, seed=1), 1.5)
    theirs = dca(
        data=data,
        outcome="cancer",
        modelnames=["cancerpredmarker"],
        thresholds=CURVE_THRESHOLDS,
        time=1.5,
        time_to_outcome_col="ttcancer",
    )
    log_odds = logit(data["cancerpredmarker"].to_numpy())

    ours = decide(sample, {"model": log_odds[rows]}, thresholds=()).curves

    treat_all = theirs[theirs["model"] == "all"]["net_benefit"]
    np.testing.assert_allclose(ours["treat_all"], treat_all, atol=1e-6)


def test_net_benefit_of_a_model_is_nearly_that_of_dcurves_for_survival() -> None:
    """It takes Kaplan-Meier among the flagged, which agrees in many people."""
    cohort, score = invented_cohort(8000)
    log_odds = score + 1.4 * np.log(5 / 3)
    sample, rows = at_horizon(cohort, Resamples.of(cohort, seed=1), 5.0)
    data = pd.DataFrame(
        {"ill": cohort.outcome, "years": cohort.years, "risk": expit(log_odds)}
    )
    theirs = dca(
        data=data,
        outcome="ill",
        modelnames=["risk"],
        thresholds=CURVE_THRESHOLDS[9::10],
        time=5.0,
        time_to_outcome_col="years",
    )

    ours = decide(sample, {"model": log_odds[rows]}, thresholds=()).curves["model"]

    expected = theirs[theirs["model"] == "risk"]["net_benefit"]
    np.testing.assert_allclose(ours[9::10], expected, atol=0.001)


@pytest.mark.slow
def test_risks_that_are_right_come_out_calibrated_under_censoring() -> None:
    cohort, score = invented_cohort(3000)

    figures = validate_censored(
        cohort,
        {"all inputs": {"model": score, "linear": -score}},
        {"all inputs": lambda years: np.full(3000, 1.4 * np.log(years / 3))},
        horizons=(3.0, 5.0),
        bands_horizon=5.0,
        threshold=0.1,
        decision_at=(0.05,),
        seed=1,
    )["all inputs"]

    assert figures.ranking is None
    assert figures.c_index is not None
    rivals = {rival.code: rival for rival in figures.rivals}
    assert {"linear", "findrisc", "ncdrs"} < rivals.keys()
    assert rivals["linear"].auc.value == pytest.approx(1 - figures.c_index.value)
    assert rivals["ncdrs"].difference.low > 0
    assert [row.years for row in figures.horizons] == [3.0, 5.0]
    for row in figures.horizons:
        assert row.observed_expected.value == pytest.approx(1, abs=0.1)
    assert figures.calibration.observed_expected.value == pytest.approx(1, abs=0.1)
    assert figures.calibration.slope.value == pytest.approx(1, abs=0.15)
    assert {group.dimension for group in figures.subgroups} == {"sex", "age"}
