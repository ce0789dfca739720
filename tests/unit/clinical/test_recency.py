"""How old a value may be, by default and by a hospital's own limit."""

import pytest

from service.clinical.recency import MAXIMUM_AGE_YEARS, maximum_ages
from service.clinical.variables import VARIABLES


def test_every_limit_is_of_a_variable_of_the_table() -> None:
    assert set(MAXIMUM_AGE_YEARS) <= set(VARIABLES)


def test_every_measured_value_has_a_limit_and_what_is_lasting_has_none() -> None:
    measured = {v.name for v in VARIABLES.values() if v.kind == "quantity"} - {"age"}

    assert measured <= set(MAXIMUM_AGE_YEARS)
    assert {"known_diabetes", "family_history_diabetes"} & set(
        MAXIMUM_AGE_YEARS
    ) == set()


def test_a_hospitals_own_limit_replaces_ours_and_leaves_the_rest() -> None:
    ages = maximum_ages({"hba1c": 2, "hypertension": 5})

    assert ages["hba1c"] == 2
    assert ages["hypertension"] == 5
    assert ages["weight"] == 1


def test_a_limit_for_no_variable_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="hb1ac"):
        maximum_ages({"hb1ac": 2})
