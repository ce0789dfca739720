"""An assessment in words, in both languages."""

import dataclasses
import re

import msgspec
import pytest

from service.clinical.bands import BANDS, band_of
from service.clinical.language import LANGUAGES, Language, Text
from service.clinical.reading import read_patient
from service.clinical.variables import VARIABLES
from service.engine.assessment import Assessment, Contribution, Risk
from service.engine.engine import RiskEngine
from service.engine.interval import Interval, RiskRange
from service.engine.narrative import narrate
from service.engine.unfamiliar import Unfamiliar
from tests.unit.engine.assessing import assess
from tests.unit.people import FULL

RECORDS = [
    pytest.param({"age": 60, "sex": "male"}, id="age and sex only"),
    pytest.param(FULL, id="everything"),
    pytest.param(FULL | {"fasting_glucose": 6.8, "bmi": 33}, id="high"),
    pytest.param(FULL | {"age": 22, "bmi": 19, "fasting_glucose": 4.4}, id="low"),
    pytest.param(
        {name: FULL[name] for name in ("age", "sex", "bmi", "systolic_bp")}, id="no lab"
    ),
]


@pytest.fixture
def assessment(engine: RiskEngine) -> Assessment:
    return assess(engine, read_patient(FULL))


def at_risk(assessment: Assessment, probability: float) -> Assessment:
    """The same assessment with another risk at the horizon of the bands."""
    years = assessment.manifest.bands.horizon_years
    return dataclasses.replace(
        assessment,
        risks=(Risk(years, probability),),
        band=band_of(probability, assessment.manifest.bands.levels),
        interval=None,
    )


def between(assessment: Assessment, low: float, high: float) -> Assessment:
    """The same assessment with another interval at the horizon of the bands."""
    years = assessment.manifest.bands.horizon_years
    found = Interval(0.9, (RiskRange(years, low, high),), Text("", ""))
    return dataclasses.replace(assessment, interval=found)


def described(assessment: Assessment, **changes: object) -> Assessment:
    """The same assessment by a bundle that says something else of itself."""
    manifest = msgspec.structs.replace(assessment.manifest, **changes)
    return dataclasses.replace(assessment, manifest=manifest)


def because(assessment: Assessment, **log_odds: float) -> Assessment:
    """The same assessment with other reasons, each with its log-odds."""
    return dataclasses.replace(
        assessment,
        contributions=tuple(
            Contribution(VARIABLES[name], FULL[name], added)  # type: ignore[arg-type]
            for name, added in log_odds.items()
        ),
    )


@pytest.mark.parametrize("values", RECORDS)
@pytest.mark.parametrize("language", LANGUAGES)
class TestEveryNarrative:
    """Whatever is known of a patient."""

    def test_has_no_empty_place(
        self, engine: RiskEngine, values: dict[str, object], language: Language
    ) -> None:
        text = narrate(assess(engine, read_patient(values)), language)

        assert not re.search(r"[{}]|None|nan|True|False|  | [.,;:]|: \.", text)
        assert text.endswith(".")

    def test_gives_a_natural_frequency_with_the_horizon_and_the_band(
        self, engine: RiskEngine, values: dict[str, object], language: Language
    ) -> None:
        assessment = assess(engine, read_patient(values))
        text = narrate(assessment, language)

        assert assessment.manifest.outcome.label[language] in text
        assert BANDS[assessment.band][language] in text
        pattern = {
            "en": r"of 1(,0)?00 people like this, about \d+"
            r" \((\d+ to|at most) \d+\) develop it within 5 years",
            "vi": r"trong 1(\.0)?00 người tương tự, khoảng \d+ người"
            r" \((\d+ đến|nhiều nhất) \d+\) sẽ mắc bệnh trong vòng 5 năm tới",
        }[language]
        assert re.search(pattern, text)

    def test_names_everything_that_was_not_measured(
        self, engine: RiskEngine, values: dict[str, object], language: Language
    ) -> None:
        assessment = assess(engine, read_patient(values))
        said = {"en": "Not known: ", "vi": "Chưa có thông tin: "}[language]
        _, heading, unknown = narrate(assessment, language).partition(said)

        assert bool(heading) == bool(assessment.missing)
        for missing in assessment.missing:
            assert missing.variable.label[language].lower() in unknown.lower()

    def test_never_claims_a_diagnosis(
        self, engine: RiskEngine, values: dict[str, object], language: Language
    ) -> None:
        text = narrate(assess(engine, read_patient(values)), language)

        assert "chẩn đoán" not in text.replace("không phải chẩn đoán", "")
        assert "diagnos" not in text.replace("not a diagnosis", "")
        told = {"en": "not a diagnosis", "vi": "không phải chẩn đoán"}[language]
        assert told in text


@pytest.mark.parametrize(
    ("probability", "people", "count"),
    [
        (1.0, "100", 100),
        (0.253, "100", 25),
        (0.0343, "100", 3),
        (0.02, "100", 2),
        (0.0199, "1,000", 20),
        (0.0064, "1,000", 6),
        (0.001, "1,000", 1),
    ],
)
def test_small_risks_are_told_among_more_people(
    assessment: Assessment, probability: float, people: str, count: int
) -> None:
    found = at_risk(assessment, probability)

    assert f"of {people} people like this, about {count} develop it within" in (
        narrate(found, "en")
    )
    people_vi = people.replace(",", ".")
    assert f"trong {people_vi} người tương tự, khoảng {count} người sẽ mắc" in (
        narrate(found, "vi")
    )


def test_the_interval_stands_beside_the_count_among_as_many_people(
    assessment: Assessment,
) -> None:
    found = between(at_risk(assessment, 0.07), 0.044, 0.116)
    small = between(at_risk(assessment, 0.006), 0.0001, 0.0304)
    none = between(at_risk(assessment, 0.0002), 0.0001, 0.0004)

    assert "of 100 people like this, about 7 (4 to 12) develop it within 5 years" in (
        narrate(found, "en")
    )
    assert "khoảng 7 người (4 đến 12) sẽ mắc bệnh trong vòng 5 năm tới" in (
        narrate(found, "vi")
    )
    assert "of 1,000 people like this, about 6 (at most 30) develop" in (
        narrate(small, "en")
    )
    assert "khoảng 6 người (nhiều nhất 30) sẽ mắc" in narrate(small, "vi")
    assert "of 1,000 people like this, fewer than 1 (at most 1) develop it" in (
        narrate(none, "en")
    )
    assert "trong 1.000 người tương tự, chưa đến 1 người (nhiều nhất 1) sẽ mắc" in (
        narrate(none, "vi")
    )


def test_the_bundle_says_itself_where_it_was_not_validated(
    assessment: Assessment,
) -> None:
    caution = Text("seen in {two} hospitals only", "mới dùng ở {hai} bệnh viện")
    found = described(assessment, caution=caution)

    assert narrate(found, "en").endswith(
        " An estimate to inform, not a diagnosis; seen in {two} hospitals only."
        " The clinician decides."
    )
    assert narrate(found, "vi").endswith(
        "không phải chẩn đoán; mới dùng ở {hai} bệnh viện. Bác sĩ quyết định."
    )


def test_a_chance_of_having_it_now_is_never_told_as_a_future_risk(
    assessment: Assessment,
) -> None:
    bands = msgspec.structs.replace(assessment.manifest.bands, horizon_years=0)
    found = at_risk(described(assessment, bands=bands), 0.07)

    assert (
        "of 100 people like this, about 7 have it now (moderate chance). This is the"
        " chance that it is there today, not a risk of getting it later."
    ) in narrate(found, "en")
    assert (
        "khoảng 7 người hiện đã mắc bệnh (khả năng mắc bệnh trung bình). Đây là khả năng"
        " hiện đã mắc bệnh, không phải nguy cơ mắc bệnh trong tương lai."
    ) in narrate(found, "vi")
    assert "Yếu tố làm tăng khả năng mắc bệnh so với" in (
        narrate(because(found, age=0.3), "vi")
    )
    assert "today" not in narrate(assessment, "en")


def test_a_patient_unlike_the_training_people_is_said_to_be(
    assessment: Assessment,
) -> None:
    ways = (
        Unfamiliar("value_outside", ("alt",), Text("", "")),
        Unfamiliar("unusual_combination", ("alt", "bmi"), Text("", "")),
    )
    found = dataclasses.replace(assessment, unfamiliar=ways)

    assert (
        " This patient is unlike the people the model learned from (ALT, body mass"
        " index): trust the figure less."
    ) in narrate(found, "en")
    assert "(ALT (GPT), chỉ số khối cơ thể (BMI)): con số trên kém tin cậy hơn" in (
        narrate(found, "vi")
    )
    assert "unlike" not in narrate(assessment, "en")


def test_no_risk_is_told_as_nobody(assessment: Assessment) -> None:
    assert " 0 " not in narrate(at_risk(assessment, 1e-6), "en")
    assert " 0 " not in narrate(at_risk(assessment, 1e-6), "vi")


def test_reasons_are_told_strongest_first_with_their_values(
    assessment: Assessment,
) -> None:
    average = Text("the average farmer", "người nông dân trung bình")
    found = described(
        because(assessment, age=0.2, bmi=0.6, fasting_glucose=-0.4, alt=-0.5),
        compared_with=average,
    )

    assert (
        " Raised, against the average farmer, by: body mass index: 25.8 kg/m²; age: 54."
        " Lowered, against the average farmer, by: ALT: 24 U/L; fasting glucose: 5.2"
        " mmol/L."
    ) in narrate(found, "en")
    assert (
        " Yếu tố làm tăng nguy cơ so với người nông dân trung bình: chỉ số khối cơ thể"
        " (BMI): 25,8 kg/m²; tuổi: 54. Yếu tố làm giảm nguy cơ so với người nông dân"
        " trung bình: ALT (GPT): 24 U/L; đường huyết lúc đói: 5,2 mmol/L."
    ) in narrate(found, "vi")


def test_only_the_three_strongest_reasons_are_told(assessment: Assessment) -> None:
    found = because(
        assessment, age=0.1, bmi=0.2, fasting_glucose=0.3, alt=0.4, triglycerides=0.5
    )

    assert " by: triglycerides: 1.6 mmol/L; ALT: 24 U/L; fasting glucose" in (
        narrate(found, "en")
    )
    assert "age: 54" not in narrate(found, "en")


def test_what_hardly_matters_is_not_worth_a_sentence(assessment: Assessment) -> None:
    text = narrate(because(assessment, age=0.049, bmi=-0.049), "en")

    assert "Raised" not in text
    assert "Lowered" not in text


def test_an_unmeasured_value_is_never_a_reason(assessment: Assessment) -> None:
    unknown = Contribution(VARIABLES["bmi"], None, 1.5)
    found = dataclasses.replace(assessment, contributions=(unknown,))

    assert "body mass index" not in narrate(found, "en")
