"""Records as an EMR exports them: eighteen synthetic patients with years of history."""

import json
from collections import Counter
from datetime import date

import pytest

from service.clinical.recency import MAXIMUM_AGE_YEARS
from service.intake.fhir.entries import bundle_entries
from service.intake.fhir.finding import Entry, Record
from service.intake.fhir.record import read_record
from training.data_directory import default_directory

Records = dict[str, tuple[list[Entry], Record]]


def last_day(entries: list[Entry]) -> date:
    """The day of the last observation: the record as it was at that visit."""
    observed = [one for one in entries if one.type == "Observation"]
    return max(
        date.fromisoformat(str(one.resource["effectiveDateTime"])[:10])
        for one in observed
    )


@pytest.fixture(scope="module")
def records() -> Records:
    """Each record by its number, read as of its last observation."""
    data = default_directory()
    files = sorted(data.glob("synthea/patient-*.json")) if data else []
    if not files:
        pytest.skip("the synthetic records are not here")
    found = {}
    for file in files:
        entries = bundle_entries(json.loads(file.read_bytes()))
        record = read_record(
            entries, today=last_day(entries), maximum_ages=MAXIMUM_AGE_YEARS
        )
        found[file.stem.removeprefix("patient-")] = (entries, record)
    return found


def those_with(records: Records, variable: str) -> set[str]:
    return {
        number for number, (_, record) in records.items() if record.values.get(variable)
    }


def test_every_record_is_read(records: Records) -> None:
    assert len(records) == 18


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ("known_diabetes", {"06", "07", "10", "11", "15"}),
        (
            "high_glucose_ever",
            {"01", "03", "07", "08", "09", "13", "14", "15", "16", "17"},
        ),
        ("hypertension", {"01", "02", "06", "12", "13", "15"}),
        ("antihypertensive_drug", {"01", "02", "06", "12", "13", "15"}),
        ("gestational_diabetes", set()),
        ("pregnant", set()),
        ("family_history_diabetes", set()),
    ],
)
def test_diagnoses_and_drugs_are_found_in_those_who_have_them(
    records: Records, variable: str, expected: set[str]
) -> None:
    assert those_with(records, variable) == expected


def test_the_measurements_of_the_last_year_are_found(records: Records) -> None:
    found = Counter(
        name for _, record in records.values() for name in record.patient.measurements
    )
    assert {
        name: found[name]
        for name in ("age", "sex", "bmi", "systolic_bp", "smoking", "hba1c", "urea")
    } == {
        "age": 18,
        "sex": 18,
        "bmi": 18,
        "systolic_bp": 18,
        "smoking": 18,
        "hba1c": 13,
        "urea": 13,
    }


def test_the_latest_hba1c_is_the_one_that_a_plain_search_finds(
    records: Records,
) -> None:
    compared = 0
    for entries, record in records.values():
        if "hba1c" not in record.values:
            continue
        latest = max(
            (
                (str(one.resource["effectiveDateTime"]), one.resource["valueQuantity"])
                for one in entries
                if one.type == "Observation" and "'4548-4'" in str(one.resource["code"])
            ),
            key=lambda found: found[0],
        )
        sent = latest[1]["value"]
        assert record.patient.measurements["hba1c"].number == pytest.approx(sent)
        compared += 1
    assert compared == 13


def test_a_drug_that_is_only_named_is_told(records: Records) -> None:
    _, record = records["02"]
    assert [notice.code for notice in record.notices] == ["read_from_name"]
    assert record.notices[0].variable == "antihypertensive_drug"


def test_years_later_only_what_lasts_is_used(records: Records) -> None:
    entries, _ = records["01"]
    record = read_record(
        entries, today=date(2026, 11, 22), maximum_ages=MAXIMUM_AGE_YEARS
    )
    assert set(record.values) == {
        "age",
        "sex",
        "height",
        "hypertension",
        "antihypertensive_drug",
        "high_glucose_ever",
    }
    assert {one.code for one in record.ignored} == {"too_old"}
