"""Units: the spellings people type, and conversions there and back."""

import math

import pytest
from hypothesis import given, strategies as st

from service.clinical import units
from service.clinical.units import Unit, find_unit, to_float
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES

ACCEPTED = [
    (variable, unit) for variable in VARIABLES.values() for unit in variable.units
]
UNITS = [
    pytest.param(variable.name, unit, id=f"{variable.name} in {unit.code}")
    for variable, unit in ACCEPTED
]


def convert(accepted: tuple[Unit, ...], value: float, spelled: str) -> float:
    unit = find_unit(accepted, spelled)
    assert unit is not None
    return unit.to_canonical(value)


@pytest.mark.parametrize(
    ("accepted", "value", "spelled", "expected"),
    [
        pytest.param(units.GLUCOSE, 106, "mg/dL", 5.88, id="glucose"),
        pytest.param(units.GLUCOSE, 126, "mg/dL", 6.99, id="glucose criterion"),
        pytest.param(units.HBA1C, 48, "mmol/mol", 6.54, id="HbA1c criterion"),
        pytest.param(units.HBA1C, 42, "mmol/mol", 5.99, id="HbA1c"),
        pytest.param(units.CHOLESTEROL, 200, "mg/dL", 5.17, id="cholesterol"),
        pytest.param(units.TRIGLYCERIDES, 150, "mg/dL", 1.694, id="triglycerides"),
        pytest.param(units.CREATININE, 1, "mg/dL", 88.4, id="creatinine"),
        pytest.param(units.URIC_ACID, 6, "mg/dL", 356.9, id="uric acid"),
        pytest.param(units.URIC_ACID, 0.42, "mmol/L", 420, id="uric acid molar"),
        pytest.param(units.UREA, 30, "mg{urea}/dL", 5.0, id="urea by mass"),
        pytest.param(units.UREA, 14, "mg{BUN}/dL", 5.0, id="urea nitrogen"),
        pytest.param(units.ENZYME, 0.5, "ukat/L", 30, id="enzyme"),
        pytest.param(units.PRESSURE, 16, "kPa", 120, id="pressure"),
        pytest.param(units.CENTIMETRES, 1.55, "m", 155, id="height in metres"),
        pytest.param(units.CENTIMETRES, 61, "[in_i]", 154.94, id="height in inches"),
        pytest.param(units.KILOGRAMS, 150, "[lb_av]", 68.04, id="weight in pounds"),
    ],
)
def test_converts_as_laboratory_tables_print(
    accepted: tuple[Unit, ...], value: float, spelled: str, expected: float
) -> None:
    assert convert(accepted, value, spelled) == pytest.approx(expected, rel=3e-3)


@given(st.sampled_from(ACCEPTED), st.floats(0, 1))
def test_a_value_comes_back_from_its_canonical_unit(
    accepted: tuple[Variable, Unit], place: float
) -> None:
    """Whatever unit a plausible value came in, its own number can be shown again."""
    variable, unit = accepted
    canonical = variable.low + place * (variable.high - variable.low)

    sent = unit.from_canonical(canonical)

    assert unit.to_canonical(sent) == pytest.approx(canonical, rel=1e-12, abs=1e-12)


@given(st.sampled_from(ACCEPTED), st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_higher_value_stays_higher_in_the_canonical_unit(
    accepted: tuple[Variable, Unit], one: float, other: float
) -> None:
    _, unit = accepted

    lower, higher = map(unit.to_canonical, sorted([one, other]))

    assert lower <= higher


@pytest.mark.parametrize(("name", "unit"), UNITS)
def test_every_unit_is_found_by_its_own_code_in_any_case(name: str, unit: Unit) -> None:
    accepted = VARIABLES[name].units

    assert find_unit(accepted, unit.code) == unit
    assert find_unit(accepted, f" {unit.code.upper()} ") == unit


@pytest.mark.parametrize(("name", "unit"), UNITS)
def test_what_a_clinician_is_shown_may_be_sent_back(name: str, unit: Unit) -> None:
    if unit.symbol:
        assert find_unit(VARIABLES[name].units, unit.symbol) == unit


@pytest.mark.parametrize(
    ("accepted", "spelled", "code"),
    [
        (units.GLUCOSE, "mg/dl", "mg/dL"),
        (units.GLUCOSE, "MMOL/L", "mmol/L"),
        (units.GLUCOSE, "mg / dL", "mg/dL"),
        (units.GLUCOSE, "mg%", "mg/dL"),
        (units.GLUCOSE, "mg/100mL", "mg/dL"),
        (units.CREATININE, "\u00b5mol/L", "umol/L"),
        (units.CREATININE, "\u03bcmol/L", "umol/L"),
        (units.PRESSURE, "mmHg", "mm[Hg]"),
        (units.PRESSURE, "mm Hg", "mm[Hg]"),
        (units.ENZYME, "IU/L", "U/L"),
        (units.ENZYME, "UI/L", "U/L"),
        (units.BODY_MASS_INDEX, "kg/m²", "kg/m2"),
        (units.BODY_MASS_INDEX, "kg/m^2", "kg/m2"),
        (units.CENTIMETRES, "in", "[in_i]"),
        (units.KILOGRAMS, "lb", "[lb_av]"),
        (units.HBA1C, "%{NGSP}", "%"),
        (units.YEARS, "years", "a"),
    ],
)
def test_recognises_the_spellings_people_type(
    accepted: tuple[Unit, ...], spelled: str, code: str
) -> None:
    found = find_unit(accepted, spelled)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("accepted", "spelled"),
    [
        pytest.param(units.UREA, "mg/dL", id="urea or its nitrogen: not said"),
        pytest.param(units.GLUCOSE, "mg/L", id="a tenth"),
        pytest.param(units.GLUCOSE, "g/L", id="of another scale"),
        pytest.param(units.GLUCOSE, "umol/L", id="a thousandth"),
        pytest.param(units.GLUCOSE, "", id="empty"),
        pytest.param(units.GLUCOSE, "\ud800", id="half a character"),
    ],
)
def test_takes_no_unit_for_a_similar_one(
    accepted: tuple[Unit, ...], spelled: str
) -> None:
    assert find_unit(accepted, spelled) is None


@pytest.mark.parametrize(
    ("number", "expected"),
    [(7, 7.0), (5.88, 5.88), (10**400, math.inf), (-(10**400), -math.inf)],
)
def test_an_integer_too_large_for_a_float_is_infinite(
    number: float, expected: float
) -> None:
    assert to_float(number) == expected
