"""The sentence on a card: short in both languages, whatever the conclusion is."""

import unicodedata
from itertools import combinations

import pytest

from service.clinical.bands import BANDS
from service.clinical.conclusion import BandedRisk, Conclusion, conclude
from service.clinical.eligibility import DIAGNOSTIC_CRITERIA
from service.clinical.language import LANGUAGES, Language
from service.transports.cds_hooks.markdown import bullets, escaped, table
from service.transports.cds_hooks.summary import summarise
from tests.unit.people import person

TESTS = [criterion.variable for criterion in DIAGNOSTIC_CRITERIA]
KNOWN: list[dict[str, object]] = [
    {},
    {"hba1c": 5.2},
    {"ogtt_2h": 6.0},
    {"hba1c": 5.2, "fasting_glucose": 5.2, "ogtt_2h": 6.0},
    {"hba1c": 5.8},
    {"hba1c": 6.2, "fasting_glucose": 6.4, "ogtt_2h": 10.1},
    {"gestational_diabetes": True, "hba1c": 5.2},
]


def risk(band: str, probability: float, years: float) -> BandedRisk:
    """A bundle's figure."""
    return BandedRisk(
        bundle="any", horizon_years=years, probability=probability, band=band
    )


def abnormal(*names: str) -> Conclusion:
    """These tests in the range of diabetes, in the unit with the longest numbers."""
    value = {"value": 456.5, "unit": "mg/dL"}
    values = {name: 12.34 if name == "hba1c" else value for name in names}
    return conclude(person(**values), [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("values", KNOWN)
def test_what_there_is_to_do_fits_with_the_risk(
    language: Language, band: str, values: dict[str, object]
) -> None:
    for years in (0, 5):
        for probability in (0.0001, 0.0149, 0.31, 0.9999):
            found = risk(band, probability, years)
            conclusion = conclude(person(**values), [found])

            summary = summarise(conclusion, language, to_check=False)

            assert len(summary) < 140
            assert unicodedata.is_normalized("NFC", summary)
            assert summary.endswith((").", "."))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("values", [KNOWN[0], KNOWN[1], KNOWN[4], KNOWN[5]])
def test_the_risk_is_never_left_out_where_something_is_to_be_done(
    language: Language, values: dict[str, object]
) -> None:
    conclusion = conclude(person(**values), [risk("very_high", 0.31, 5)])

    assert "31" in summarise(conclusion, language)


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.1255, "about 13 of 100 people"),
        (0.0149, "about 15 of 1,000 people"),
        (0.0001, "fewer than 1 of 1,000 people"),
    ],
)
def test_a_risk_is_told_as_people(probability: float, said: str) -> None:
    conclusion = conclude(person(), [risk("moderate", probability, 5)])

    assert said in summarise(conclusion, "en")


def test_a_result_to_look_at_is_what_there_is_to_do() -> None:
    conclusion = conclude(person(hba1c=5.2), [risk("low", 0.01, 5)])

    summary = summarise(conclusion, "en", to_check=True)

    assert summary.startswith("A result in the record should be checked. ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_every_number_of_diagnostic_values_fits(language: Language, count: int) -> None:
    for names in combinations(TESTS, count):
        assert len(summarise(abnormal(*names), language)) < 140


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["fasting_glucose", "ogtt_2h", "hba1c"])
def test_every_pair_of_tests_that_disagree_fits(language: Language, name: str) -> None:
    normal = {other: 5.2 for other in TESTS if other not in {name, "random_glucose"}}
    reached = 12.34 if name == "hba1c" else {"value": 456.5, "unit": "mg/dL"}

    summary = summarise(conclude(person(**normal, **{name: reached}), []), language)

    assert len(summary) < 140


def test_the_longest_name_of_a_test_fits_alone() -> None:
    assert summarise(abnormal("ogtt_2h"), "vi") == (
        "Đường huyết 2 giờ sau 75 g glucose (OGTT) 456,5 mg/dL đạt tiêu chuẩn chẩn đoán"
        " đái tháo đường; hồ sơ chưa ghi chẩn đoán."
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("mm[Hg]", r"mm\[Hg\]"),
        ("10*3/uL", r"10\*3/uL"),
        ("<b>", r"\<b\>"),
        ("a | b", r"a \| b"),
        ("a\n\n# b", r"a \# b"),
        ("see http://b.vn", r"see http\://b.vn"),
        ("see www.b.vn", r"see www\.b.vn"),
        ("a@b.vn", r"a\@b.vn"),
        ("5,9 mmol/L: cao", "5,9 mmol/L: cao"),
    ],
)
def test_text_cannot_become_markup(text: str, written: str) -> None:
    assert escaped(text) == written


def test_cells_and_lines_are_escaped() -> None:
    assert table(["a", "b"], [["1|2", "x"]]) == (
        "| a | b |\n| --- | --- |\n| 1\\|2 | x |"
    )
    assert bullets(["*x*", "y"]) == "- \\*x\\*\n- y"
