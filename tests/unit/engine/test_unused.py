"""What the reader is told that a bundle's figure leaves out."""

import msgspec
import pytest

from service.engine.bundle import Bundle
from service.engine.manifest import Manifest
from service.engine.unused import (
    VERY_OLD,
    competing_death,
    not_counted,
    not_used,
    other_ancestry,
)
from tests.unit.people import person


def taking(bundle: Bundle, *inputs: str) -> Manifest:
    """The manifest of a bundle with these inputs besides age and sex."""
    return msgspec.structs.replace(bundle.manifest, inputs=("age", "sex", *inputs))


def test_a_value_that_is_no_input_is_told(bundle: Bundle) -> None:
    manifest = taking(bundle, "bmi")
    (notice,) = not_used(manifest, person(hba1c=5.4, bmi=24), manifest.inputs)

    assert (notice.variable, notice.code) == ("hba1c", "not_used")
    assert notice.bundle == "incident-diabetes"
    assert notice.text.en == (
        "HbA1c is not an input of incident-diabetes: its figure does not take it into"
        " account."
    )


def test_what_an_input_is_computed_from_is_used(bundle: Bundle) -> None:
    patient = person(height=155, weight=62, known_diabetes=False, pregnant=False)

    assert list(not_used(bundle.manifest, patient, bundle.manifest.inputs)) == []


def test_what_only_published_scores_ask_was_sent_for_those(
    bundle: Bundle, undiagnosed: Bundle
) -> None:
    """Of waist incident-diabetes is told: it changes the figure of the other bundle."""
    patient = person(
        waist=84,
        physically_active=True,
        daily_fruit_or_vegetables=False,
        large_baby=False,
        education="degree",
        birthplace="asia",
        ancestry="east_asian",
    )
    manifest = taking(bundle, "bmi")
    any_input = {*manifest.inputs, *undiagnosed.manifest.inputs}

    told = not_used(manifest, patient, any_input)

    assert [notice.variable for notice in told] == ["waist"]
    alone = not_used(manifest, patient, manifest.inputs)
    assert list(alone) == []


def test_gestational_diabetes_that_is_not_counted_is_told_with_what_it_means(
    bundle: Bundle,
) -> None:
    patient = person(gestational_diabetes=True)

    (notice,) = not_counted(bundle.manifest, patient)

    assert (notice.variable, notice.code) == ("gestational_diabetes", "not_counted")
    assert notice.bundle == "incident-diabetes"
    assert "BMJ 2020;369:m1361" in notice.text.en
    assert "at least every year" in notice.text.en
    assert "ít nhất mỗi năm" in notice.text.vi
    assert list(not_used(bundle.manifest, patient, bundle.manifest.inputs)) == []


def test_of_a_chance_now_no_multiple_of_the_future_is_told(
    undiagnosed: Bundle,
) -> None:
    patient = person(gestational_diabetes=True, bmi=24)

    (notice,) = not_counted(undiagnosed.manifest, patient)

    assert "the true chance is higher" in notice.text.en
    assert "10 times" not in notice.text.en


def test_what_is_counted_with_another_answer_is_not_told(undiagnosed: Bundle) -> None:
    """Being told of high glucose includes being told of it in a pregnancy."""
    manifest = taking(undiagnosed, "high_glucose_ever")
    history = {"gestational_diabetes": True, "high_glucose_ever": True}

    assert list(not_counted(manifest, person(**history))) == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"high_glucose_ever": True}, ["high_glucose_ever"]),
        ({"hba1c": 6.4}, ["hba1c"]),
        ({"ogtt_2h": 8.4, "hba1c": 5.2}, ["ogtt_2h"]),
        ({"hba1c": 5.2, "gestational_diabetes": False}, []),
    ],
)
def test_strong_risk_factors_alone_are_told_loudly(
    bundle: Bundle, values: dict[str, object], told: list[str]
) -> None:
    found = not_counted(taking(bundle, "bmi"), person(**values))

    assert [notice.variable for notice in found] == told


def test_an_input_is_counted(bundle: Bundle) -> None:
    manifest = taking(bundle, "hba1c", "gestational_diabetes")

    found = not_counted(manifest, person(hba1c=6.4, gestational_diabetes=True))

    assert list(found) == []


def test_the_very_old_are_told_that_other_deaths_are_not_counted(
    bundle: Bundle,
) -> None:
    (notice,) = competing_death(bundle.manifest, person(age=VERY_OLD))

    assert (notice.variable, notice.code) == ("age", "competing_death")
    assert "die of another cause" in notice.text.en
    assert "tử vong do nguyên nhân khác" in notice.text.vi
    assert list(competing_death(bundle.manifest, person(age=VERY_OLD - 1))) == []


def test_nobody_dies_before_now(undiagnosed: Bundle) -> None:
    assert list(competing_death(undiagnosed.manifest, person(age=90))) == []


@pytest.mark.parametrize("ancestry", ["white", "black", "other"])
def test_whoever_is_of_another_ancestry_than_the_calibration_is_told(
    undiagnosed: Bundle, ancestry: str
) -> None:
    (notice,) = other_ancestry(undiagnosed.manifest, person(ancestry=ancestry))

    assert (notice.variable, notice.code) == ("ancestry", "other_ancestry")
    assert notice.bundle == "undiagnosed-diabetes"
    assert "East or South-East Asian" in notice.text.en
    assert "does not hold" in notice.text.en
    assert "Nam Á" in notice.text.vi


@pytest.mark.parametrize("ancestry", [None, "east_asian", "south_asian"])
def test_of_the_ancestry_of_the_calibration_or_an_unknown_one_nothing_is_told(
    bundle: Bundle, undiagnosed: Bundle, ancestry: str | None
) -> None:
    assert list(other_ancestry(undiagnosed.manifest, person(ancestry=ancestry))) == []
    assert list(other_ancestry(bundle.manifest, person(ancestry="white"))) == []
