"""Items that follow from several answers, or do not apply to everybody."""

import pytest

from service.clinical.variable import Value
from tests.unit.clinical.scored import MAN, WOMAN, assess, without


class TestHypertension:
    """The Thai score counts 140/90 or a drug, ADA's a diagnosis, CANRISK either."""

    @pytest.mark.parametrize(
        "known",
        [
            {"systolic_bp": 150},
            {"diastolic_bp": 90},
            {"antihypertensive_drug": True},
            {"systolic_bp": 120, "antihypertensive_drug": True},
        ],
    )
    def test_one_sign_settles_the_thai_score(self, known: dict[str, Value]) -> None:
        rest = without(WOMAN, "systolic_bp", "diastolic_bp", "antihypertensive_drug")

        found = assess("thai", rest | known)

        assert found.value == 13
        assert found.missing == ()

    def test_a_normal_pressure_leaves_the_drug_open(self) -> None:
        found = assess("thai", without(WOMAN, "antihypertensive_drug"))

        assert (found.low, found.high) == (11, 13)
        assert found.missing == ("antihypertensive_drug",)

    def test_the_pressure_of_the_day_is_no_diagnosis_to_ada(self) -> None:
        found = assess("ada", without(WOMAN | {"systolic_bp": 180}, "hypertension"))

        assert (found.low, found.high) == (5, 6)
        assert found.missing == ("hypertension",)

    def test_whoever_takes_the_drug_was_diagnosed(self) -> None:
        drug = WOMAN | {"antihypertensive_drug": True}

        assert assess("ada", without(drug, "hypertension")).value == 6

    def test_no_diagnosis_leaves_the_pills_that_canrisk_asks_for_open(self) -> None:
        found = assess("canrisk", without(WOMAN, "antihypertensive_drug"))

        assert (found.low, found.high) == (29, 33)
        assert found.missing == ("antihypertensive_drug",)


class TestPregnancies:
    @pytest.mark.parametrize("code", ["ada", "canrisk"])
    def test_of_men_are_not_missing(self, code: str) -> None:
        assert "gestational_diabetes" not in MAN
        assert "large_baby" not in MAN

        assert assess(code, MAN).missing == ()

    @pytest.mark.parametrize(
        ("code", "name", "low", "high"),
        [("ada", "gestational_diabetes", 5, 6), ("canrisk", "large_baby", 29, 30)],
    )
    def test_of_women_are(self, code: str, name: str, low: int, high: int) -> None:
        found = assess(code, without(WOMAN, name))

        assert (found.low, found.high) == (low, high)
        assert found.missing == (name,)

    @pytest.mark.parametrize(
        ("code", "points"), [("findrisc", 18), ("canrisk", 43), ("ausdrisk", 21)]
    )
    def test_diabetes_in_one_is_high_glucose_found(
        self, code: str, points: int
    ) -> None:
        told = without(WOMAN, "high_glucose_ever") | {"gestational_diabetes": True}

        assert assess(code, told).value == points

    def test_none_with_diabetes_leaves_other_high_glucose_open(self) -> None:
        found = assess("findrisc", without(WOMAN, "high_glucose_ever"))

        assert (found.low, found.high) == (13, 18)
        assert found.missing == ("high_glucose_ever",)


class TestRelativesOfCanrisk:
    """Two points for each kind of relative, which a family history does not count."""

    @pytest.mark.parametrize("family", ["none", "second_degree"])
    def test_distant_ones_give_nothing(self, family: str) -> None:
        distant = WOMAN | {"family_history_diabetes": family}

        found = assess("canrisk", without(distant, "diabetic_relatives"))

        assert found.value == 27
        assert found.missing == ()

    def test_a_first_degree_one_is_one_kind_at_least(self) -> None:
        found = assess("canrisk", without(WOMAN, "diabetic_relatives"))

        assert (found.low, found.high) == (29, 35)
        assert found.missing == ("diabetic_relatives",)

    def test_without_any_history_all_four_are_possible(self) -> None:
        unknown = without(WOMAN, "diabetic_relatives", "family_history_diabetes")

        found = assess("canrisk", unknown)

        assert (found.low, found.high) == (27, 35)
