"""The term for one ancestry is estimated, and tested on cycles it never saw."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from training.ancestry import TooFewPeopleError, fit_term
from training.cohort import Cohort
from training.cross_validation import Scores
from training.undiagnosed_diabetes import DEFINITION

SHIFT = 1.1
PEOPLE = 12_000


def survey(shift: float, seed: int) -> tuple[Cohort, Scores]:
    """People of seven cycles and the log-odds of a model that sees no ancestry.

    Those of Asian ancestry, of the four last cycles, are ill with log-odds that are
    `shift` higher than the model says.
    """
    rng = np.random.default_rng(seed)
    site = np.repeat(np.arange(4, 11), PEOPLE // 7 + 1)[:PEOPLE]
    asian = (site >= 7) & (rng.random(PEOPLE) < 0.3)
    fullest = rng.normal(-3, 1, PEOPLE)
    outcome = rng.random(PEOPLE) < 1 / (1 + np.exp(-(fullest + shift * asian)))
    weight = rng.uniform(0.2, 1.8, PEOPLE)
    cohort = Cohort(
        inputs=("age",),
        x=rng.uniform(20, 80, (PEOPLE, 1)).astype(np.float32),
        outcome=outcome.astype(np.float64),
        years=np.zeros(PEOPLE),
        site=site,
        cluster=site * 100 + rng.integers(0, 30, PEOPLE),
        weight=weight / weight.mean(),
        groups={"ancestry": np.where(asian, "asian", "white")},
        cleaning=(),
        files=(),
    )
    return cohort, dict.fromkeys(DEFINITION.gaps.subsets, fullest)


def test_a_group_that_the_model_halves_gets_back_what_it_lacks() -> None:
    cohort, scores = survey(SHIFT, seed=1)

    term = fit_term(cohort, DEFINITION, scores)

    asian = cohort.groups["ancestry"] == "asian"
    reference = sm.GLM(
        cohort.outcome[asian],
        np.ones(asian.sum()),
        family=sm.families.Binomial(),
        offset=scores["all inputs"][asian],
        freq_weights=cohort.weight[asian],
    ).fit()
    assert list(term.intercepts) == ["with_laboratory", "no_laboratory"]
    for tier, intercept in term.intercepts.items():
        assert intercept == pytest.approx(reference.params[0], abs=2e-4)
        assert abs(intercept - SHIFT) < 3 * term.standard_errors[tier]
        assert 0.5 < term.standard_errors[tier] / reference.bse[0] < 2
    assert term.section.p_value < 1e-6
    of_group = term.section.calibration[0]
    assert of_group.group == "asian"
    assert of_group.events == cohort.outcome[asian].sum()
    assert of_group.without.low > 1.8
    assert 0.8 < of_group.with_term.value < 1.25
    everybody = term.section.calibration[1]
    assert everybody.group == "everybody"
    # As shipped it is for the group alone: the others' risk is put too high.
    assert everybody.with_term.high < 0.8


def test_nobody_is_judged_by_a_term_that_saw_their_cycle() -> None:
    cohort, scores = survey(SHIFT, seed=2)
    in_2011 = cohort.site == 7
    another = replace(cohort, outcome=np.where(in_2011, 0, cohort.outcome))

    added = fit_term(cohort, DEFINITION, scores).added["all inputs"]
    without_events = fit_term(another, DEFINITION, scores).added["all inputs"]

    asian = cohort.groups["ancestry"] == "asian"
    assert (added[~asian] == 0).all()
    assert len(np.unique(added[asian])) == 4
    np.testing.assert_array_equal(added[in_2011], without_events[in_2011])
    assert (added[asian & ~in_2011] > without_events[asian & ~in_2011]).all()


def test_a_group_like_the_others_gets_no_term_to_speak_of() -> None:
    cohort, scores = survey(0.0, seed=3)

    term = fit_term(cohort, DEFINITION, scores)

    assert all(abs(intercept) < 0.25 for intercept in term.intercepts.values())
    assert term.section.p_value > 0.05
    assert term.section.terms[0].added.low < 0 < term.section.terms[0].added.high


def test_a_term_of_a_few_people_is_refused() -> None:
    cohort, scores = survey(SHIFT, seed=4)
    few = np.flatnonzero(cohort.groups["ancestry"] == "white")
    few = np.append(few, np.flatnonzero(cohort.groups["ancestry"] == "asian")[:20])

    with pytest.raises(TooFewPeopleError, match="people of the ancestry"):
        fit_term(
            cohort.take(few),
            DEFINITION,
            {subset: score[few] for subset, score in scores.items()},
        )
