"""What the reader is told of values that a bundle does not use, or is outranked by."""

import pytest

from service.clinical.language import Language
from service.engine.bundle import Bundle
from service.engine.unused import not_used, outranked
from tests.unit.people import person


def test_a_value_that_is_no_input_is_told(bundle: Bundle) -> None:
    (notice,) = not_used(bundle.manifest, person(hba1c=6.4, bmi=24))

    assert (notice.variable, notice.code) == ("hba1c", "not_used")
    assert notice.text.en == (
        "HbA1c is not an input of incident-diabetes: the risk does not take it into"
        " account."
    )


def test_what_an_input_is_computed_from_is_used(bundle: Bundle) -> None:
    patient = person(height=155, weight=62, known_diabetes=False, pregnant=False)

    assert list(not_used(bundle.manifest, patient)) == []


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
    assert undiagnosed.manifest.outcome.label[language] in notice.text[language]
    assert text in notice.text[language]
    assert list(not_used(undiagnosed.manifest, patient)) == []


def test_no_test_known_is_nothing_to_tell(undiagnosed: Bundle) -> None:
    assert list(outranked(undiagnosed.manifest, person(bmi=24))) == []
