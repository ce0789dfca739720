"""Files that are chosen or dropped: FHIR records without their person, and tables."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from service.clinical.recency import MAXIMUM_AGE_YEARS
from service.intake.fhir.entries import bundle_entries
from service.intake.fhir.finding import Record
from service.intake.fhir.record import read_record
from tests.unit.intake.fhir.test_reading_any_record import FULL
from tests.web.browser import Visitor
from tests.web.form import choose_file
from tests.web.states import open_empty
from training.data_directory import default_directory

TODAY = date(2026, 11, 22)
WHO = ("Bình", "0123456789", "Hà Nội", "1971-05-17", "BN-77", "ehr.example", "Lan")
RECORD: Mapping[str, Any] = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {
            "fullUrl": "https://ehr.example/fhir/Patient/BN-77",
            "resource": {
                "resourceType": "Patient",
                "id": "BN-77",
                "identifier": [{"system": "urn:cccd", "value": "0123456789"}],
                "name": [{"text": "Bình"}],
                "telecom": [{"value": "0123456789"}],
                "address": [{"text": "Hà Nội"}],
                "birthDate": "1971-05-17",
                "gender": "female",
                "text": {"status": "generated", "div": "<div>Bình</div>"},
            },
        },
        {
            "resource": {
                "resourceType": "Observation",
                "id": "o-1",
                "status": "final",
                "code": {"coding": [{"system": "http://loinc.org", "code": "1558-6"}]},
                "subject": {"reference": "Patient/BN-77", "display": "Bình"},
                "performer": [{"display": "Lan"}],
                "note": [{"text": "Bình"}],
                "effectiveDateTime": "2026-11-02T08:10:00+07:00",
                "valueQuantity": {"value": 106, "unit": "mg/dL", "code": "mg/dL"},
                "extension": [{"url": "https://ehr.example/x", "valueString": "Bình"}],
            },
        },
        {
            "resource": {
                "resourceType": "Observation",
                "status": "final",
                "code": {"coding": [{"system": "http://loinc.org", "code": "4548-4"}]},
                "subject": {"reference": "Patient/BN-78"},
                "effectiveDateTime": "2026-11-02",
                "valueQuantity": {"value": 9.9, "unit": "%", "code": "%"},
            },
        },
        {
            "resource": {
                "resourceType": "Condition",
                "code": {"text": "Tăng huyết áp"},
                "subject": {"identifier": {"system": "urn:cccd", "value": "0123456789"}},
                "asserter": {"display": "Lan"},
            },
        },
        {
            "resource": {
                "resourceType": "MedicationRequest",
                "status": "active",
                "intent": "order",
                "subject": {"reference": "https://ehr.example/fhir/Patient/BN-77"},
                "medicationReference": {"reference": "Medication/m-1"},
                "requester": {"display": "Lan"},
            },
        },
        {
            "resource": {
                "resourceType": "Medication",
                "id": "m-1",
                "code": {"text": "amlodipine 5 mg"},
            },
        },
        {"resource": {"resourceType": "Practitioner", "name": [{"text": "Lan"}]}},
    ],
}  # fmt: skip


def test_a_record_fills_the_form_and_leaves_without_its_person(english: Page) -> None:
    with english.expect_request("**/page/record?*") as request:
        choose_file(english, "record.json", json.dumps(RECORD))
    expect(english.locator("#field-fasting_glucose")).to_have_value("106")
    expect(english.locator("[name='fasting_glucose.unit']")).to_have_value("mg/dL")
    expect(english.locator("#field-age")).to_have_value("55")
    expect(english.locator("[name=sex][value=female]")).to_be_checked()
    expect(english.locator("[name=hypertension][value=true]")).to_be_checked()
    expect(english.locator("[name=antihypertensive_drug][value=true]")).to_be_checked()
    expect(english.locator("#field-hba1c")).to_have_value("")
    expect(english.locator("#report .remarks")).to_contain_text(
        "Name, number, address and contact were removed in this browser"
    )
    sent = request.value.post_data or ""
    assert [word for word in WHO if word in sent] == []
    patient = json.loads(sent)["entry"][0]["resource"]
    assert patient == {
        "resourceType": "Patient",
        "id": patient["id"],
        "gender": "female",
        "birthDate": "1971-05",
    }


def without_person(page: Page, record: object) -> Any:
    """What the page would send of a record."""
    return page.evaluate(
        """async (record) => {
          const main = document.querySelector("script[type=module]").src;
          const { anonymous } = await import(new URL("entry/anonymous.js", main));
          return anonymous(record);
        }""",
        record,
    )


def as_read(record: object, today: date) -> Record:
    return read_record(
        bundle_entries(record), today=today, maximum_ages=MAXIMUM_AGE_YEARS
    )


def synthetic_records() -> list[Any]:
    """Whole records of synthetic patients, the shortest few, where the data are."""
    data = default_directory()
    files = list(data.glob("synthea/patient-*.json")) if data else []
    files.sort(key=lambda file: file.stat().st_size)
    return [json.loads(file.read_bytes()) for file in files[:5]]


def who(record: Any) -> set[str]:
    """Names, numbers and streets of everybody in a record."""
    people = [
        resource
        for entry in record["entry"]
        if (resource := entry["resource"])["resourceType"]
        in {"Patient", "Practitioner"}
    ]
    names = [name for one in people for name in one.get("name", [])]
    numbers = [one for person in people for one in person.get("identifier", [])]
    streets = [one for person in people for one in person.get("address", [])]
    told = [
        *(part for name in names for part in (name["family"], *name["given"])),
        *(number["value"] for number in numbers),
        *(line for street in streets for line in street.get("line", [])),
        *(person["id"] for person in people if "id" in person),
    ]
    return {text for text in told if len(text) > 3}


def test_a_record_says_the_same_without_its_person(english: Page) -> None:
    full = {
        "resourceType": "Bundle",
        "type": "batch",
        "entry": [{"resource": resource} for resource in FULL],
    }
    for record in (RECORD, full, *synthetic_records()):
        stripped = without_person(english, record)
        before, after = as_read(record, TODAY), as_read(stripped, TODAY)
        assert after.outcomes == before.outcomes
        # The day of birth stays behind, so a birthday of that month is not known.
        age, about = (int(str(one.values["age"])) for one in (before, after))
        assert {**after.values, "age": age} == before.values
        assert abs(age - about) <= 1


def test_nobody_is_named_in_what_is_sent_of_a_whole_record(english: Page) -> None:
    records = synthetic_records()
    if not records:
        pytest.skip("the synthetic records are not here")
    for record in records:
        sent = json.dumps(without_person(english, record), ensure_ascii=False)
        assert len(who(record)) > 3
        assert [word for word in who(record) if f'"{word}"' in sent] == []
        assert "/" not in "".join(re.findall(r'"fullUrl": "([^"]*)"', sent))


def test_a_record_that_cannot_be_used_is_told_with_its_reason(
    visitor: Visitor, english: Page
) -> None:
    visitor.expect("422")
    choose_file(english, "record.json", json.dumps({**RECORD, "type": "history"}))
    expect(english.locator("#said")).to_contain_text("The record was not read:")
    expect(english.locator("#said")).to_contain_text("Bundle.type")


def test_a_record_needs_a_connection_and_says_so(
    visitor: Visitor, english: Page
) -> None:
    visitor.expect("ERR_INTERNET_DISCONNECTED")
    english.context.set_offline(True)
    choose_file(english, "record.json", json.dumps(RECORD))
    expect(english.locator("#said")).to_contain_text(
        "Reading a FHIR record needs a connection."
    )


def test_what_this_page_saved_can_be_opened_again(english: Page) -> None:
    saved = {"request": {"patient": {"age": 54, "sex": "female", "hba1c": 5.7}}}
    choose_file(english, "saved.json", json.dumps(saved))
    expect(english.locator("#field-hba1c")).to_have_value("5.7")
    expect(english.locator("#result [data-state=answer]")).to_be_visible()


def test_other_files_are_refused_in_plain_words(page: Page) -> None:
    open_empty(page)
    for name, content, told in (
        ("a.pdf", "%PDF-1.7\0", "a.pdf không phải hồ sơ FHIR (JSON) hay bảng (CSV)."),
        ("a.json", '{"age": 54', "Không đọc được a.json: nội dung không phải JSON"),
        ("b.json", '{"age": 54}', "b.json không phải hồ sơ FHIR (JSON) hay bảng"),
        ("a.csv", "age,sex\n", "a.csv không có dòng giá trị nào dưới dòng tiêu đề."),
        ("a.txt", "Hẹn khám lại", "a.txt không phải hồ sơ FHIR (JSON) hay bảng"),
    ):
        choose_file(page, name, content)
        expect(page.locator("#said")).to_contain_text(told)


def test_a_file_can_be_dropped_anywhere_on_the_page(english: Page) -> None:
    dragged = english.evaluate_handle(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["age,sex\\n54,female\\n"], "a.csv"));
          return data;
        }"""
    )
    english.dispatch_event("footer", "dragover", {"dataTransfer": dragged})
    expect(english.locator("#dropping")).to_be_visible()
    english.dispatch_event("footer", "drop", {"dataTransfer": dragged})
    expect(english.locator("#dropping")).to_be_hidden()
    expect(english.locator("#field-age")).to_have_value("54")


def test_a_name_that_stands_as_a_result_is_not_sent(english: Page) -> None:
    name = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "54125-0"}]},
        "valueString": "Bình",
    }
    bundle = {**RECORD, "entry": [*RECORD["entry"], {"resource": name}]}
    with english.expect_request("**/page/record?*") as request:
        choose_file(english, "record.json", json.dumps(bundle))
    sent = request.value.post_data or ""
    assert "54125-0" in sent
    assert "Bình" not in sent


def test_what_cannot_be_opened_is_told(english: Page) -> None:
    dragged = english.evaluate_handle(
        """() => {
          const folder = new File(["x"], "records");
          folder.text = () => Promise.reject(new DOMException("", "NotFoundError"));
          const event = new DragEvent("drop", { bubbles: true, cancelable: true });
          const dataTransfer = { types: ["Files"], files: [folder] };
          Object.defineProperty(event, "dataTransfer", { value: dataTransfer });
          return event;
        }"""
    )
    english.evaluate("event => document.body.dispatchEvent(event)", dragged)
    expect(english.locator("#said")).to_have_text(
        "records cannot be read: it is a folder, or not open to this browser."
    )


def test_a_record_that_a_silent_network_swallows_is_told(english: Page) -> None:
    english.evaluate("AbortSignal.timeout = () => AbortSignal.abort()")
    choose_file(english, "record.json", json.dumps(RECORD))
    expect(english.locator("#said")).to_contain_text(
        "Reading a FHIR record needs a connection."
    )
