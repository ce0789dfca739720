"""How much local outcomes move, by their number and by what people left out say."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings, strategies as st

from service.engine.manifest import Tier
from training.logistic import sigmoid
from training.recalibration.choice import choose, left_open
from training.recalibration.observed import Observed
from training.recalibration.tiers import seen_in
from training.recalibration.updating import (
    Update,
    intercept_alone,
    intercept_and_slope,
    shrinkage,
)

SPREADS = {"tier": 0.4, "other": 0.15}


def drawn(
    people: int,
    *,
    level: float = -2.5,
    intercept: float = 0.0,
    slope: float = 1.0,
    censored: bool = False,
    seed: int = 1,
) -> Observed:
    """People whose truth is `intercept + slope * score`, seen between 1 and 6 years."""
    rng = np.random.default_rng(seed)
    score = rng.normal(level, 1, people)
    years = rng.uniform(1, 6, people)
    truth = intercept + slope * score
    if censored:
        event = 3 * np.exp((rng.logistic(size=people) - truth) / 1.4)
        outcome, years = (event <= years).astype(float), np.minimum(event, years)
    else:
        at_visit = truth + 1.4 * np.log(years / 3)
        outcome = (rng.random(people) < sigmoid(at_visit)).astype(float)
    return Observed(
        score=score,
        offset=1.4 * np.log(years / 3),
        event=outcome,
        censored=censored,
        weight=np.ones(people),
    )


@pytest.mark.parametrize("censored", [False, True], ids=["visit", "censored"])
def test_the_regressions_are_those_of_statsmodels(*, censored: bool) -> None:
    """Counts (event, failures) of a binomial with an offset: R's glm does the same."""
    observed = drawn(3000, intercept=-0.4, slope=0.8, censored=censored)
    counts = np.column_stack([observed.event, observed.failures])
    family = sm.families.Binomial()

    both = intercept_and_slope(observed)
    alone = intercept_alone(observed)

    design = sm.add_constant(observed.score)
    fitted = sm.GLM(counts, design, family=family, offset=observed.offset).fit()
    assert [both.intercept, both.slope] == pytest.approx(fitted.params, abs=1e-6)
    assert both.slope_error == pytest.approx(fitted.bse[1], abs=1e-6)
    held = observed.offset + observed.score
    fitted = sm.GLM(counts, np.ones(3000), family=family, offset=held).fit()
    assert [alone.intercept, alone.intercept_error] == pytest.approx(
        [fitted.params[0], fitted.bse[0]], abs=1e-6
    )


@pytest.mark.parametrize("censored", [False, True], ids=["visit", "censored"])
def test_a_known_truth_is_found_whether_seen_at_a_visit_or_censored(
    *, censored: bool
) -> None:
    observed = drawn(60_000, intercept=-0.5, slope=0.8, censored=censored)

    found = intercept_and_slope(observed)

    assert found.slope == pytest.approx(0.8, abs=3 * found.slope_error)
    assert found.intercept == pytest.approx(-0.5, abs=0.15)
    assert observed.observed_expected(-0.5, 0.8) == pytest.approx(1, abs=0.03)
    assert found.slope_error < 0.02


@pytest.mark.parametrize(
    ("events", "spread", "kept"),
    [(10, 0.3, 0.9 / 1.9), (49, 0.3, 0.8152), (25, 0.0, 0.0), (25, 0.2, 0.5)],
)
def test_an_intercept_is_shrunk_by_its_error_and_the_spread_of_centres(
    events: int, spread: float, kept: float
) -> None:
    """tau2 / (tau2 + 1 / events)."""
    assert shrinkage(events, spread) == pytest.approx(kept, abs=1e-4)


@pytest.mark.parametrize(
    ("people", "level", "slope", "method"),
    [
        pytest.param(150, -4.0, 1.0, "none", id="under 10 events"),
        pytest.param(600, -3.0, 1.0, "shrunk intercept", id="10 to 49"),
        pytest.param(1500, -2.6, 1.0, "intercept", id="50 to 99"),
        pytest.param(6000, -2.5, 0.6, "intercept and slope", id="100 and more"),
    ],
)
def test_the_number_of_events_decides_how_much_is_moved(
    people: int, level: float, slope: float, method: str
) -> None:
    """The truth is 1.2 lower on the log-odds scale, or has another slope too."""
    observed = drawn(people, level=level, intercept=-1.2, slope=slope)

    done = choose("tier", observed, SPREADS, seed=1)

    assert done.method == method
    assert done.events == observed.events
    assert (done.update.intercept == 0) == (method == "none")
    assert (done.update.slope == 1) == (method != "intercept and slope")
    if method == "none":
        assert done.added_sd == 0.4
    else:
        # The interval shrinks to what local events cannot show, and to their error.
        assert (0.15**2 + 0.5 / done.events) ** 0.5 < done.added_sd < 0.4
    if method == "intercept and slope":
        assert done.update.slope == pytest.approx(0.6, abs=0.1)
        assert done.slope_after is not None
        assert done.slope_after.value == pytest.approx(1, abs=0.1)
        assert done.gain is not None
        assert done.gain.low > 0


def test_a_slope_that_is_right_is_left_alone_and_so_is_a_bundle_that_fits() -> None:
    lower = choose("tier", drawn(4000, intercept=-0.5, seed=2), SPREADS, seed=1)
    fitting = choose("tier", drawn(12_000, seed=2), SPREADS, seed=1)

    assert lower.events > 100
    assert lower.method == "intercept"
    assert "no better than intercept in people left out" in lower.reason
    assert fitting.method == "none"
    assert fitting.reason == "Observed and expected agree within 5 %."


def test_what_no_file_shows_is_the_least_that_was_measured_and_not_what_was_given() -> (
    None
):
    """A tier may have been given the spread of a better known one."""
    observed = drawn(4000, intercept=-0.5, seed=2)
    given = {"tier": 0.4, "other": 0.4}

    alone = choose("tier", observed, given, seed=1)
    measured = choose("tier", observed, given, seed=1, least=0.15)

    assert alone.method == measured.method == "intercept"
    assert alone.added_sd == 0.4
    assert 0.15 < measured.added_sd < 0.4
    assert measured.added_sd == choose("tier", observed, SPREADS, seed=1).added_sd


def test_the_interval_of_a_child_grows_with_the_error_of_its_slope() -> None:
    """The same intercept and people, slopes known well and badly: 0.02 and 0.2."""
    observed = drawn(4000)
    score_sd = observed.score.std()
    sure, unsure = (
        left_open(
            observed,
            Update(intercept_error=0.1, slope=0.8, slope_error=error),
            0.15,
        )
        for error in (0.02, 0.2)
    )

    assert sure == pytest.approx(
        (0.1**2 + (0.02 * score_sd) ** 2 + 0.15**2) ** 0.5, abs=1e-6
    )
    assert unsure == pytest.approx(
        (0.1**2 + (0.2 * score_sd) ** 2 + 0.15**2) ** 0.5, abs=1e-6
    )


@pytest.mark.parametrize(
    ("people", "slope"),
    [(600, 1.0), (1500, 1.0), (2500, 0.6), (20_000, 0.6)],
)
def test_the_interval_of_a_child_is_between_its_parents_and_what_no_file_shows(
    people: int, slope: float
) -> None:
    """With twenty thousand people the errors vanish, and the least spread is left."""
    observed = drawn(people, intercept=-0.8, slope=slope)

    wide = choose("tier", observed, SPREADS, seed=1)
    narrow = choose("other", observed, SPREADS, seed=1)

    assert wide.method != "none"
    assert 0.15 < wide.added_sd < 0.4
    assert narrow.added_sd == 0.15
    if people == 20_000:
        assert wide.added_sd == pytest.approx(0.15, abs=0.01)


def test_a_gain_that_chance_may_explain_is_said_to_be_unproven() -> None:
    """Of a hundred-odd events, a slope of 0.8 is worth taking and cannot be proven."""
    likely = choose("tier", drawn(2600, slope=0.8, seed=3), SPREADS, seed=1)
    proven = choose("tier", drawn(6000, intercept=-1.2, slope=0.6), SPREADS, seed=1)

    assert likely.method == "intercept and slope"
    assert "over the intercept alone in people left out is not proven" in likely.reason
    assert "the 95 % interval includes 0" in likely.reason
    assert proven.method == "intercept and slope"
    assert proven.reason.endswith("events allow it.")


def test_people_without_the_event_are_counted_where_they_are_fewer() -> None:
    common = drawn(700, level=4.5)

    done = choose("tier", common, SPREADS, seed=1)

    assert common.people - common.events < 10 < common.events
    assert done.method == "none"
    assert done.reason == "Fewer than 10 people with the outcome, or without it."


@pytest.mark.parametrize("level", [2.5, 1.5])
def test_an_outcome_that_most_people_have_is_recalibrated_as_a_rare_one(
    level: float,
) -> None:
    """Whole resamples may lack anybody without it: they are drawn again."""
    common = drawn(180, level=level, intercept=-0.9)

    done = choose("tier", common, SPREADS, seed=1)

    assert 10 <= common.rarer < common.events
    assert done.update.intercept < 0


def test_better_known_people_count_in_poorer_tiers_with_values_blanked() -> None:
    inputs = ("age", "fasting_glucose", "alt")
    tiers = (
        Tier("with_glucose", ("fasting_glucose",)),
        Tier("with_laboratory", ("alt",)),
        Tier("no_laboratory", ()),
    )
    x = np.array(
        [[50, 5, 20], [51, np.nan, 21], [52, 6, np.nan], [53, np.nan, np.nan]],
        np.float32,
    )
    nan = np.nan

    seen = [seen_in(x, inputs, tiers, number) for number in range(3)]

    assert [rows.tolist() for _, rows in seen] == [[0, 2], [0, 1], [0, 1, 2, 3]]
    np.testing.assert_array_equal(seen[1][0], [[50, nan, 20], [51, nan, 21]])
    np.testing.assert_array_equal(seen[2][0][:, 1:], np.full((4, 2), nan))
    assert x[0, 1] == 5  # the people themselves are as they were


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.floats(-6, 1), st.booleans()), min_size=20, max_size=60),
    st.floats(-1, 1),
    st.floats(0.3, 3),
)
def test_what_is_fitted_after_a_move_undoes_the_move(
    people: list[tuple[float, bool]], intercept: float, slope: float
) -> None:
    """Recalibrating twice composes: what is fitted is the truth, however it is told."""
    score = np.array([one for one, _ in people])
    event = np.array([float(ill) for _, ill in people])
    event[:2] = (0.0, 1.0)
    here = Observed(
        score=score,
        offset=np.zeros(len(score)),
        event=event,
        censored=False,
        weight=np.ones(len(score)),
    )
    moved = replace(here, score=intercept + slope * score)

    direct = intercept_alone(here)
    shifted = intercept_alone(replace(here, score=intercept + score))

    assert shifted.intercept == pytest.approx(direct.intercept - intercept, abs=1e-6)
    assert moved.observed_expected(0, 1) == pytest.approx(
        here.observed_expected(intercept, slope)
    )
