"""Reading a patient: what is accepted, what is told, what is refused and why."""

import pytest

from service.clinical.language import Text
from service.clinical.patient import Notice, Patient
from service.clinical.reading import read_patient
from service.clinical.variable import Value, Variable
from service.clinical.variables import VARIABLES
from tests.unit.people import FULL, in_unit, person

QUANTITIES = [
    pytest.param(variable, id=name)
    for name, variable in VARIABLES.items()
    if variable.kind == "quantity"
]
ANSWERS = [
    pytest.param(name, answer, id=f"{name} {answer}")
    for name, variable in VARIABLES.items()
    for answer in {"choice": variable.codes, "yes_no": (True, False)}.get(
        variable.kind, ()
    )
    if (name, answer) != ("sex", "male")
]


def read_only(name: str, value: object) -> Patient:
    """A patient with this value and what is required."""
    return read_patient({"age": 54, "sex": "female"} | {name: value})


def codes(notices: tuple[Notice, ...]) -> list[tuple[str, str]]:
    return [(notice.variable, notice.code) for notice in notices]


class TestAccepted:
    """Every variable, in every way it may be written."""

    @pytest.mark.parametrize("variable", QUANTITIES)
    def test_a_quantity_within_its_limits(self, variable: Variable) -> None:
        for value in (variable.low, variable.high, int(variable.high) - 1):
            assert read_only(variable.name, value).value(variable.name) == value

    @pytest.mark.parametrize("variable", QUANTITIES)
    def test_a_quantity_with_each_of_its_units(self, variable: Variable) -> None:
        middle = (variable.low + variable.high) / 2
        for unit in variable.units:
            sent = unit.from_canonical(middle)

            patient = read_only(variable.name, in_unit(sent, unit.code))

            assert patient.value(variable.name) == pytest.approx(middle, rel=1e-12)
            measurement = patient.measurements[variable.name]
            assert (measurement.sent, measurement.sent_unit) == (sent, unit)

    @pytest.mark.parametrize(("name", "answer"), ANSWERS)
    def test_every_answer_of_every_question(self, name: str, answer: Value) -> None:
        assert read_only(name, answer).value(name) == answer

    def test_a_value_without_a_unit_is_in_the_canonical_one(self) -> None:
        patient = person(fasting_glucose={"value": 5.2})

        assert patient.value("fasting_glucose") == 5.2
        assert patient.notices == ()

    def test_null_means_not_measured(self) -> None:
        patient = person(fasting_glucose=None, smoking=None, hypertension=None)

        assert set(patient.measurements) == {"age", "sex"}

    def test_a_full_record_gives_no_notice(self) -> None:
        assert read_patient(FULL).notices == ()


class TestNotices:
    """What was done to a value, or is odd about it, is told."""

    def test_a_conversion_is_told_with_both_numbers(self) -> None:
        (notice,) = person(fasting_glucose=in_unit(106, "mg/dL")).notices

        assert notice == Notice(
            "fasting_glucose",
            "unit_converted",
            Text(
                "Fasting glucose: 106 mg/dL was converted to 5.88 mmol/L.",
                "Đường huyết lúc đói: đã đổi 106 mg/dL thành 5,88 mmol/L.",
            ),
        )

    def test_the_canonical_unit_said_aloud_is_no_conversion(self) -> None:
        assert person(fasting_glucose=in_unit(5.2, "mmol/l")).notices == ()

    def test_a_derived_value_is_told_with_its_sources(self) -> None:
        patient = person(height=155, weight=62)

        assert patient.value("bmi") == pytest.approx(25.806, abs=1e-3)
        assert patient.notices == (
            Notice(
                "bmi",
                "derived",
                Text(
                    "Body mass index 25.8 was computed from height, weight.",
                    "Chỉ số khối cơ thể (BMI) 25,8 được tính từ chiều cao, cân nặng.",
                ),
            ),
        )

    def test_one_source_alone_derives_nothing(self) -> None:
        assert person(weight=62).value("bmi") is None
        assert person(height=155, bmi=24.0).value("bmi") == 24.0

    def test_a_derived_value_replaces_one_that_differs_and_says_so(self) -> None:
        patient = person(height=155, weight=62, bmi=31.2)

        assert patient.value("bmi") == pytest.approx(25.806, abs=1e-3)
        (notice,) = patient.notices
        assert notice.code == "derived_differs"
        assert notice.text.en == (
            "Body mass index was sent as 31.2 but height, weight give 25.8,"
            " which is used."
        )
        assert "31,2" in notice.text.vi
        assert "25,8" in notice.text.vi

    @pytest.mark.parametrize("bmi", [25.4, 25.8, 26.2])
    def test_a_difference_of_rounding_is_not_worth_a_notice(self, bmi: float) -> None:
        assert person(height=155, weight=62, bmi=bmi).notices == ()

    @pytest.mark.parametrize(
        ("name", "near", "clear"),
        [
            ("fasting_glucose", 2.09, 2.11),
            ("systolic_bp", 267, 265),
            ("age", 115, 114),
            ("height", 104, 106),
        ],
    )
    def test_a_value_near_the_limit_is_to_be_checked(
        self, name: str, near: float, clear: float
    ) -> None:
        assert codes(read_only(name, near).notices) == [(name, "near_limit")]
        assert read_only(name, clear).notices == ()

    def test_a_near_limit_names_the_value_in_both_languages(self) -> None:
        (notice,) = person(fasting_glucose=34.5).notices

        assert notice.text.en.startswith("Fasting glucose: 34.5 mmol/L is close")
        assert notice.text.vi.startswith("Đường huyết lúc đói: 34,5 mmol/L gần")

    @pytest.mark.parametrize("variable", QUANTITIES)
    def test_every_notice_is_a_sentence_whatever_the_unit(
        self, variable: Variable
    ) -> None:
        notices = [
            notice
            for unit in variable.units
            for notice in read_only(
                variable.name,
                in_unit(unit.from_canonical(variable.high * 0.999), unit.code),
            ).notices
        ]

        assert len(notices) >= len(variable.units)
        for notice in notices:
            for sentence in (notice.text.en, notice.text.vi):
                assert sentence.endswith(".")
                assert "  " not in sentence
                assert " ." not in sentence

    def test_a_derived_value_is_checked_against_its_limits_too(self) -> None:
        patient = person(height=150, weight=175)

        assert codes(patient.notices) == [("bmi", "derived"), ("bmi", "near_limit")]

    @pytest.mark.parametrize("relatives", ["one", "two", "three", "four"])
    def test_a_parent_sibling_or_child_counted_is_a_first_degree_relative(
        self, relatives: str
    ) -> None:
        patient = person(diabetic_relatives=relatives)

        assert patient.value("family_history_diabetes") == "first_degree"
        (notice,) = patient.notices
        assert notice == Notice(
            "family_history_diabetes",
            "implied",
            Text(
                "Family history of diabetes was read as: parent, sibling or child; that"
                " follows from the number of relatives with diabetes that was sent.",
                "Tiền sử gia đình đái tháo đường được hiểu là: cha mẹ, anh chị em ruột"
                " hoặc con; suy ra từ số nhóm người thân bị đái tháo đường đã gửi.",
            ),
        )

    def test_no_close_relative_leaves_open_whether_there_is_a_distant_one(self) -> None:
        patient = person(diabetic_relatives="none")

        assert patient.value("family_history_diabetes") is None
        assert patient.notices == ()

    @pytest.mark.parametrize(
        ("relatives", "family"),
        [("two", "first_degree"), ("none", "second_degree"), ("none", "none")],
    )
    def test_an_answer_that_was_sent_is_kept_as_it_is(
        self, relatives: str, family: str
    ) -> None:
        patient = person(diabetic_relatives=relatives, family_history_diabetes=family)

        assert patient.value("family_history_diabetes") == family
        assert patient.notices == ()

    def test_a_newborn_is_not_near_a_limit(self) -> None:
        """A range that begins at zero has no 5 % of it to be near to."""
        assert read_patient({"age": 0, "sex": "male"}).notices == ()
