"""A value in words: its unit, its decimal sign, its answer."""

import pytest

from service.clinical.variable import Value
from service.clinical.variables import VARIABLES
from service.engine.narrative import value_text


@pytest.mark.parametrize(
    ("name", "value", "en", "vi"),
    [
        ("fasting_glucose", 5.88366, "5.9 mmol/L", "5,9 mmol/L"),
        ("creatinine", 88.4, "88 µmol/L", "88 µmol/L"),
        ("systolic_bp", 138.0, "138 mmHg", "138 mmHg"),
        ("age", 54, "54", "54"),
        ("hba1c", 6.5, "6.5 %", "6,5 %"),
        ("smoking", "former", "former", "đã bỏ"),
        ("sex", "female", "female", "nữ"),
        ("hypertension", True, "yes", "có"),
        ("physically_active", False, "no", "không"),
    ],
)
def test_a_value_is_written_as_a_clinician_reads_it(
    name: str, value: Value, en: str, vi: str
) -> None:
    variable = VARIABLES[name]

    assert value_text(variable, value, "en") == en
    assert value_text(variable, value, "vi") == vi
