"""Requests of an EHR, made of real-shaped FHIR resources, for tests of CDS Hooks.

Days count back from today, because a record is read as of today.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.contract.cds_hooks.ehr import FhirRecord, Resource

SERVICE = "/cds-services/diabetes-risk"
PATIENT_ID = "p-1"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD_10 = "http://hl7.org/fhir/sid/icd-10"
ATC = "http://www.whocc.no/atc"

# LOINC and UCUM as laboratories send them.
MEASURED = {
    "height": ("8302-2", "cm"),
    "weight": ("29463-7", "kg"),
    "waist": ("8280-0", "cm"),
    "systolic_bp": ("8480-6", "mm[Hg]"),
    "diastolic_bp": ("8462-4", "mm[Hg]"),
    "fasting_glucose": ("1558-6", "mg/dL"),
    "random_glucose": ("2345-7", "mg/dL"),
    "hba1c": ("4548-4", "%"),
    "total_cholesterol": ("2093-3", "mg/dL"),
    "hdl_cholesterol": ("2085-9", "mg/dL"),
    "triglycerides": ("2571-8", "mg/dL"),
}


def _without_none(resource: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in resource.items() if part is not None}


def day(days_ago: int) -> str:
    """A FHIR date."""
    return (datetime.now(UTC) - timedelta(days=days_ago)).date().isoformat()


def patient(*, age: int = 54, sex: str = "female", **changes: object) -> Resource:
    """A patient whose birthday was about half a year ago; None takes an element away."""
    birthday = day(round((age + 0.5) * 365.25))
    return _without_none(
        {
            "resourceType": "Patient",
            "id": PATIENT_ID,
            "gender": sex,
            "birthDate": birthday,
        }
        | changes
    )


def observation(
    name: str, value: float, *, days_ago: int = 30, **changes: object
) -> Resource:
    """A final measurement by its name in the clinical table."""
    code, unit = MEASURED[name]
    return _without_none(
        {
            "resourceType": "Observation",
            "id": f"{name.replace('_', '-')}-{days_ago}",
            "status": "final",
            "code": concept(LOINC, code),
            "subject": {"reference": f"Patient/{PATIENT_ID}"},
            "effectiveDateTime": day(days_ago),
            "valueQuantity": {
                "value": value,
                "unit": unit,
                "system": "http://unitsofmeasure.org",
                "code": unit,
            },
        }
        | changes
    )


def condition(system: str, code: str, *, status: str = "active") -> Resource:
    """A confirmed condition."""
    terms = "http://terminology.hl7.org/CodeSystem/condition-"
    return {
        "resourceType": "Condition",
        "id": f"condition-{code.replace('.', '-')}",
        "clinicalStatus": concept(terms + "clinical", status),
        "verificationStatus": concept(terms + "ver-status", "confirmed"),
        "code": concept(system, code),
        "subject": {"reference": f"Patient/{PATIENT_ID}"},
        "recordedDate": day(100),
    }


def order(system: str, code: str, *, status: str = "active") -> Resource:
    """An order of a test."""
    return {
        "resourceType": "ServiceRequest",
        "id": f"order-{code}",
        "status": status,
        "intent": "order",
        "code": concept(system, code),
        "subject": {"reference": f"Patient/{PATIENT_ID}"},
        "authoredOn": day(1),
    }


def concept(system: str, code: str) -> dict[str, object]:
    """A CodeableConcept of one coding."""
    return {"coding": [{"system": system, "code": code}]}


def measured(**values: float) -> list[Resource]:
    """Measurements of a month ago."""
    return [observation(name, value) for name, value in values.items()]


BODY = {"height": 156.0, "weight": 66.0, "systolic_bp": 138.0, "diastolic_bp": 84.0}

RECORDS: Mapping[str, list[Resource]] = {
    "nothing but age and sex": [patient()],
    "no glucose known": [patient(), *measured(**BODY)],
    "young and slim": [
        patient(age=24),
        *measured(height=160, weight=50, systolic_bp=104, diastolic_bp=66),
    ],
    "healthy with a normal test": [
        patient(age=31, sex="male"),
        *measured(height=170, weight=62, fasting_glucose=84, hba1c=5.1),
    ],
    "prediabetes": [patient(), *measured(**BODY, fasting_glucose=112, hba1c=6.1)],
    "much raised": [
        patient(age=66, sex="male"),
        *measured(
            **{**BODY, "weight": 94.0, "systolic_bp": 166.0},
            waist=116,
            triglycerides=340,
            hdl_cholesterol=31,
        ),
        condition(ICD_10, "I10"),
    ],
    "high with a test": [
        patient(age=66, sex="male"),
        *measured(**{**BODY, "weight": 94.0}, fasting_glucose=122, triglycerides=340),
    ],
    "high with a normal test": [
        patient(age=66, sex="male"),
        *measured(**{**BODY, "weight": 104.0}, fasting_glucose=98, triglycerides=340),
    ],
    "tests that disagree": [
        patient(),
        *measured(**BODY, fasting_glucose=131, hba1c=5.4),
    ],
    "very old": [patient(age=84), *measured(**BODY)],
    "diagnostic value": [patient(), *measured(**BODY, fasting_glucose=151)],
    "diagnostic HbA1c": [patient(), *measured(**BODY, hba1c=7.4)],
    "already ordered": [patient(), *measured(**BODY), order(LOINC, "1558-6")],
}
"""Patients that a card may be about."""

NOTHING_TO_SAY: Mapping[str, list[Resource]] = {
    "known type 2 diabetes": [patient(), condition(ICD_10, "E11.9")],
    "pregnant": [patient(age=29), condition(SNOMED, "77386006")],
    "a child": [patient(age=9), *measured(height=130, weight=40)],
    "no birth date": [patient(birthDate=None), *measured(**BODY)],
}
"""Patients whom the service has nothing to say of."""


def hook(
    record: list[Resource] | None = None,
    *,
    templates: Mapping[str, str] | None = None,
    **changes: object,
) -> dict[str, Any]:
    """A call of the service with the data prefetched; None takes an element away.

    Args:
        record: The patient's resources.
        templates: The service's prefetch templates; without them nothing is sent.
        changes: Other elements of the call.
    """
    ehr = FhirRecord(RECORDS["no glucose known"] if record is None else record)
    return _without_none(
        {
            "hook": "patient-view",
            "hookInstance": str(uuid4()),
            "context": {"userId": "Practitioner/d-1", "patientId": PATIENT_ID},
            "prefetch": None if templates is None else prefetch(ehr, templates),
        }
        | changes
    )


def prefetch(ehr: FhirRecord, templates: Mapping[str, str]) -> dict[str, Any]:
    """What an EHR sends for a service's templates: null where it has nothing."""
    return {
        key: ehr.answer(template.replace("{{context.patientId}}", PATIENT_ID))
        for key, template in templates.items()
    }
