"""The one conclusion: tests before bands, and one step for every situation."""

import pytest

from service.clinical.advice import ADVICE
from service.clinical.bands import BANDS
from service.clinical.conclusion import BandedRisk, Conclusion, conclude
from service.clinical.language import LANGUAGES
from service.clinical.reading import read_patient
from tests.unit.people import in_unit, person

RAISED = ["high", "very_high"]
WARNINGS = ["high_glucose_ever", "gestational_diabetes"]


def later(band: str) -> BandedRisk:
    return BandedRisk(bundle="later", horizon_years=5, probability=0.1, band=band)


def now(band: str) -> BandedRisk:
    return BandedRisk(bundle="now", horizon_years=0, probability=0.1, band=band)


def concluded(*risks: BandedRisk, **values: object) -> Conclusion:
    return conclude(person(**values), risks)


def step(band: str | None, **values: object) -> str:
    """The code of the step beside a risk of that band, or beside none."""
    risks = [] if band is None else [later(band)]
    return conclude(person(**values), risks).next_step.code


class TestNothingKnown:
    """Without a test the step is to test; the band says how soon."""

    @pytest.mark.parametrize("band", [*BANDS, None])
    def test_the_step_is_to_measure(self, band: str | None) -> None:
        assert step(band) == "measure_glucose"

    @pytest.mark.parametrize(
        ("band", "soon"),
        [("low", False), ("moderate", True), ("high", True), ("very_high", True)],
    )
    def test_at_a_low_risk_it_can_wait_for_a_check_up(
        self, band: str, *, soon: bool
    ) -> None:
        within = concluded(later(band)).next_step.within_days

        assert within is not None
        assert (within <= 30) == soon

    @pytest.mark.parametrize(
        "values",
        [
            {"gestational_diabetes": True},
            {"high_glucose_ever": True},
            {"random_glucose": 7.8},
            {"random_glucose": in_unit(140, "mg/dL")},
        ],
    )
    def test_a_warning_or_a_raised_random_glucose_cannot_wait(
        self, values: dict[str, object]
    ) -> None:
        assert concluded(later("low"), **values).next_step.within_days == 30
        calm = {"random_glucose": in_unit(139, "mg/dL")}
        assert concluded(later("low"), **calm).next_step.within_days == 1095

    def test_the_highest_band_of_all_says_how_soon(self) -> None:
        found = concluded(later("low"), now("high"))

        assert found.next_step.within_days == 30


class TestNormal:
    """A normal test is repeated, the sooner the higher the risk."""

    def test_at_a_low_risk_or_none_in_one_to_three_years(self) -> None:
        assert step("low", fasting_glucose=5.2) == "rescreen_within_3_years"
        assert step(None, fasting_glucose=5.2) == "rescreen_within_3_years"

    def test_at_a_moderate_risk_yearly(self) -> None:
        assert step("moderate", fasting_glucose=5.2) == "rescreen_yearly"

    @pytest.mark.parametrize("band", RAISED)
    def test_at_a_high_risk_one_test_is_not_enough_and_two_are(self, band: str) -> None:
        assert step(band, hba1c=5.2) == "test_now_and_intervene"
        assert step(band, hba1c=5.2, fasting_glucose=5.0) == "rescreen_yearly"

    @pytest.mark.parametrize("name", WARNINGS)
    def test_after_a_warning_at_least_yearly(self, name: str) -> None:
        assert step("low", **{name: True}, hba1c=5.2) == "rescreen_yearly"
        assert step("low", **{name: False}, hba1c=5.2) == "rescreen_within_3_years"

    def test_a_raised_random_value_does_not_outweigh_a_proper_test(self) -> None:
        assert step("low", hba1c=5.2, random_glucose=9) == "rescreen_within_3_years"


class TestPrediabetes:
    """A prediabetes value decides the step, whatever the band."""

    @pytest.mark.parametrize("band", ["low", "moderate", "high", None])
    def test_the_step_is_care_with_a_test_at_least_every_year(
        self, band: str | None
    ) -> None:
        assert step(band, hba1c=5.8) == "prediabetes_care"
        assert step(band, fasting_glucose=5.7) == "prediabetes_care"
        assert step(band, ogtt_2h=8.0) == "prediabetes_care"

    def test_at_a_very_high_risk_it_is_more_intensive_and_sooner(self) -> None:
        assert step("very_high", hba1c=5.8) == "intensive_prediabetes_care"

    @pytest.mark.parametrize(
        ("name", "unit", "at", "below"),
        [
            ("fasting_glucose", "mmol/L", 6.1, 6.09),
            ("fasting_glucose", "mg/dL", 110, 109),
            ("ogtt_2h", "mmol/L", 9.6, 9.59),
            ("ogtt_2h", "mg/dL", 173, 172),
            ("hba1c", "%", 6.0, 5.99),
            ("hba1c", "mmol/mol", 42, 41),
        ],
    )
    def test_high_values_alone_make_it_intensive(
        self, name: str, unit: str, at: float, below: float
    ) -> None:
        """ADA Standards of Care, section 3: who progresses most."""
        upper, lower = (step("low", **{name: in_unit(v, unit)}) for v in (at, below))

        assert upper == "intensive_prediabetes_care"
        assert lower == "prediabetes_care"

    def test_after_gestational_diabetes_it_is_intensive(self) -> None:
        found = step("low", hba1c=5.8, gestational_diabetes=True)

        assert found == "intensive_prediabetes_care"


class TestNoScore:
    """Who must not be scored gets the step that the reason has."""

    @pytest.mark.parametrize(
        ("values", "status", "code"),
        [
            ({"known_diabetes": True}, "known_diabetes", "diabetes_care"),
            ({"hba1c": 6.6}, "diabetes_range", "confirm_diabetes"),
            (
                {"hba1c": 6.6, "fasting_glucose": 5.0},
                "discordant",
                "repeat_abnormal_test",
            ),
            (
                {"hba1c": 6.6, "fasting_glucose": 7.2},
                "diabetes_range",
                "diagnose_diabetes",
            ),
            ({"pregnant": True}, "not_known", "antenatal_screening"),
            ({"pregnant": True, "hba1c": 6.6}, "diabetes_range", "refer_same_day"),
            ({"age": 15}, "not_known", "paediatric_guideline"),
            ({"age": 15, "hba1c": 6.6}, "diabetes_range", "refer_same_day"),
        ],
    )
    def test_there_is_a_conclusion_all_the_same(
        self, values: dict[str, object], status: str, code: str
    ) -> None:
        patient = read_patient({"age": 54, "sex": "female", **values})

        found = conclude(patient, [])

        assert (found.status.code, found.next_step.code) == (status, code)
        assert found.risk is None


class TestLeadingRisk:
    """Which figure adds to the status."""

    def test_while_no_test_is_known_it_is_what_may_be_there_now(self) -> None:
        found = concluded(later("very_high"), now("low"))

        assert found.risk == now("low")

    def test_once_a_test_is_known_it_is_what_may_come(self) -> None:
        found = concluded(now("very_high"), later("low"), hba1c=5.2)

        assert found.risk == later("low")

    def test_of_several_it_is_the_highest(self) -> None:
        found = concluded(later("low"), later("high"), hba1c=5.2)

        assert found.risk == later("high")

    def test_the_other_kind_is_better_than_none(self) -> None:
        assert concluded(later("low")).risk == later("low")


@pytest.mark.parametrize("band", [*BANDS, None])
@pytest.mark.parametrize("hba1c", [None, 5.2, 5.8, 6.2, 7.0])
def test_every_conclusion_is_in_words_that_end_in_the_step(
    band: str | None, hba1c: float | None
) -> None:
    risks = [] if band is None else [later(band)]

    found = conclude(person(hba1c=hba1c), risks)

    assert found.next_step in ADVICE
    for language in LANGUAGES:
        text = found.text[language]
        assert text.startswith(found.status.label[language])
        assert text.endswith(found.next_step.text[language])
