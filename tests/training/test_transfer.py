"""A model moved to other people takes their level and ages, and nothing by chance."""

from dataclasses import replace

import numpy as np
import pytest

from tests.training.small_cohorts import cohort_of
from training.at_target import AGES, age_band, subsets_of
from training.cohort import Cohort, Floats
from training.definition import Tier
from training.logistic import sigmoid
from training.model import Model, train
from training.recipe import Recipe, load_recipe
from training.target_samples import Samples, redrawn
from training.time_offset import no_time
from training.transfer import Transferred, transfer
from training.transfer_spec import Change, TransferSpec
from training.undiagnosed_diabetes import CURVES, DEFINITION, TRANSFER

INPUTS = ("age", "sex", "bmi")
ONE_TIER = (Tier(code="no_laboratory", any_of=()),)
DEFINED = replace(
    DEFINITION,
    inputs=INPUTS,
    tiers=ONE_TIER,
    curves={name: CURVES[name] for name in INPUTS},
)
RECIPE: Recipe = replace(load_recipe(DEFINITION.recipe), trees=5)

AT_HOME = {"level": -3.0, "by_age": 0.06, "by_bmi": 0.10}
LEVEL, FLATTER_BY = 1.0, 0.04
TARGET = {
    "level": AT_HOME["level"] + LEVEL,
    "by_age": AT_HOME["by_age"] - FLATTER_BY,
    "by_bmi": AT_HOME["by_bmi"],
}


def drawn(
    count: int, seed: int, *, level: float, by_age: float, by_bmi: float
) -> Cohort:
    """People who are ill with these log-odds at 50 years and 25 kg/m2."""
    rng = np.random.default_rng(seed)
    age = rng.uniform(20, 80, count)
    bmi = rng.normal(25, 4, count).clip(17, 45)
    log_odds = level + by_age * (age - 50) + by_bmi * (bmi - 25)
    ill = (rng.random(count) < sigmoid(log_odds)).astype(float)
    sex = rng.integers(0, 2, count).astype(float)
    return cohort_of(ill, years=0.0, inputs={"age": age, "sex": sex, "bmi": bmi})


@pytest.fixture(scope="module")
def first() -> Model:
    """Of the first population."""
    home = drawn(12_000, 1, **AT_HOME)
    tiers = no_time([tier.code for tier in ONE_TIER])
    return train(home, RECIPE, tiers, DEFINED, DEFINED.gaps, seed=1)


def samples(target: int = 4_000, apart: float = 0.0) -> Samples:
    """People of the target, and kin whose level is so far apart."""
    kin = {**TARGET, "level": TARGET["level"] + apart}
    return Samples.of(drawn(target, 2, **TARGET), drawn(2_000, 3, **kin))


def moved(model: Model, people: Samples, spec: TransferSpec = TRANSFER) -> Transferred:
    return transfer(model, people, replace(DEFINED, transfer=spec), RECIPE, seed=1)


def rises(model: Model, name: str) -> Floats:
    place = model.smooth.inputs.index(name)
    found: Floats = np.diff(model.smooth.curves[0][place].values)
    return found


def at(model: Model, **values: float) -> float:
    x = np.array([[values[name] for name in INPUTS]], np.float32)
    return float(model.log_odds(x)[0])


def test_another_level_and_another_slope_by_age_are_found_again(first: Model) -> None:
    revised = moved(first, samples()).model

    middle = at(revised, age=50, sex=0, bmi=25) - at(first, age=50, sex=0, bmi=25)
    assert middle == pytest.approx(LEVEL, abs=0.2)
    for age in (30, 40, 60, 70):
        expected = LEVEL - FLATTER_BY * (age - 50)
        change = at(revised, age=age, sex=0, bmi=25) - at(first, age=age, sex=0, bmi=25)
        assert change == pytest.approx(expected, abs=0.35)
    np.testing.assert_allclose(rises(revised, "bmi"), rises(first, "bmi"), atol=0.2)


def test_expected_is_observed_at_every_age_of_the_target(first: Model) -> None:
    people = samples()
    target = people.target

    risk = sigmoid(moved(first, people).model.log_odds(target.x))

    for band in AGES.values():
        of_band = age_band(target, AGES) == band
        ratio = target.outcome[of_band].sum() / risk[of_band].sum()
        assert ratio == pytest.approx(1, abs=0.12)


def test_with_no_room_for_change_the_curves_stay_and_the_level_moves(
    first: Model,
) -> None:
    tight = replace(
        TRANSFER,
        changes={
            name: Change(sd=1e-4, per=change.per)
            for name, change in TRANSFER.changes.items()
        },
        smoothness=1e8,
        missing_sd=1e-4,
        scale_sd=1e-4,
    )

    revised = moved(first, samples(), tight).model

    for name in INPUTS:
        np.testing.assert_allclose(rises(revised, name), rises(first, name), atol=1e-3)
    assert at(revised, age=50, sex=0, bmi=25) > at(first, age=50, sex=0, bmi=25) + 0.5


def test_what_the_kin_differ_in_is_told_and_not_shipped(first: Model) -> None:
    alike = moved(first, samples())
    apart = moved(first, samples(apart=-0.8))

    (contrast,) = apart.contrasts
    assert contrast.level == pytest.approx(-0.8, abs=0.25)
    assert abs(alike.contrasts[0].level) < 0.2
    change = at(apart.model, age=50, sex=0, bmi=25) - at(
        alike.model, age=50, sex=0, bmi=25
    )
    assert abs(change) < 0.1


def test_few_people_move_less_than_many(first: Model) -> None:
    few = moved(first, Samples.of(drawn(60, 4, **TARGET), drawn(60, 5, **TARGET)))
    many = moved(first, samples())

    def change(model: Model) -> float:
        return float(np.abs(rises(model, "age") - rises(first, "age")).sum())

    assert change(few.model) < change(many.model)


def test_every_curve_has_a_mean_of_zero_over_the_target_or_else_its_kin(
    first: Model,
) -> None:
    people = samples()
    x = people.target.x.copy()
    x[:, INPUTS.index("bmi")] = np.nan
    without = Samples.of(replace(people.target, x=x), people.kin)

    for given in (people, without):
        smooth = moved(first, given).model.smooth
        for column, curve in enumerate(smooth.curves[0]):
            values, weight = given.average(column)
            assert np.average(curve(values), weights=weight) == pytest.approx(
                0, abs=1e-5
            )


def test_more_of_a_harmful_value_never_lowers_the_risk(first: Model) -> None:
    revised = moved(first, samples(target=300)).model

    assert rises(revised, "age").min() >= 0
    assert rises(revised, "bmi").min() >= 0


def test_the_same_people_and_seed_give_the_same_curves(first: Model) -> None:
    assert moved(first, samples()).model.smooth == moved(first, samples()).model.smooth


def test_a_tier_that_nobody_is_in_stays_what_it_was() -> None:
    tiers = (Tier(code="with_bmi", any_of=("bmi",)), *ONE_TIER)
    required = replace(DEFINED.gaps, situations=(), everyday=())
    defined = replace(DEFINED, tiers=tiers, gaps=required)
    no_course = no_time([tier.code for tier in tiers])
    model = train(
        drawn(4_000, 1, **AT_HOME), RECIPE, no_course, defined, required, seed=1
    )

    revised = transfer(model, samples(), defined, RECIPE, seed=1)

    assert revised.model.smooth.curves[1] == model.smooth.curves[1]
    assert revised.model.smooth.bases[1] == model.smooth.bases[1]


def test_a_replicate_draws_the_targets_people_and_keeps_the_units_of_the_kin() -> None:
    people = samples()
    kin_drawn = np.resize([0.0, 2.0], people.kin.people)

    again = redrawn(people, kin_drawn, seed=(1, 2))

    assert again.target.weight.sum() == pytest.approx(people.target.people)
    assert 0.6 < again.target.people / people.target.people < 0.66  # 1 - 1/e
    assert again.kin.people == people.kin.people / 2
    assert set(again.kin.weight / people.kin.weight[1]) == {2.0}


def test_subsets_that_leave_the_same_to_know_are_judged_once() -> None:
    age = np.linspace(20, 80, 10)
    untold = np.full(10, np.nan)
    others = {name: np.ones(10) for name in DEFINITION.inputs}
    people = cohort_of(
        np.zeros(10), inputs={**others, "age": age, "high_glucose_ever": untold}
    )

    assert subsets_of(people, DEFINITION) == [
        "all inputs",
        "no laboratory values",
        "age, sex and BMI only",
    ]
