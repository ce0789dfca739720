"""A value that no patient has is refused with field, value, range and likely cause."""

import math

import pytest

from service.clinical.language import Text
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from tests.unit.people import in_unit, refusals, the_refusal

QUANTITIES = [
    pytest.param(variable, id=name)
    for name, variable in VARIABLES.items()
    if variable.kind == "quantity"
]


def test_the_message_names_field_value_range_and_likely_cause() -> None:
    problem = the_refusal(fasting_glucose=106)

    assert (problem.pointer, problem.code) == ("/fasting_glucose", "implausible")
    assert problem.text == Text(
        "Fasting glucose: 106 mmol/L is outside the plausible range 2 to 35"
        " mmol/L. 106 looks like mg/dL; send the unit.",
        "Đường huyết lúc đói: 106 mmol/L nằm ngoài khoảng hợp lý 2 đến 35"
        " mmol/L. 106 có vẻ theo mg/dL; hãy gửi kèm đơn vị.",
    )


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("hba1c", 48, "mmol/mol"),
        ("total_cholesterol", 200, "mg/dL"),
        ("hdl_cholesterol", 46, "mg/dL"),
        ("triglycerides", 150, "mg/dL"),
        ("creatinine", 1.1, "mg/dL"),
        ("uric_acid", 6.2, "mg/dL"),
        ("uric_acid", 0.37, "mmol/L"),
        ("height", 1.55, "m"),
        ("height", 61, "in"),
        ("waist", 32, "in"),
        ("systolic_bp", 16, "cmHg / kPa"),
        ("alt", 0.4, "µkat/L"),
        ("weight", 310, "lb"),
    ],
)
def test_the_message_tells_the_unit_that_the_value_looks_like(
    name: str, value: object, unit: str
) -> None:
    problem = the_refusal(**{name: value})

    assert f"looks like {unit}; send the unit." in problem.text.en
    assert f"có vẻ theo {unit}; hãy gửi kèm đơn vị." in problem.text.vi


def test_the_message_gives_no_cause_where_no_unit_explains_the_value() -> None:
    text = the_refusal(systolic_bp=999).text

    assert text.en.endswith("60 to 280 mmHg.")
    assert text.vi.endswith("60 đến 280 mmHg.")


def test_the_range_is_given_in_the_unit_that_was_sent() -> None:
    text = the_refusal(height=in_unit(3.1, "m")).text

    assert "3.1 m is outside the plausible range 1 to 2.3 m" in text.en
    assert "3,1 m nằm ngoài khoảng hợp lý 1 đến 2,3 m" in text.vi


@pytest.mark.parametrize("variable", QUANTITIES)
def test_the_message_is_a_sentence_whatever_the_unit(variable: Variable) -> None:
    """Years have no symbol, which must leave no gap."""
    text = the_refusal(**{variable.name: -1}).text

    for sentence in (text.en, text.vi):
        assert sentence.endswith(".")
        assert "  " not in sentence
        assert " ." not in sentence


def test_the_limits_in_a_large_unit_are_not_rounded_away() -> None:
    """0.06 mmol/L is accepted, so the range must not be said to begin at 0.1."""
    assert refusals(uric_acid=in_unit(0.06, "mmol/L")) == ()
    assert "0.05 to 1.5" in the_refusal(uric_acid=in_unit(0.01, "mmol/L")).text.en


@pytest.mark.parametrize("variable", QUANTITIES)
def test_a_value_just_beyond_either_limit_is_refused(variable: Variable) -> None:
    beyond = (
        math.nextafter(variable.low, -math.inf),
        math.nextafter(variable.high, math.inf),
    )
    for value in beyond:
        problem = the_refusal(**{variable.name: value})

        assert problem.pointer == f"/{variable.name}"
        assert problem.code == "implausible"
        assert variable.label.en in problem.text.en
        assert variable.label.vi in problem.text.vi


@pytest.mark.parametrize("variable", QUANTITIES)
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(10**400, id="an integer of 400 digits"),
        pytest.param(-(10**400), id="a negative one"),
        math.inf,
        -math.inf,
        1e308,
    ],
)
def test_no_number_is_too_large_to_be_refused(variable: Variable, value: float) -> None:
    for sent in (value, *(in_unit(value, unit.code) for unit in variable.units)):
        assert the_refusal(**{variable.name: sent}).code == "implausible"


def test_a_derived_value_is_refused_with_its_sources() -> None:
    problem = the_refusal(height=230, weight=25)

    assert (problem.pointer, problem.code) == ("/bmi", "implausible")
    assert problem.text == Text(
        "Body mass index 4.7, from height, weight, is one no patient has; check them.",
        "Chỉ số khối cơ thể (BMI) 4,7, tính từ chiều cao, cân nặng, không hợp lý;"
        " xin kiểm tra lại.",
    )


def test_a_refused_source_is_not_refused_again_as_what_it_derives() -> None:
    assert the_refusal(height=15, weight=62).pointer == "/height"


def test_a_unit_that_was_sent_is_questioned_not_asked_for() -> None:
    """40 mmol/L can be an emergency: nobody should resend it as 40 mg/dL unchecked."""
    problem = the_refusal(fasting_glucose=in_unit(40, "mmol/L"))

    assert "Check the value and its unit" in problem.text.en
    assert "send the unit" not in problem.text.en
