"""The sentence on a card: short in both languages, whatever the model says."""

import unicodedata
from dataclasses import replace

import pytest
from msgspec.structs import replace as altered

from service.clinical.bands import ADVICE_CODES, BANDS, Advice
from service.clinical.criteria import CriterionMet
from service.clinical.eligibility import DIAGNOSTIC_CRITERIA, Ineligibility
from service.clinical.language import LANGUAGES, Language, Text
from service.clinical.reading import read_patient
from service.engine.assessment import Assessment, NotAssessed, Risk
from service.engine.engine import RiskEngine
from service.transports.cds_hooks.markdown import bullets, escaped, table
from service.transports.cds_hooks.summary import summarise

NOTHING = Text("", "")


def assessments(engine: RiskEngine) -> list[Assessment]:
    """One patient's answer from each bundle."""
    patient = read_patient({"age": 54, "sex": "female", "bmi": 27})
    found = engine.assess(patient, tuple(engine.bundles))
    return [answer for answer in found if isinstance(answer, Assessment)]


def at(assessment: Assessment, probability: float) -> Assessment:
    """The same with another risk at every horizon."""
    years = assessment.manifest.horizons_years
    return replace(assessment, risks=tuple(Risk(y, probability) for y in years))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("advice", ADVICE_CODES)
@pytest.mark.parametrize("band", BANDS)
def test_every_outcome_fits_with_what_there_is_to_do(
    engine: RiskEngine, language: Language, advice: str, band: str
) -> None:
    for assessment in assessments(engine):
        for probability in (0.0001, 0.0149, 0.31, 0.9999):
            changed = replace(
                at(assessment, probability), band=band, advice=Advice(advice, NOTHING)
            )

            to_check = advice == "rescreen_within_3_years"
            summary = summarise(changed, language, to_check=to_check)

            assert len(summary) < 140
            assert summary.count(". ") == 1  # what there is to do was not left out
            assert unicodedata.is_normalized("NFC", summary)


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.1255, "about 13 of 100 people"),
        (0.0149, "about 15 of 1,000 people"),
        (0.0001, "fewer than 1 of 1,000 people"),
    ],
)
def test_a_risk_is_told_as_people(
    engine: RiskEngine, probability: float, said: str
) -> None:
    assessment = at(assessments(engine)[0], probability)

    assert said in summarise(assessment, "en")


def test_a_bundle_with_long_words_is_cut_to_fit(engine: RiskEngine) -> None:
    assessment = assessments(engine)[0]

    def named(words: str) -> Assessment:
        label = Text(words, words)
        outcome = altered(assessment.manifest.outcome, label=label)
        manifest = altered(assessment.manifest, outcome=outcome)
        return replace(assessment, manifest=manifest)

    long, longer = (summarise(named("x" * n), "en") for n in (70, 200))

    assert long.endswith(" risk).")
    assert len(long) < 140
    assert len(longer) == 139
    assert longer.endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_every_number_of_criteria_fits(
    engine: RiskEngine, language: Language, count: int
) -> None:
    met = tuple(
        CriterionMet(c.variable, 1234.5, next(iter(c.at_least)), 126)
        for c in DIAGNOSTIC_CRITERIA[:count]
    )
    manifest = engine.bundles["incident-diabetes"].manifest
    reason = Ineligibility("diagnostic_value", NOTHING, NOTHING, met)

    summary = summarise(NotAssessed(manifest, reason), language)

    assert len(summary) < 140
    assert not summary.endswith("…")


def test_the_longest_name_of_a_test_fits_alone(engine: RiskEngine) -> None:
    manifest = engine.bundles["incident-diabetes"].manifest
    met = (CriterionMet("ogtt_2h", 1234.5, "mg/dL", 200),)
    reason = Ineligibility("diagnostic_value", NOTHING, NOTHING, met)

    summary = summarise(NotAssessed(manifest, reason), "vi")

    assert summary == (
        "Đường huyết 2 giờ sau 75 g glucose (OGTT) 1.234,5 mg/dL đạt tiêu chuẩn chẩn"
        " đoán đái tháo đường; hồ sơ chưa ghi chẩn đoán."
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
