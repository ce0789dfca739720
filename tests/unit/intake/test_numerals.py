"""Numbers as people write them, whatever stands around them."""

import pytest

from service.clinical.variables import VARIABLES
from service.intake.numerals import read_numeral

HBA1C = VARIABLES["hba1c"]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("5.6", 5.6, None), ("5,6 %", 5.6, "%"), ("+48mmol/mol", 48.0, "mmol/mol")],
)
def test_a_number_is_read_with_the_unit_behind_it(
    text: str, number: float, unit: str | None
) -> None:
    found = read_numeral(HBA1C, text)

    assert found is not None
    assert (found.number, found.unit) == (number, unit)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000 + "x\nx",
        "9." * 100_000 + "x\nx",
        "9" + " " * 100_000 + "x\nx",
        "." * 100_000,
    ],
)
def test_a_text_of_any_length_that_is_no_number_is_told_at_once(text: str) -> None:
    """Trying every way to split such a text held up the service for minutes."""
    assert read_numeral(HBA1C, text) is None
