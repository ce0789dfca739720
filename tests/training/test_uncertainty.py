"""Replicates, the range of missing values and the spread of centres, on known truths."""

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from tests.parity.boosters import COLUMNS
from tests.training.centres import EXPONENT, RECIPE, SEED, TIME, cohort_of, truth
from training.cohort import Cohort
from training.incident_diabetes import DEFINITION
from training.logistic import sigmoid
from training.model import Model, margin, train
from training.uncertainty import between_centres, halves, if_known, replicates
from training.uncertainty.left_out_centres import (
    INTERVAL,
    REPLICATES,
    left_out_centres,
)


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    return cohort_of(centres=12, people=700, spread=0.5, seed=1)


@pytest.fixture(scope="module")
def trained(cohort: Cohort) -> list[Model]:
    return replicates.train_replicates(
        cohort, RECIPE, TIME, DEFINITION, seed=SEED, count=6
    )


def test_a_replicate_draws_whole_centres_one_fewer_and_keeps_their_weight(
    cohort: Cohort,
) -> None:
    drawn = replicates.times_drawn(cohort, 0, SEED)
    by_centre = [np.unique(drawn[cohort.site == centre]) for centre in range(12)]

    assert all(len(times) == 1 for times in by_centre)
    assert sum(times[0] for times in by_centre) == pytest.approx(12)
    picks = [times[0] * 11 / 12 for times in by_centre]
    assert picks == pytest.approx(np.round(picks))
    assert 0 in np.round(picks)


def test_each_replicate_draws_other_centres_and_the_same_ones_again(
    cohort: Cohort,
) -> None:
    draws = [replicates.times_drawn(cohort, number, SEED) for number in range(6)]

    assert len({draw.tobytes() for draw in draws}) == 6
    assert np.array_equal(draws[3], replicates.times_drawn(cohort, 3, SEED))


def test_a_survey_draws_sampling_units_within_each_cycle(cohort: Cohort) -> None:
    survey = replace(cohort, site=cohort.site // 4)
    for number in range(5):
        drawn = replicates.times_drawn(survey, number, SEED)
        for cycle in range(3):
            units = {
                unit: drawn[survey.cluster == unit][0]
                for unit in np.unique(survey.cluster[survey.site == cycle])
            }
            assert len(units) == 4
            assert sum(units.values()) == pytest.approx(4)


def test_a_cluster_that_is_alone_in_its_cycle_always_counts_once(
    cohort: Cohort,
) -> None:
    survey = replace(cohort, site=np.where(cohort.cluster == 0, 0, 1))
    drawn = replicates.times_drawn(survey, 0, SEED)

    assert set(drawn[survey.cluster == 0]) == {1.0}


def test_replicates_are_small_models_of_the_same_risk_that_differ(
    cohort: Cohort, trained: list[Model]
) -> None:
    scores = np.column_stack([model.log_odds(cohort.x) for model in trained])
    agreement = np.corrcoef(np.column_stack([scores, truth(cohort)]).T)

    assert [model.booster.num_boosted_rounds() for model in trained] == [30] * 6
    assert agreement[-1, :-1].min() > 0.85
    assert 0.05 < np.median(scores.std(axis=1, ddof=1)) < 1.0


def test_the_same_seed_gives_the_same_replicates(
    cohort: Cohort, trained: list[Model]
) -> None:
    again = replicates.train_replicates(
        cohort, RECIPE, TIME, DEFINITION, seed=SEED, count=1
    )
    assert again[0].smooth == trained[0].smooth
    first, second = (it[0].booster.save_raw("json") for it in (again, trained))
    assert first == second


def test_the_unseen_spread_is_that_of_the_replicates_without_the_persons_centre(
    cohort: Cohort, trained: list[Model]
) -> None:
    spread = replicates.unseen_sd(trained, cohort, cohort.x, SEED)
    scores = np.column_stack([model.log_odds(cohort.x) for model in trained])
    draws = [replicates.times_drawn(cohort, number, SEED) for number in range(6)]
    compared = 0
    for person in range(0, cohort.people, 50):
        unseen = [number for number in range(6) if draws[number][person] == 0]
        if len(unseen) < 2:
            assert np.isnan(spread[person])
        else:
            expected = np.std(scores[person, unseen], ddof=1)
            assert spread[person] == pytest.approx(expected, abs=1e-6)
            compared += 1

    assert compared > 50


def test_hiding_values_never_hides_age_or_sex_and_invents_nothing(
    cohort: Cohort,
) -> None:
    hidden = if_known.hide(cohort, DEFINITION.gaps, SEED)
    known = ~np.isnan(hidden)

    assert known[:, :2].all()
    assert np.array_equal(hidden[known], cohort.x[known])
    assert 0.3 < np.isnan(hidden[:, COLUMNS.index("fasting_glucose")]).mean() < 0.9


def test_the_range_of_missing_values_holds_the_complete_score_of_other_people(
    cohort: Cohort,
) -> None:
    model = train(cohort, RECIPE, TIME, DEFINITION, DEFINITION.gaps, seed=SEED)
    ends = if_known.train_if_known(cohort, model, DEFINITION, seed=SEED)
    others = cohort_of(centres=10, people=700, spread=0.5, seed=7)
    complete = model.log_odds(others.x)
    for subset in ("no glucose", "no laboratory values", "age, sex and BMI only"):
        x = DEFINITION.gaps.without(others.x, COLUMNS, subset)
        change = complete - model.log_odds(x)
        low, high = (margin(end, x) for end in ends)

        assert 0.74 < np.mean((low <= change) & (change <= high)) < 0.88
        assert 0.06 < np.mean(change < low) < 0.14
        assert np.median(high - low) > 0.5


def test_chance_alone_has_the_variance_of_a_proportion_in_log_odds() -> None:
    # 100 people of 20 %: 1 / (100 * 0.2 * 0.8), and by Kish's rule 100/2 of them when
    # half weigh nothing.
    log_odds_of_a_fifth = np.full(100, np.log(0.25))
    half = np.repeat([2.0, 0.0], 50)

    assert between_centres.chance(log_odds_of_a_fifth, np.ones(100)) == pytest.approx(
        0.0625
    )
    assert between_centres.chance(log_odds_of_a_fifth, half) == pytest.approx(0.125)


@pytest.mark.parametrize("spread", [0.3, 0.7])
def test_the_spread_of_centres_is_found_again(spread: float) -> None:
    many = cohort_of(centres=80, people=400, spread=spread, seed=3)
    score = truth(many) + EXPONENT.offset(many.years)
    measured = between_centres.levels(many, score)

    assert len(measured) == 80
    assert between_centres.spread(measured) == pytest.approx(spread, rel=0.2)


def test_centres_that_differ_by_chance_alone_have_no_spread() -> None:
    alike = cohort_of(centres=40, people=400, spread=0.0, seed=5)
    score = truth(alike) + EXPONENT.offset(alike.years)

    assert between_centres.spread(between_centres.levels(alike, score)) < 0.12


def test_a_centre_is_moved_until_as_many_events_are_expected_as_were_seen(
    cohort: Cohort,
) -> None:
    score = truth(cohort) + EXPONENT.offset(cohort.years)
    for level in between_centres.levels(cohort, score):
        rows = cohort.site == level.centre
        expected = sigmoid(score[rows] + level.shift).sum()
        assert expected == pytest.approx(cohort.outcome[rows].sum(), abs=1e-6)


def test_a_centre_without_an_event_has_a_level_all_the_same(cohort: Cohort) -> None:
    outcome = np.where(cohort.site == 4, 0.0, cohort.outcome)
    none = replace(cohort, outcome=outcome)
    level = between_centres.levels(none, truth(none))[4]

    assert level.centre == 4
    assert -8 < level.shift < -3
    assert level.variance > 1


def test_a_centre_that_expects_few_events_has_no_level(cohort: Cohort) -> None:
    score = np.where(cohort.site == 4, -8.0, truth(cohort))

    measured = between_centres.levels(cohort, score)

    assert [level.centre for level in measured] == [
        centre for centre in range(12) if centre != 4
    ]


def test_too_few_centres_get_the_spread_measured_elsewhere(cohort: Cohort) -> None:
    two = cohort.take(np.flatnonzero(cohort.site < 2))
    scores = dict.fromkeys(DEFINITION.gaps.subsets, truth(two))

    assert between_centres.added_sd(two, DEFINITION, scores, TIME) == {
        "with_glucose": 0.4,
        "with_laboratory": 0.4,
        "no_laboratory": 0.4,
    }


def test_each_tier_has_the_greatest_spread_of_its_subsets(cohort: Cohort) -> None:
    score = truth(cohort)
    wild = score + np.where(cohort.site % 2, 1.0, -1.0)
    scores = {
        "all inputs": score,
        "no glucose": score,
        "no laboratory values": score,
        "age, sex and BMI only": wild,
    }
    added = between_centres.added_sd(cohort, DEFINITION, scores, TIME)

    assert added["with_glucose"] == added["with_laboratory"]
    assert added["no_laboratory"] > added["with_glucose"] + 0.3


def test_who_knows_less_of_people_is_never_surer_of_them(cohort: Cohort) -> None:
    """Though centres happen to differ less where glucose is hidden."""
    score = truth(cohort)
    wild = score + np.where(cohort.site % 2, 1.0, -1.0)
    scores = {
        "all inputs": score,
        "no glucose": wild,
        "no laboratory values": score,
        "age, sex and BMI only": score,
    }
    added = between_centres.added_sd(cohort, DEFINITION, scores, TIME)

    assert list(added) == [tier.code for tier in DEFINITION.tiers]
    assert added["with_laboratory"] > added["with_glucose"] + 0.3
    assert added["no_laboratory"] == added["with_laboratory"]
    measured = between_centres.measured_sd(cohort, DEFINITION, scores, TIME)
    assert list(measured) == list(added)
    assert measured["no_laboratory"] == measured["with_glucose"]
    for tier in ("with_glucose", "with_laboratory"):
        assert measured[tier] == added[tier]


def test_the_spread_of_few_centres_is_widened_as_students_t_asks(
    cohort: Cohort,
) -> None:
    measured = between_centres.levels(cohort, truth(cohort))
    fitted = combine_effects(
        np.array([it.shift for it in measured]),
        np.array([it.variance for it in measured]),
        method_re="iterated",
    )

    # 1.812 with 10 degrees of freedom for 1.645 of the normal.
    expected = 1.812461 / 1.644854 * np.sqrt(fitted.tau2)
    assert len(measured) == 12
    assert between_centres.spread(measured) == pytest.approx(expected, rel=1e-4)


def test_a_centre_has_the_spread_of_the_others(cohort: Cohort) -> None:
    score = truth(cohort) + EXPONENT.offset(cohort.years)
    far = score + np.where(cohort.site == 3, 4.0, 0.0)
    others = between_centres.by_centre(between_centres.levels(cohort, far))

    assert others[3] < 0.8
    assert min(others[centre] for centre in others if centre != 3) > 0.9


def test_the_interval_holds_left_out_centres_and_replicates_alone_do_not() -> None:
    many = cohort_of(centres=30, people=500, spread=0.5, seed=9)
    scores = {"all inputs": truth(many)}
    made = replicates.train_replicates(
        many, RECIPE, TIME, DEFINITION, seed=SEED, count=8
    )
    found = {
        one.what: one
        for one in left_out_centres(
            many,
            replace(DEFINITION, seed=SEED),
            TIME,
            scores,
            made,
        )
    }

    assert found[INTERVAL].asked == found[REPLICATES].asked == 0.9
    assert found[INTERVAL].compared > 60
    assert 0.82 < found[INTERVAL].found < 0.99
    assert found[REPLICATES].found < found[INTERVAL].found - 0.1
    assert found[REPLICATES].median_width < found[INTERVAL].median_width


def test_halves_share_no_centre_and_have_about_as_many_events(cohort: Cohort) -> None:
    half = halves.halve(cohort)
    events = [cohort.outcome[half == number].sum() for number in (0, 1)]

    for centre in range(12):
        assert len(set(half[cohort.site == centre])) == 1
    assert [len(set(cohort.site[half == number])) for number in (0, 1)] == [6, 6]
    assert max(events) / min(events) < 1.25
