"""What the reader is told of values that a bundle does not use, or is outranked by."""

import pytest

from service.clinical.language import Language
from service.engine.bundle import Bundle
from service.engine.unused import not_used, other_ancestry, outranked
from tests.unit.people import person


def test_a_value_that_is_no_input_is_told(bundle: Bundle) -> None:
    patient = person(hba1c=6.4, bmi=24)
    (notice,) = not_used(bundle.manifest, patient, bundle.manifest.inputs)

    assert (notice.variable, notice.code) == ("hba1c", "not_used")
    assert notice.bundle == "incident-diabetes"
    assert notice.text.en == (
        "HbA1c is not an input of incident-diabetes: its figure does not take it into"
        " account."
    )


def test_what_an_input_is_computed_from_is_used(bundle: Bundle) -> None:
    patient = person(height=155, weight=62, known_diabetes=False, pregnant=False)

    assert list(not_used(bundle.manifest, patient, bundle.manifest.inputs)) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the test says more than the score of undiagnosed-diabetes."),
        ("vi", "kết quả xét nghiệm có giá trị hơn điểm của undiagnosed-diabetes."),
    ],
)
def test_a_test_that_answers_the_question_outranks_the_score(
    undiagnosed: Bundle, language: Language, text: str
) -> None:
    patient = person(hba1c=5.6, bmi=24)

    (notice,) = outranked(undiagnosed.manifest, patient)

    assert (notice.variable, notice.code) == ("hba1c", "test_known")
    assert notice.bundle == "undiagnosed-diabetes"
    assert undiagnosed.manifest.outcome.label[language] in notice.text[language]
    assert text in notice.text[language]
    assert (
        list(not_used(undiagnosed.manifest, patient, undiagnosed.manifest.inputs)) == []
    )


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
    any_input = {*bundle.manifest.inputs, *undiagnosed.manifest.inputs}

    told = not_used(bundle.manifest, patient, any_input)

    assert [notice.variable for notice in told] == ["waist"]
    alone = not_used(bundle.manifest, patient, bundle.manifest.inputs)
    assert list(alone) == []


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


def test_no_test_known_is_nothing_to_tell(undiagnosed: Bundle) -> None:
    assert list(outranked(undiagnosed.manifest, person(bmi=24))) == []
