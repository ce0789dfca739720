"""A record as a Vietnamese hospital writes it, in the shape of VN Core's examples.

Diagnoses come in ICD-10 without a status, as health insurance wants them; drugs by a
Vietnamese name; the family in words; births often with the year alone.
"""

from service.clinical.recency import MAXIMUM_AGE_YEARS
from service.intake.fhir.entries import bundle_entries
from service.intake.fhir.finding import Record
from service.intake.fhir.record import read_record
from tests.unit.intake.fhir.coded import ATC, ICD10, TODAY, concept

CORE = "http://fhir.hl7.org.vn/core"
SUBJECT = {"reference": "Patient/p"}


def laboratory(code: str, value: float, unit: str) -> dict[str, object]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": concept(code, "http://loinc.org"),
        "subject": SUBJECT,
        "effectiveDateTime": "2026-11-20T07:30:00+07:00",
        "valueQuantity": {
            "value": value,
            "unit": unit,
            "system": "http://unitsofmeasure.org",
            "code": unit,
        },
    }


def diagnosis(code: str, text: str) -> dict[str, object]:
    return {
        "resourceType": "Condition",
        "category": [{"coding": [{"code": "encounter-diagnosis"}]}],
        "code": concept(code, f"{CORE}/CodeSystem/vn-icd10-cs", text=text),
        "subject": SUBJECT,
        "recordedDate": "2026-11-20",
    }


def prescription(medication: dict[str, object]) -> dict[str, object]:
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": medication,
        "subject": SUBJECT,
        "authoredOn": "2026-11-20",
    }


def read(*resources: dict[str, object]) -> Record:
    patient = {
        "resourceType": "Patient",
        "id": "p",
        "gender": "male",
        "birthDate": "1975",
    }
    bundle = {
        "resourceType": "Bundle",
        "type": "document",
        "entry": [{"resource": one} for one in (patient, *resources)],
    }
    return read_record(
        bundle_entries(bundle), today=TODAY, maximum_ages=MAXIMUM_AGE_YEARS
    )


def test_an_hba1c_of_7_2_percent_is_read_as_it_is() -> None:
    record = read(laboratory("4548-4", 7.2, "%"))
    assert record.patient.value("hba1c") == 7.2


def test_a_periodic_check_up_gives_what_a_clinician_would_take_from_it() -> None:
    record = read(
        laboratory("14771-0", 6.1, "mmol/L"),
        laboratory("39156-5", 26.3, "kg/m2"),
        diagnosis("R73.0", "Rối loạn dung nạp glucose"),
        diagnosis("I10", "Bệnh tăng huyết áp vô căn (nguyên phát)"),
        prescription(concept(text="Amlodipin 5mg")),
        prescription(concept("A10BA02", ATC, text="Metformin 500mg")),
        {
            "resourceType": "FamilyMemberHistory",
            "status": "completed",
            "patient": SUBJECT,
            "relationship": {"text": "Mẹ"},
            "condition": [{"code": concept("E11", ICD10)}],
        },
    )
    assert {
        name: value
        for name, value in record.values.items()
        if isinstance(value, bool | str)
    } == {
        "sex": "male",
        "hypertension": True,
        "antihypertensive_drug": True,
        "high_glucose_ever": True,
        "family_history_diabetes": "first_degree",
    }
    # Metformin in prediabetes is what the guideline gives, not a sign of diabetes.
    assert [(one.variable, one.code) for one in record.ignored] == [
        ("known_diabetes", "ambiguous")
    ]


def test_e11_9_without_a_status_is_known_diabetes() -> None:
    record = read(
        diagnosis("E11.9", "Bệnh đái tháo đường không phụ thuộc insuline"),
        prescription(concept("A10BA02", ATC, text="Metformin 500mg")),
    )
    assert record.values["known_diabetes"] is True
    assert [one.source.type for one in record.used if one.value is True] == [
        "Condition"
    ]


def test_a_sulfonylurea_by_name_alone_makes_diabetes_known_and_tells_so() -> None:
    record = read(prescription(concept(text="Gliclazid 30mg (viên phóng thích)")))
    assert record.values["known_diabetes"] is True
    told = {notice.code: notice.text.vi for notice in record.notices}
    assert told["implied_by_drug"] == (
        "Đã được chẩn đoán đái tháo đường: suy ra từ thuốc hạ đường huyết"
        " (gliclazide); xin xác nhận."
    )
