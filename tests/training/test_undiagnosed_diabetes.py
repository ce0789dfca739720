"""The second bundle asks about now, without glucose, of people known ever so little."""

from service.clinical.variables import VARIABLES
from training.missingness import COMPLETE
from training.recipe import MAX_TREES, load_recipe
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


def test_a_person_without_laboratory_values_is_in_the_last_tier() -> None:
    fullest, last = DEFINITION.tiers

    assert last.any_of == ()
    assert set(fullest.any_of) == set(DEFINITION.gaps.subsets["no laboratory values"])


def test_the_recipe_is_one_that_the_graph_affords() -> None:
    assert load_recipe(DEFINITION.recipe).trees <= MAX_TREES
