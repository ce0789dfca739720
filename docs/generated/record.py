"""The patient of the examples as an EMR has her: resources in place of values."""

from collections.abc import Sequence
from typing import Any

DAY = "2026-11-16"
PATIENT_ID = "12"

Resource = dict[str, Any]


def observation(identity: str, code: str, value: float, unit: str) -> Resource:
    """A final result of that day."""
    return {
        "resourceType": "Observation",
        "id": identity,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "effectiveDateTime": DAY,
        "valueQuantity": {"value": value, "unit": unit},
    }


PATIENT: Resource = {
    "resourceType": "Patient",
    "id": PATIENT_ID,
    "gender": "female",
    "birthDate": "1972-03-01",
}
OBSERVATIONS = [
    observation("1", "8302-2", 155, "cm"),
    observation("2", "29463-7", 62, "kg"),
    observation("3", "8480-6", 138, "mmHg"),
    observation("4", "1558-6", 106, "mg/dL"),
]
# Told beside the values that were used.
UNUSABLE = observation("5", "2571-8", 1.9, "mg/l")
MOTHER: Resource = {
    "resourceType": "FamilyMemberHistory",
    "id": "6",
    "status": "completed",
    "patient": {"reference": f"Patient/{PATIENT_ID}"},
    "relationship": {
        "coding": [
            {
                "system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
                "code": "MTH",
            }
        ]
    },
    "condition": [
        {
            "code": {
                "coding": [
                    {"system": "http://hl7.org/fhir/sid/icd-10", "code": "E11.9"}
                ]
            }
        }
    ],
}


def bundle(kind: str, resources: Sequence[Resource]) -> Resource:
    """A Bundle of them."""
    return {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [{"resource": resource} for resource in resources],
    }


CALL = {
    "resourceType": "Parameters",
    "parameter": [
        {
            "name": "record",
            "resource": bundle(
                "collection", [PATIENT, *OBSERVATIONS, UNUSABLE, MOTHER]
            ),
        },
        {"name": "date", "valueDate": "2026-11-22"},
    ],
}
HOOK = {
    "hook": "patient-view",
    "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    "context": {"userId": "Practitioner/7", "patientId": PATIENT_ID},
    "prefetch": {
        "patient": PATIENT,
        "observations": bundle("searchset", OBSERVATIONS),
        "conditions": None,
        "family": bundle("searchset", [MOTHER]),
        "orders": None,
    },
}
