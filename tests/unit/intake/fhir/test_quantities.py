"""Numbers and units of Observations, and what they leave open."""

import pytest

from tests.unit.intake.fhir.records import (
    Resource,
    ignored,
    notices,
    observation,
    record,
    values,
)


@pytest.mark.parametrize(
    ("code", "value", "unit", "expected"),
    [
        ("1558-6", 5.4, "mmol/L", {"fasting_glucose": 5.4}),
        ("14771-0", 126, "mg/dL", {"fasting_glucose": 6.994}),
        ("4548-4", 48, "mmol/mol", {"hba1c": 6.543}),
        ("59261-8", 6.5, "%", {"hba1c": 6.5}),
        ("59261-8", 48, "mmol/mol{Hb}", {"hba1c": 6.543}),
        ("4548-4", 6.5, "%{HbA1c}", {"hba1c": 6.5}),
        ("4548-4", 6.5, "% NGSP", {"hba1c": 6.5}),
        ("4548-4", 6.5, "% of total Hb", {"hba1c": 6.5}),
        ("59261-8", 48, "mmol/mol (IFCC)", {"hba1c": 6.543}),
        ("14647-2", 200, "mg/dL", {"total_cholesterol": 5.172}),
        ("38483-4", 1.0, "mg/dL", {"creatinine": 88.4}),
        ("1742-6", 31, "[iU]/L", {"alt": 31}),
        ("29463-7", 150, "[lb_av]", {"weight": 68.039}),
        ("3094-0", 14, "mg/dL", {"urea": 4.998}),
        ("6299-2", 14, "mg/dL", {"urea": 4.998}),
        ("14937-7", 14, "mg/dL{BUN}", {"urea": 4.998}),
        ("3091-6", 30, "mg/dL", {"urea": 4.995}),
        ("22664-7", 30, "mg/dL", {"urea": 4.995}),
        ("3094-0", 30, "mg{urea}/dL", {"urea": 4.995}),
        ("3094-0", 30, "mg/dL{urea}", {"urea": 4.995}),
        ("3091-6", 14, "mg/dL{BUN}", {"urea": 4.998}),
        ("3091-6", 14, "mg/dL{urea nitrogen}", {"urea": 4.998}),
        ("3094-0", 5, "mmol/L", {"urea": 5}),
    ],
)
def test_the_unit_decides_whatever_the_code_suggests(
    code: str, value: float, unit: str, expected: dict[str, float]
) -> None:
    found = record(observation(code, value, unit))

    assert values(found) == expected
    assert ignored(found) == []


@pytest.mark.parametrize(
    "unit",
    [
        {"code": "mg/dL"},
        {"unit": "mg/dl"},
        {"code": "mg/dL", "unit": "milligram a decilitre"},
        {"code": "258797006", "unit": "mg/dL"},
    ],
)
def test_the_code_or_the_printed_unit_is_enough(unit: Resource) -> None:
    found = record(observation("2345-7", valueQuantity={"value": 100, **unit}))

    assert values(found) == {"random_glucose": 5.551}
    assert notices(found) == []


def test_a_unit_that_is_not_known_is_told_by_its_name() -> None:
    found = record(observation("2345-7", 0.9, "g/L"))

    assert ignored(found) == [("random_glucose", "unknown_unit")]
    assert found.ignored[0].text.en == (
        "Random glucose: unit 'g/L' is not one of mmol/L, mg/dL."
    )


def test_a_value_without_a_unit_is_read_in_the_canonical_one_and_told() -> None:
    found = record(observation("1558-6", 5.4))

    assert values(found) == {"fasting_glucose": 5.4}
    assert notices(found) == [("fasting_glucose", "unit_assumed")]
    assert found.notices[0].text.vi == (
        "Đường huyết lúc đói 5,4 không kèm đơn vị; được hiểu theo mmol/L."
    )


def test_a_value_without_a_unit_that_no_patient_has_is_not_used() -> None:
    found = record(observation("1558-6", 99))

    assert ignored(found) == [("fasting_glucose", "implausible")]


def test_a_weight_of_urea_or_of_its_nitrogen_needs_its_unit() -> None:
    """15 may be 15 mmol/L, or 5.4 mmol/L if 15 mg/dL of nitrogen."""
    found = record(observation("3094-0", 15))

    assert ignored(found) == [("urea", "ambiguous")]


@pytest.mark.parametrize(
    ("sent", "expected", "told"),
    [
        ("5,6 mmol/L", 5.6, ["decimal_comma"]),
        ("5.6 mmol/L", 5.6, []),
        (" 101 mg/dL ", 5.606, []),
        ("5.6", 5.6, ["unit_assumed"]),
        ("> 33,3 mmol/L", 33.3, ["bound"]),
        ("≥33.3mmol/L", 33.3, ["bound"]),
        ("5.6 mmol/L (H)", 5.6, []),
        ("*5.6 mmol/L", 5.6, []),
        ("5.6 mmol/L ↑", 5.6, []),
    ],
)
def test_results_that_were_written_out_are_read(
    sent: str, expected: float, told: list[str]
) -> None:
    found = record(observation("1558-6", valueString=sent))

    assert values(found) == {"fasting_glucose": expected}
    assert [code for _, code in notices(found)] == told


def test_all_that_was_done_to_a_value_is_told() -> None:
    found = record(observation("1558-6", valueString="> 33,3"))

    assert found.notices[0].text.en == (
        "Fasting glucose: 33,3 was read as 33.3. Fasting glucose: the result is at"
        " least 33.3; 33.3 was used. Fasting glucose 33.3 came without a unit and was"
        " read in mmol/L."
    )


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ("1558-6", {"valueString": "âm tính"}, "unreadable"),
        ("1558-6", {"valueString": ""}, "unreadable"),
        ("1558-6", {"valueString": "5.6 - 7.8 mmol/L"}, "unreadable"),
        ("1558-6", {"valueString": "5.6 g/L"}, "unknown_unit"),
        ("1558-6", {"valueString": "138/82"}, "unreadable"),
        ("1558-6", {"valueRange": {"low": {"value": 5}}}, "wrong_type"),
        ("1558-6", {"valueRatio": {"numerator": {"value": 5}}}, "wrong_type"),
        ("1558-6", {"valueDateTime": "2026-11-01"}, "wrong_type"),
        ("1742-6", {"valueString": "1.234 U/L"}, "unreadable"),
        ("1558-6", {"valueString": "<5,6 mmol/L"}, "inexact"),
        ("1558-6", {"valueQuantity": {"value": 5, "comparator": "<"}}, "inexact"),
        ("1558-6", {"valueQuantity": {"value": 5, "comparator": "ad"}}, "inexact"),
        ("1558-6", {"valueQuantity": {"unit": "mmol/L"}}, "no_value"),
        (
            "1558-6",
            {"valueQuantity": {"value": 30, "unit": "mmol/L", "code": "mg/dL"}},
            "ambiguous",
        ),
        ("1558-6", {"dataAbsentReason": {"text": "haemolysed"}}, "no_value"),
        (
            "1558-6",
            {"valueQuantity": {"unit": "%"}, "dataAbsentReason": {"text": "lost"}},
            "no_value",
        ),
        (
            "1558-6",
            {"valueQuantity": {"value": 5}, "dataAbsentReason": {"text": "lost"}},
            "contradiction",
        ),
        (
            "72166-2",
            {"valueString": "former", "dataAbsentReason": {"text": "lost"}},
            "contradiction",
        ),
        ("1558-6", {"valueBoolean": True}, "wrong_type"),
        ("1558-6", {"valueCodeableConcept": {"text": "high"}}, "wrong_type"),
        ("1558-6", {"valueQuantity": {"value": 10**400}}, "implausible"),
        ("72166-2", {"valueQuantity": {"value": 3}}, "wrong_type"),
        ("72166-2", {}, "no_value"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_its_reason(
    code: str, value: Resource, reason: str
) -> None:
    found = record(observation(code, **value))

    assert values(found) == {}
    assert [one.code for one in found.ignored] == [reason]
    assert "{" not in found.ignored[0].text.en + found.ignored[0].text.vi


@pytest.mark.parametrize("comparator", [">", ">="])
def test_a_result_above_what_an_instrument_shows_is_used_at_its_limit(
    comparator: str,
) -> None:
    beyond = {"value": 33.3, "unit": "mmol/L", "comparator": comparator}
    found = record(observation("2345-7", valueQuantity=beyond))

    assert values(found) == {"random_glucose": 33.3}
    assert notices(found) == [("random_glucose", "bound")]


def test_a_whole_number_may_come_as_an_integer() -> None:
    assert values(record(observation("8480-6", valueInteger=138))) == {
        "systolic_bp": 138
    }


@pytest.mark.parametrize(
    "sent",
    [" " * 100_000, "<" + " " * 100_000, "9" * 100_000 + "x\nx", "9." * 50_000 + "\nx"],
)
def test_a_text_of_any_length_is_read_at_once(sent: str) -> None:
    """Such texts held up the service for minutes."""
    assert values(record(observation("1558-6", valueString=sent))) == {}


def test_words_behind_a_number_are_not_repeated() -> None:
    found = record(observation("1558-6", valueString="5,6 theo lời bà"))

    assert ignored(found) == [("fasting_glucose", "unreadable")]
    assert "bà" not in found.ignored[0].text.vi
