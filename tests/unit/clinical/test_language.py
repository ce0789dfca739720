"""Texts in two languages."""

import pytest

from service.clinical.language import LANGUAGES, Text, numeral


def test_there_are_two_languages_and_each_gives_its_own_words() -> None:
    text = Text("Age", "Tuổi")

    assert [text[language] for language in LANGUAGES] == ["Tuổi", "Age"]


def test_a_text_within_a_text_keeps_its_language() -> None:
    text = Text("{label} of {years}", "{label} {years} năm")

    filled = text.format(label=Text("Age", "Tuổi"), years=5)

    assert filled == Text("Age of 5", "Tuổi 5 năm")


def test_braces_in_a_value_are_not_placeholders() -> None:
    assert Text("{x}", "{x}").format(x="{y}") == Text("{y}", "{y}")


@pytest.mark.parametrize(
    ("value", "decimals", "en", "vi"),
    [
        (5.88366, 2, "5.88", "5,88"),
        (106.0, None, "106", "106"),
        (6.9937, None, "6.9937", "6,9937"),
        (54, 0, "54", "54"),
        (1234.5, None, "1,234.5", "1.234,5"),
    ],
)
def test_a_number_has_the_decimal_sign_of_its_language(
    value: float, decimals: int | None, en: str, vi: str
) -> None:
    assert numeral(value, decimals) == Text(en, vi)
