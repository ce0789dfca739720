"""What a card says when it is opened."""

from typing import Any

from service.engine.bundle import Bundle
from service.settings import Settings
from tests.contract.cds_hooks.conftest import Ehr, application, discovered
from tests.contract.cds_hooks.ehr import Resource
from tests.contract.cds_hooks.hooks import (
    MEASURED,
    RECORDS,
    observation,
    patient,
)


def detail(ehr: Ehr, record: list[Resource], language: str = "en") -> str:
    """The detail of the only card about a patient."""
    [card] = ehr.ask(record, language).raise_for_status().json()["cards"]
    return str(card["detail"])


def test_the_reasons_are_a_table_with_values_days_and_weights(ehr: Ehr) -> None:
    text = detail(ehr, RECORDS["prediabetes"], "vi")

    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert rows[0] == "| Yếu tố | Giá trị | Ngày | Số chênh nhân với |"
    glucose = next(row for row in rows if "Đường huyết lúc đói" in row)
    assert "6,2 mmol/L" in glucose
    assert glucose.count("/") == 3  # the unit's, and a date as 23/10/2026


def test_what_a_laboratory_wrote_cannot_become_markup(ehr: Ehr) -> None:
    unit = "<img src=x>|[a](http://b.vn)"
    quantity = {"value": 5.9, "unit": unit, "code": unit}
    strange = observation("fasting_glucose", 106, valueQuantity=quantity)

    text = detail(ehr, [*RECORDS["no glucose known"], strange])

    assert r"\<img src=x\>\|\[a\](http\://b.vn)" in text


def test_what_a_laboratory_wrote_cannot_turn_the_line_around(ehr: Ehr) -> None:
    """A mark for writing from right to left, a bell, half of a surrogate pair."""
    quantity = {"value": 5.9, "unit": "a\u202eb\u0007c", "code": "a\u202eb\u0007c"}
    strange = observation("fasting_glucose", 106, valueQuantity=quantity)

    text = detail(ehr, [*RECORDS["no glucose known"], strange])

    assert "unit 'a b c' is not one of" in text


def test_what_was_not_used_is_told(ehr: Ehr) -> None:
    withdrawn = observation("hba1c", 5.2, status="entered-in-error")

    text = detail(ehr, [*RECORDS["no glucose known"], withdrawn])

    assert "**Not used:**" in text


def test_what_is_too_old_is_told_in_one_line(ehr: Ehr) -> None:
    old = [
        observation("hba1c", 5.2, days_ago=900),
        observation("waist", 90, days_ago=900),
    ]

    text = detail(ehr, [*RECORDS["no glucose known"], *old])

    [line] = [line for line in text.splitlines() if line.startswith("- Too old:")]
    assert "HbA1c (20" in line
    assert "Waist circumference (20" in line


def test_what_is_about_somebody_else_is_told_in_one_line(ehr: Ehr) -> None:
    donor: dict[str, Any] = {"focus": [{"reference": "Patient/p-2"}]}
    others = [observation("hba1c", 9, **donor), observation("waist", 90, **donor)]

    text = detail(ehr, [*RECORDS["no glucose known"], *others])

    assert (
        "- HbA1c, Waist circumference: This is about somebody else than the patient."
        in text
    )


def test_a_list_of_remarks_is_no_longer_than_is_read(ehr: Ehr) -> None:
    tests = [observation(name, 5, status="cancelled") for name in MEASURED]

    text = detail(ehr, [*RECORDS["no glucose known"], *tests])

    assert text.count("entered in error or cancelled.") == 5
    assert text.endswith("- and 6 more")


def test_a_value_without_a_day_is_told_as_such(ehr: Ehr) -> None:
    undated = observation("systolic_bp", 138, effectiveDateTime=None)

    text = detail(ehr, [patient(age=60), undated])

    assert "| Systolic blood pressure | 138 mmHg | no date |" in text


def test_without_intervals_a_card_has_none(bundles: dict[str, Bundle]) -> None:
    with application(bundles, Settings(interval=False)) as http:
        text = detail(discovered(http), RECORDS["prediabetes"])

    [line] = [line for line in text.splitlines() if "5 years: " in line]
    assert line.endswith(" %")
    assert "(" not in line
