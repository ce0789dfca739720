"""The whole of a validation: every figure is there and they agree with each other."""

from collections.abc import Mapping

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from tests.training.small_cohorts import cohort_of, simulated
from training.cohort import Cohort, Floats
from training.figures import SubsetFigures
from training.logistic import sigmoid
from training.validation.home import validate

PEOPLE = 2400


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    rng = np.random.default_rng(3)
    _, ill = simulated(PEOPLE)
    site = np.arange(PEOPLE) % 8
    return cohort_of(
        ill,
        years=rng.uniform(2, 5, PEOPLE),
        inputs={
            "age": rng.uniform(20, 80, PEOPLE),
            "sex": rng.integers(0, 2, PEOPLE).astype(float),
            "bmi": rng.uniform(17, 33, PEOPLE),
        },
        site=site,
        cluster=site,
    )


def scores_of(cohort: Cohort) -> Mapping[str, Mapping[str, Floats]]:
    log_odds, _ = simulated(PEOPLE)
    noisy = log_odds + np.random.default_rng(2).normal(0, 1, PEOPLE)
    glucose = np.where(cohort.site < 6, noisy, np.nan)
    return {
        "all inputs": {
            "model": log_odds,
            "linear": noisy,
            "fasting_glucose": glucose,
        },
        "age, sex and BMI only": {"model": noisy, "linear": log_odds},
    }


@pytest.fixture(scope="module")
def figures(cohort: Cohort) -> dict[str, SubsetFigures]:
    return validate(
        cohort,
        scores_of(cohort),
        dict.fromkeys(scores_of(cohort), np.zeros(cohort.people)),
        folds=cohort.site // 2,
        horizons=(3, 9),
        threshold=0.1,
        decision_at=(0.05, 0.10),
        seed=1,
    )


def test_every_subset_is_validated_on_everybody(
    figures: dict[str, SubsetFigures], cohort: Cohort
) -> None:
    assert list(figures) == ["all inputs", "age, sex and BMI only"]
    for subset, found in figures.items():
        assert found.subset == subset
        assert (found.people, found.events) == (PEOPLE, cohort.events)
        assert found.c_index is None


def test_a_horizon_has_figures_of_those_who_were_seen_near_it(
    figures: dict[str, SubsetFigures], cohort: Cohort
) -> None:
    """Nobody was seen near nine years."""
    near = np.abs(cohort.years - 3) <= 0.5
    for found in figures.values():
        (three,) = found.horizons
        assert three.years == 3
        assert (three.people, three.events) == (near.sum(), cohort.outcome[near].sum())


def test_what_follow_up_adds_is_that_of_each_subset(cohort: Cohort) -> None:
    """It moves the level and ranks nobody."""
    scores = scores_of(cohort)
    later = {
        "all inputs": np.zeros(PEOPLE),
        "age, sex and BMI only": np.linspace(0.5, 1.5, PEOPLE),
    }

    found = validate(
        cohort,
        scores,
        later,
        folds=cohort.site // 2,
        threshold=0.1,
        decision_at=(0.05,),
        seed=1,
    )

    for subset, given in scores.items():
        one = found[subset]
        assert one.horizons == ()
        assert one.ranking is not None
        auc = roc_auc_score(cohort.outcome, given["model"])
        assert one.ranking.auc.value == pytest.approx(auc)
        expected = sigmoid(given["model"] + later[subset]).sum()
        assert one.calibration.observed_expected.value == pytest.approx(
            cohort.events / expected
        )


def test_rivals_are_the_given_ones_and_every_published_score(
    figures: dict[str, SubsetFigures],
) -> None:
    rivals = {rival.code: rival for rival in figures["all inputs"].rivals}

    assert list(rivals)[:2] == ["linear", "fasting_glucose"]
    assert {"findrisc", "ada", "ncdrs", "thai", "canrisk", "ausdrisk"} < rivals.keys()
    assert rivals["findrisc"].incomplete == 1.0
    assert rivals["linear"].incomplete == 0.0
    assert "fasting_glucose" not in {
        rival.code for rival in figures["age, sex and BMI only"].rivals
    }


def test_the_model_against_a_rival_is_the_rival_against_the_model_reversed(
    figures: dict[str, SubsetFigures],
) -> None:
    better, worse = figures["all inputs"], figures["age, sex and BMI only"]

    gain, loss = better.rivals[0].difference, worse.rivals[0].difference

    assert gain.value == pytest.approx(-loss.value)
    assert (gain.low, gain.high) == pytest.approx((-loss.high, -loss.low))
    assert gain.low > 0
    assert better.ranking is not None
    assert worse.rivals[0].auc == better.ranking.auc


def test_a_rival_is_compared_on_the_people_it_can_rank(
    figures: dict[str, SubsetFigures], cohort: Cohort
) -> None:
    glucose = figures["all inputs"].rivals[1]
    given = scores_of(cohort)["all inputs"]
    known = ~np.isnan(given["fasting_glucose"])

    theirs = roc_auc_score(cohort.outcome[known], given["fasting_glucose"][known])
    models = roc_auc_score(cohort.outcome[known], given["model"][known])

    assert glucose.auc.value == pytest.approx(theirs)
    assert glucose.difference.value == pytest.approx(models - theirs)


def test_subgroups_add_up_to_everybody(
    figures: dict[str, SubsetFigures], cohort: Cohort
) -> None:
    for dimension in ("sex", "age", "bmi", "site"):
        groups = [
            group
            for group in figures["all inputs"].subgroups
            if group.dimension == dimension
        ]
        assert len(groups) > 1
        assert sum(group.people for group in groups) == PEOPLE
        assert sum(group.events for group in groups) == cohort.events
        assert all(group.auc is not None for group in groups)


def test_the_curve_shows_what_the_gains_say(
    figures: dict[str, SubsetFigures],
) -> None:
    decision = figures["all inputs"].decision

    at = {gain.threshold for gain in decision.gains}

    assert at == {0.05, 0.10}
    for gain in decision.gains:
        curve = dict(
            zip(decision.thresholds, decision.curves[gain.strategy], strict=True)
        )
        assert curve[gain.threshold] == pytest.approx(gain.net_benefit.value)


@pytest.mark.slow
def test_a_second_run_gives_the_same_figures(
    figures: dict[str, SubsetFigures], cohort: Cohort
) -> None:
    again = validate(
        cohort,
        scores_of(cohort),
        dict.fromkeys(scores_of(cohort), np.zeros(cohort.people)),
        folds=cohort.site // 2,
        horizons=(3, 9),
        threshold=0.1,
        decision_at=(0.05, 0.10),
        seed=1,
    )

    assert again == figures
