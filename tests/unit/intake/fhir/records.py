"""Resources as EMRs write them, and the record that is read from them."""

from collections.abc import Mapping
from datetime import date

from service.clinical.recency import maximum_ages
from service.intake.fhir.entries import resource_entry
from service.intake.fhir.finding import (
    InvalidRecordError,
    Record,
    RecordProblem,
)
from service.intake.fhir.record import read_record

TODAY = date(2026, 11, 22)
LOINC = "http://loinc.org"
Resource = dict[str, object]

WOMAN: Resource = {
    "resourceType": "Patient",
    "id": "p1",
    "gender": "female",
    "birthDate": "1972-03-01",
}


def observation(
    code: str,
    value: float | None = None,
    unit: str | None = None,
    /,
    *,
    on: str | None = "2026-11-01",
    **elements: object,
) -> Resource:
    """A final Observation of the woman; `elements` are added or take the place."""
    resource: Resource = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "subject": {"reference": "Patient/p1"},
    }
    if on is not None:
        resource["effectiveDateTime"] = on
    if value is not None:
        resource["valueQuantity"] = {"value": value} | (
            {"unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
            if unit is not None
            else {}
        )
    return {**resource, **elements}


def pressure(systolic: float, diastolic: float, **elements: object) -> Resource:
    """A blood pressure as one panel of two components."""
    parts = [
        {
            "code": {"coding": [{"system": LOINC, "code": code}]},
            "valueQuantity": {"value": value, "unit": "mmHg", "code": "mm[Hg]"},
        }
        for code, value in (("8480-6", systolic), ("8462-4", diastolic))
    ]
    return {**observation("85354-9"), "component": parts, **elements}


def condition(system: str, code: str, **elements: object) -> Resource:
    """A diagnosis of the woman."""
    return {
        "resourceType": "Condition",
        "code": {"coding": [{"system": system, "code": code}]},
        "subject": {"reference": "Patient/p1"},
        **elements,
    }


def record(
    *resources: object,
    patient: object = WOMAN,
    today: date = TODAY,
    ages: Mapping[str, float] | None = None,
    patient_id: str | None = None,
) -> Record:
    """What is read from the woman and `resources`."""
    entries = [
        resource_entry(resource, f"Bundle.entry[{number}].resource")
        for number, resource in enumerate([patient, *resources])
    ]
    return read_record(
        entries,
        today=today,
        maximum_ages=maximum_ages(ages or {}),
        patient_id=patient_id,
    )


def values(found: Record) -> dict[str, object]:
    """What was read besides age and sex, canonical, to three decimals."""
    read = {
        name: measurement.value
        for name, measurement in found.patient.measurements.items()
        if name in found.values and name not in {"age", "sex"}
    }
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in read.items()
    }


def ignored(found: Record) -> list[tuple[str | None, str]]:
    """Which variables were ignored, and why."""
    return [(one.variable, one.code) for one in found.ignored]


def notices(found: Record) -> list[tuple[str, str]]:
    """Which variables were told of, and how."""
    return [(one.variable, one.code) for one in found.notices]


def refusals(*resources: object, **how: object) -> tuple[RecordProblem, ...]:
    """Every reason for which a record is refused; none if it is read."""
    try:
        record(*resources, **how)  # type: ignore[arg-type]
    except InvalidRecordError as refusal:
        return refusal.problems
    return ()


def the_refusal(*resources: object, **how: object) -> tuple[str, str]:
    """Where the only fault of a record is, and of what kind."""
    (problem,) = refusals(*resources, **how)
    return problem.expression, problem.issue
