"""The second bundle asks about now, without glucose, of people known ever so little."""

from service.clinical.variables import VARIABLES
from training.missingness import COMPLETE
from training.recipe import MAX_TREES, load_recipe
from training.sources import SOURCES
from training.undiagnosed_diabetes import DEFINITION, INPUTS


def test_it_is_about_now() -> None:
    assert DEFINITION.horizons_years == (0,)
    assert not DEFINITION.timed


def test_no_measurement_that_answers_the_question_is_an_input() -> None:
    assert set(DEFINITION.answered_by) == {"hba1c", "fasting_glucose", "ogtt_2h"}
    assert not {*DEFINITION.answered_by, "random_glucose", "ancestry"} & set(INPUTS)
    assert set(INPUTS) < set(VARIABLES)


def test_the_subsets_are_those_that_the_card_promises() -> None:
    gaps = DEFINITION.gaps

    assert list(gaps.subsets) == [
        COMPLETE,
        "no laboratory values",
        "no history of high glucose",
        "neither",
        "age, sex and BMI only",
    ]
    assert gaps.known(INPUTS, "age, sex and BMI only") == ("age", "sex", "bmi")
    assert gaps.known(INPUTS, COMPLETE) == INPUTS


def test_a_person_is_in_the_tier_of_the_laboratory_of_the_waist_or_of_neither() -> None:
    fullest, waist, last = DEFINITION.tiers

    assert set(fullest.any_of) == set(DEFINITION.gaps.subsets["no laboratory values"])
    assert waist.any_of == ("waist",)
    assert last.any_of == ()


def test_every_input_has_a_curve_and_a_say_in_how_far_it_may_move() -> None:
    transfer = DEFINITION.transfer

    assert transfer is not None
    assert set(DEFINITION.curves) == set(transfer.changes) == set(INPUTS)
    assert set(transfer.scaled) < set(INPUTS)


def test_a_first_degree_relative_counts_more_than_a_second_degree_one() -> None:
    curve = DEFINITION.curves["family_history_diabetes"]
    codes = ("none", "second_degree", "first_degree")
    family = VARIABLES["family_history_diabetes"]

    assert curve.knots == tuple(family.encode(code) for code in codes)
    assert curve.proportions == (0, 0.6, 1)


def test_the_training_people_and_the_target_have_a_reader_each() -> None:
    source = SOURCES[DEFINITION.name]

    assert source.target is not None
    assert source.external is None
    assert (source.target.code, source.target.kin) == ("malaysia", "asian")
    assert set(source.target.tests) < set(DEFINITION.answered_by)


def test_the_recipe_is_one_that_the_graph_affords() -> None:
    assert load_recipe(DEFINITION.recipe).trees <= MAX_TREES
