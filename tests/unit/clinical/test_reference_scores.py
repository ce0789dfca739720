"""Published scores of whole and of half-known people, and whom they are not for."""

import re

import pytest
from hypothesis import given, strategies as st

from service.clinical.reference_scores import REFERENCE_SCORES, assess_scores
from service.clinical.variable import Value
from service.clinical.variables import VARIABLES
from tests.unit.clinical.scored import MAN, WOMAN, assess, without
from tests.unit.people import in_unit, person

CODES = list(REFERENCE_SCORES)


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
