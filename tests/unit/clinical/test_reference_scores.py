"""Published scores of whole and of half-known people, and whom they are not for."""

import re

import pytest
from hypothesis import given, strategies as st

from service.clinical.point_score import ScoreResult
from service.clinical.reference_scores import REFERENCE_SCORES, assess_scores
from service.clinical.variable import Value
from service.clinical.variables import VARIABLES
from tests.unit.people import in_unit, person

CODES = list(REFERENCE_SCORES)

WOMAN: dict[str, Value] = {
    "age": 52,
    "sex": "female",
    "bmi": 25.8,
    "waist": 84,
    "systolic_bp": 138,
    "diastolic_bp": 82,
    "physically_active": False,
    "daily_fruit_or_vegetables": True,
    "smoking": "never",
    "family_history_diabetes": "first_degree",
    "diabetic_relatives": "one",
    "hypertension": False,
    "antihypertensive_drug": False,
    "high_glucose_ever": False,
    "gestational_diabetes": False,
    "large_baby": False,
    "ancestry": "east_asian",
    "birthplace": "asia",
    "education": "high_school",
}
MAN: dict[str, Value] = {
    "age": 66,
    "sex": "male",
    "bmi": 30.5,
    "waist": 103,
    "systolic_bp": 152,
    "diastolic_bp": 88,
    "physically_active": True,
    "daily_fruit_or_vegetables": False,
    "smoking": "current",
    "family_history_diabetes": "second_degree",
    "diabetic_relatives": "none",
    "hypertension": True,
    "antihypertensive_drug": True,
    "high_glucose_ever": True,
    "ancestry": "east_asian",
    "birthplace": "asia",
    "education": "below_high_school",
}


def assess(code: str, values: dict[str, Value]) -> ScoreResult:
    return REFERENCE_SCORES[code].assess(values)


def without(values: dict[str, Value], *names: str) -> dict[str, Value]:
    return {name: value for name, value in values.items() if name not in names}


@pytest.mark.parametrize(
    ("code", "points", "band"),
    [
        # age 2, BMI 1, waist 3, inactive 2, parent 5
        ("findrisc", 13, "moderate"),
        # age 2, BMI 1, waist 4, inactive 2, parent 5
        ("findrisc_asian", 14, "moderate"),
        # age 2, parent 1, inactive 1, BMI 1
        ("ada", 5, "high"),
        # age 13, pressure 6, BMI 3, waist 7, parent 6
        ("ncdrs", 35, "high"),
        # age 2, BMI 3, waist 2, parent 4
        ("thai", 11, "very_high"),
        # age 7, BMI 4, waist 4, inactive 1, one kind of relative 2, Asian 10, school 1
        ("canrisk", 29, "moderate"),
        # age 4, born in Asia 2, parent 3, inactive 2, waist 4
        ("ausdrisk", 15, "high"),
    ],
)
def test_a_woman_worked_out_by_hand(code: str, points: int, band: str) -> None:
    found = assess(code, WOMAN)

    assert found.band is not None
    assert (found.value, found.band.code) == (points, band)
    assert found.missing == ()


@pytest.mark.parametrize(
    ("code", "points", "band"),
    [
        # age 4, BMI 3, waist 4, no fruit 1, drug 2, glucose 5, grandparent 3
        ("findrisc", 22, "very_high"),
        ("findrisc_asian", 22, "very_high"),
        # age 3, man 1, hypertension 1, BMI 2
        ("ada", 7, "high"),
        # age 18, pressure 8, BMI 5, waist 10, man 2
        ("ncdrs", 43, "high"),
        # age 2, man 2, BMI 5, waist 2, hypertension 2
        ("thai", 13, "very_high"),
        # age 15, man 6, BMI 9, waist 6, no fruit 2, pressure 4, glucose 14, Asian 10,
        # school 5
        ("canrisk", 71, "high"),
        # age 8, man 3, born in Asia 2, glucose 6, drug 2, smokes 2, no fruit 1, waist 7
        ("ausdrisk", 31, "high"),
    ],
)
def test_a_man_worked_out_by_hand(code: str, points: int, band: str) -> None:
    found = assess(code, MAN)

    assert found.band is not None
    assert (found.value, found.band.code) == (points, band)


def test_a_man_of_42_begins_ausdrisk_with_five_points() -> None:
    """The example of a reader of the leaflet: male 3, aged 35 to 44 2."""
    found = assess("ausdrisk", {"age": 42, "sex": "male"})

    assert found.low == 5


def test_all_scores_are_assessed_in_their_order() -> None:
    found = assess_scores(WOMAN)

    assert [result.score.code for result in found] == CODES
    assert [result.value for result in found] == [13, 14, 5, 35, 11, 29, 15]


class TestWhatIsUnknown:
    def test_is_a_range_with_the_bands_it_may_fall_in(self) -> None:
        found = assess("findrisc", without(WOMAN, "waist", "high_glucose_ever"))

        assert (found.low, found.high) == (10, 19)
        assert (found.value, found.band) == (None, None)
        assert found.missing == ("waist", "high_glucose_ever")
        assert [band.code for band in found.possible_bands] == [
            "slightly_elevated",
            "moderate",
            "high",
        ]

    def test_leaves_the_band_where_it_could_not_change_it(self) -> None:
        found = assess("ncdrs", without(WOMAN, "bmi"))

        assert (found.low, found.high) == (32, 37)
        assert found.value is None
        assert found.band is not None
        assert found.band.code == "high"

    def test_of_a_patient_of_age_and_sex_alone_is_almost_everything(self) -> None:
        found = assess("findrisc", {"age": 54, "sex": "female"})

        assert (found.low, found.high) == (2, 24)
        assert found.missing == (
            "bmi",
            "waist",
            "physically_active",
            "daily_fruit_or_vegetables",
            "antihypertensive_drug",
            "high_glucose_ever",
            "family_history_diabetes",
        )

    def test_sex_is_named_where_the_waist_depends_on_it(self) -> None:
        slim = assess("thai", without(WOMAN | {"waist": 79}, "sex"))
        wide = assess("thai", without(WOMAN | {"waist": 84}, "sex"))

        assert (slim.low, slim.high) == (9, 11)  # a man has two points more
        assert (wide.low, wide.high) == (9, 13)
        assert wide.missing == ("sex",)

    @pytest.mark.parametrize("code", CODES)
    def test_names_variables_of_the_table(self, code: str) -> None:
        assert set(assess(code, {}).missing) <= set(VARIABLES)


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


class TestUnitsAndRounding:
    """A cut-point is a cut-point in whatever unit it was measured."""

    def test_a_computed_bmi_of_25_is_25(self) -> None:
        patient = person(height=160, weight=64)
        bmi = patient.value("bmi")
        assert isinstance(bmi, float)
        assert bmi < 25  # 24.999999999999996: one rounding error below

        assert assess("ada", WOMAN | {"bmi": bmi}).value == 5
        assert assess("ada", WOMAN | {"bmi": 24.9}).value == 4

    def test_30_with_a_rounding_error_is_not_above_30(self) -> None:
        assert assess("findrisc", WOMAN | {"bmi": 30.000000000000004}).value == 13
        assert assess("findrisc", WOMAN | {"bmi": 30.01}).value == 15

    def test_a_waist_in_metres_counts_as_in_centimetres(self) -> None:
        waist = person(waist=in_unit(0.88, "m")).value("waist")
        assert waist is not None

        assert assess("findrisc", WOMAN | {"waist": waist}).value == 13
        assert assess("findrisc", WOMAN | {"waist": 88.5}).value == 14


class TestWhomAScoreIsNotFor:
    def test_is_told_in_both_languages(self) -> None:
        reason = assess("canrisk", WOMAN | {"age": 39}).not_applicable

        assert reason is not None
        assert reason.en == "For people of 40 to 74 years."
        assert reason.vi == "Dùng cho người từ 40 đến 74 tuổi."

    @pytest.mark.parametrize(
        ("ancestry", "codes"),
        [
            ("east_asian", set()),
            ("south_asian", {"ncdrs", "thai"}),
            ("white", {"findrisc_asian", "ncdrs", "thai"}),
        ],
    )
    def test_depends_on_the_ancestry_it_was_made_for(
        self, ancestry: str, codes: set[str]
    ) -> None:
        found = assess_scores(WOMAN | {"ancestry": ancestry})

        assert {r.score.code for r in found if r.not_applicable} == codes

    def test_an_unknown_ancestry_excludes_nobody(self) -> None:
        found = assess_scores(without(WOMAN, "ancestry"))

        assert not any(result.not_applicable for result in found)

    def test_names_the_ancestry(self) -> None:
        reason = assess("thai", WOMAN | {"ancestry": "black"}).not_applicable

        assert reason is not None
        assert reason.en == (
            "For people of this ancestry: East or South-East Asian (such as Vietnamese,"
            " Chinese)."
        )
        assert reason.vi == (
            "Dùng cho người Đông Á hoặc Đông Nam Á (như người Việt, người Hoa)."
        )

    def test_the_points_are_there_for_comparing_cohorts(self) -> None:
        found = assess("ncdrs", WOMAN | {"age": 80})

        assert found.not_applicable is not None
        assert found.value == 40


@pytest.mark.parametrize("code", CODES)
def test_every_score_says_what_it_is_in_both_languages(code: str) -> None:
    score = REFERENCE_SCORES[code]

    for text in (score.name, score.outcome, *(band.label for band in score.bands)):
        assert text.en.strip()
        assert text.vi.strip()
    assert re.search(r"(19|20)\d\d;\d+:\d+-\d+", score.citation)


def answers(name: str) -> st.SearchStrategy[Value]:
    variable = VARIABLES[name]
    if variable.kind == "quantity":
        return st.floats(variable.low, variable.high)
    return st.sampled_from(variable.codes or (True, False))


@st.composite
def people(draw: st.DrawFn) -> dict[str, Value]:
    """Fully known people whose answers do not contradict one another."""
    known = {name: draw(answers(name)) for name in WOMAN}
    if known["sex"] == "male":
        known |= {"gestational_diabetes": False, "large_baby": False}
    if known["gestational_diabetes"]:
        known["high_glucose_ever"] = True
    if known["antihypertensive_drug"]:
        known["hypertension"] = True
    near = known["family_history_diabetes"] == "first_degree"
    if near != (known["diabetic_relatives"] != "none"):
        known["diabetic_relatives"] = "two" if near else "none"
    return known


@given(people(), st.sets(st.sampled_from(list(WOMAN))))
def test_the_range_of_the_half_known_holds_the_points_of_the_whole(
    whole: dict[str, Value], hidden: set[str]
) -> None:
    half = without(whole, *hidden)

    for complete, incomplete in zip(
        assess_scores(whole), assess_scores(half), strict=True
    ):
        assert complete.value is not None
        assert complete.missing == ()
        assert complete.band in incomplete.possible_bands
        assert incomplete.low <= complete.value <= incomplete.high
        assert set(incomplete.missing) <= hidden
        assert (incomplete.value is None) == bool(incomplete.missing)


@given(people(), st.sets(st.sampled_from(list(WOMAN))))
def test_answering_what_is_missing_settles_the_points(
    whole: dict[str, Value], hidden: set[str]
) -> None:
    half = without(whole, *hidden)

    for score in REFERENCE_SCORES.values():
        asked = score.assess(half).missing
        answered = half | {name: whole[name] for name in asked}

        assert score.assess(answered).value == score.assess(whole).value
