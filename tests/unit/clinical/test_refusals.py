"""Refusing a value: every reason is given, with field, value, range and likely cause."""

import math

import pytest

from service.clinical.language import Text
from service.clinical.patient import InvalidPatientError
from service.clinical.reading import read_patient
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from tests.unit.people import in_unit, refusals, the_refusal

EVERY = [pytest.param(variable, id=name) for name, variable in VARIABLES.items()]
VALUES_OF_NO_KIND: dict[str, object] = {
    "list": [],
    "empty object": {},
    "number in a list": [5.2],
    "list in a pair": {"value": [5.2]},
    "pair in a pair": {"value": {"value": 5.2}},
    "pair of nulls": {"value": None, "unit": None},
    "another object": {"number": 5.2},
    "pair and more": {"value": 5.2, "unit": None, "method": "strip"},
    "unit alone": {"unit": "mg/dL"},
    "bytes": b"5.2",
    "not JSON": object(),
}
JUNK = [pytest.param(value, id=name) for name, value in VALUES_OF_NO_KIND.items()]


class TestWrongType:
    """A value of another kind than the variable's."""

    @pytest.mark.parametrize("value", ["5.2", "", True, False, math.nan, *JUNK])
    def test_only_a_number_is_a_quantity(self, value: object) -> None:
        problem = the_refusal(fasting_glucose=value)

        assert problem.code == "wrong_type"
        assert problem.pointer.startswith("/fasting_glucose")
        assert problem.text == Text(
            'Fasting glucose must be a number in mmol/L, or {"value": number,'
            ' "unit": text}.',
            'Đường huyết lúc đói phải là một số theo mmol/L, hoặc {"value": số,'
            ' "unit": chữ}.',
        )

    @pytest.mark.parametrize("value", [True, "5.2", math.nan, [1]])
    def test_nor_is_it_within_a_pair(self, value: object) -> None:
        sent = {"value": value, "unit": "mg/dL"}

        assert the_refusal(fasting_glucose=sent).code == "wrong_type"

    @pytest.mark.parametrize("unit", [5, True, ["mg/dL"], {}])
    def test_a_unit_is_a_text(self, unit: object) -> None:
        problem = the_refusal(fasting_glucose={"value": 106, "unit": unit})

        assert problem.code == "wrong_type"
        assert problem.pointer == "/fasting_glucose/unit"

    @pytest.mark.parametrize("value", [0, 1.5, True, {"value": "never"}, *JUNK])
    def test_a_choice_is_a_text(self, value: object) -> None:
        problem = the_refusal(smoking=value)

        assert problem.code == "wrong_type"
        assert problem.text == Text(
            "Smoking must be one of never, former, current.",
            "Hút thuốc lá phải là một trong never, former, current.",
        )

    @pytest.mark.parametrize("value", [0, 1, "yes", "true", math.nan, *JUNK])
    def test_yes_or_no_is_a_boolean(self, value: object) -> None:
        problem = the_refusal(hypertension=value)

        assert problem.code == "wrong_type"
        assert problem.text == Text(
            "Diagnosed hypertension must be true or false.",
            "Đã chẩn đoán tăng huyết áp phải là true hoặc false.",
        )


class TestUnknown:
    """Names, choices and units that the table does not have."""

    @pytest.mark.parametrize(
        ("name", "meant"),
        [("fasting_glucos", "fasting_glucose"), ("Age", "age"), ("hb1ac", "hba1c")],
    )
    def test_field_is_told_with_the_name_that_was_meant(
        self, name: str, meant: str
    ) -> None:
        problem = the_refusal(**{name: 5.2})

        assert (problem.pointer, problem.code) == (f"/{name}", "unknown_field")
        assert problem.text.en == f"This field is not known. Did you mean {meant}?"
        assert problem.text.vi == f"Không có trường này. Có phải ý bạn là {meant}?"

    @pytest.mark.parametrize("value", [None, 5, {}])
    def test_field_is_refused_whatever_it_holds(self, value: object) -> None:
        """Nothing is dropped in silence, a null included."""
        assert the_refusal(shoe_size=value).text.en == "This field is not known."

    def test_field_in_a_pointer_is_escaped_as_rfc_6901_asks(self) -> None:
        assert the_refusal(**{"a/b~c": 1}).pointer == "/a~1b~0c"

    def test_field_is_quoted_short_and_encodable(self) -> None:
        problem = the_refusal(**{"\ud800" + "x" * 10_000: 1})

        assert len(problem.pointer) <= 50
        assert problem.pointer.encode()

    @pytest.mark.parametrize("value", ["sometimes", "", "NEVER", "{never}"])
    def test_choice_is_told_with_those_there_are(self, value: str) -> None:
        problem = the_refusal(smoking=value)

        assert (problem.pointer, problem.code) == ("/smoking", "unknown_choice")
        assert problem.text == Text(
            f"Smoking: '{value}' is not one of never, former, current.",
            f"Hút thuốc lá: '{value}' không thuộc never, former, current.",
        )

    @pytest.mark.parametrize("unit", ["mg/L", "", "{unit}", "percent"])
    def test_unit_is_told_with_those_there_are(self, unit: str) -> None:
        problem = the_refusal(fasting_glucose=in_unit(5.2, unit))

        assert problem.pointer == "/fasting_glucose/unit"
        assert problem.code == "unknown_unit"
        assert problem.text == Text(
            f"Fasting glucose: unit '{unit}' is not one of mmol/L, mg/dL.",
            f"Đường huyết lúc đói: đơn vị '{unit}' không thuộc mmol/L, mg/dL.",
        )

    def test_mg_of_urea_must_say_what_was_weighed(self) -> None:
        problem = the_refusal(urea=in_unit(30, "mg/dL"))

        assert problem.code == "unknown_unit"
        assert "mg{urea}/dL, mg{BUN}/dL" in problem.text.en

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("\ud800", id="half a character"),
            pytest.param("never\udfff", id="half a character at the end"),
            pytest.param("x" * 10_000, id="very long"),
        ],
    )
    def test_text_is_quoted_short_and_encodable(self, text: str) -> None:
        for problem in (
            the_refusal(smoking=text),
            the_refusal(fasting_glucose=in_unit(5.2, text)),
        ):
            assert len(problem.text.en.encode()) < 200
            assert problem.text.vi.encode()


class TestContradiction:
    """Two values that cannot both be true."""

    @pytest.mark.parametrize(("systolic", "diastolic"), [(80, 120), (90, 90)])
    def test_of_blood_pressures_suggests_that_they_are_swapped(
        self, systolic: float, diastolic: float
    ) -> None:
        problem = the_refusal(systolic_bp=systolic, diastolic_bp=diastolic)

        assert (problem.pointer, problem.code) == ("/diastolic_bp", "contradiction")
        assert "are they swapped?" in problem.text.en
        assert "có bị đảo không?" in problem.text.vi

    def test_of_blood_pressures_is_found_across_units(self) -> None:
        sent = refusals(systolic_bp=in_unit(12, "kPa"), diastolic_bp=95)

        assert [problem.code for problem in sent] == ["contradiction"]
        assert refusals(systolic_bp=in_unit(16, "kPa"), diastolic_bp=95) == ()

    @pytest.mark.parametrize("name", ["pregnant", "gestational_diabetes"])
    def test_of_sex_and_pregnancy_names_both(self, name: str) -> None:
        problem = the_refusal(sex="male", **{name: True})

        label = VARIABLES[name].label
        assert (problem.pointer, problem.code) == (f"/{name}", "contradiction")
        assert problem.text.en.endswith(f"check sex and {label.en}.")
        assert problem.text.vi.endswith(f"kiểm tra giới tính và mục «{label.vi}».")

    @pytest.mark.parametrize(
        ("relatives", "family"),
        [
            ("none", "first_degree"),
            ("one", "none"),
            ("one", "second_degree"),
            ("four", "none"),
        ],
    )
    def test_of_the_relatives_counted_and_the_family_history_names_both(
        self, relatives: str, family: str
    ) -> None:
        problem = the_refusal(
            diabetic_relatives=relatives, family_history_diabetes=family
        )

        label = VARIABLES["family_history_diabetes"].label
        assert (problem.pointer, problem.code) == (
            "/diabetic_relatives",
            "contradiction",
        )
        assert problem.text.en.endswith(f"the answer to {label.en}.")
        assert problem.text.vi.endswith(f"ở mục «{label.vi}».")

    @pytest.mark.parametrize("name", ["pregnant", "gestational_diabetes"])
    def test_is_none_where_the_answer_is_no(self, name: str) -> None:
        assert refusals(sex="male", **{name: False}) == ()
        assert refusals(sex="female", **{name: True}) == ()


class TestRequired:
    """Age and sex: no model is without them."""

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("age", "Age is needed; no risk can be given without it."),
            ("sex", "Sex is needed; no risk can be given without it."),
        ],
    )
    @pytest.mark.parametrize("absent", [True, False])
    def test_is_told_whether_null_or_absent(
        self, name: str, message: str, *, absent: bool
    ) -> None:
        values: dict[str, object] = {"age": 54, "sex": "male", name: None}
        if absent:
            del values[name]

        with pytest.raises(InvalidPatientError) as refused:
            read_patient(values)

        (problem,) = refused.value.problems
        assert (problem.pointer, problem.code) == (f"/{name}", "required")
        assert problem.text.en == message
        assert problem.text.vi.startswith(VARIABLES[name].label.vi + " là bắt buộc")

    def test_is_not_told_of_a_value_that_was_sent_and_is_wrong(self) -> None:
        assert the_refusal(age="old").code == "wrong_type"


def test_every_problem_is_told_and_not_the_first() -> None:
    problems = refusals(
        age=540, sex="F", smoking=1, fasting_glucose="high", shoe_size=38
    )

    assert [(problem.pointer, problem.code) for problem in problems] == [
        ("/age", "implausible"),
        ("/sex", "unknown_choice"),
        ("/smoking", "wrong_type"),
        ("/fasting_glucose", "wrong_type"),
        ("/shoe_size", "unknown_field"),
    ]


@pytest.mark.parametrize("variable", EVERY)
def test_every_variable_refuses_what_is_no_value_at_all(variable: Variable) -> None:
    for value in VALUES_OF_NO_KIND.values():
        problem = the_refusal(**{variable.name: value})

        assert problem.code in {"wrong_type", "unknown_unit"}
