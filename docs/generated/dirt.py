"""What a record may hold that is not plain: each code with a real message.

The resources are read by the code that answers requests, so a message here is the
message an integrator sees.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from docs.generated.live import DAY
from docs.generated.markdown import table
from docs.generated.record import PATIENT, Resource, bundle, observation
from service.clinical.recency import MAXIMUM_AGE_YEARS
from service.intake.fhir.entries import bundle_entries
from service.intake.fhir.finding import Record
from service.intake.fhir.record import read_record

ICD_10 = "http://hl7.org/fhir/sid/icd-10"
ATC = "http://www.whocc.no/atc"
SNOMED = "http://snomed.info/sct"
ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
STATUS = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"


def _coded(system: str, code: str, **more: str) -> Resource:
    return {"coding": [{"system": system, "code": code, **more}]}


def _result(code: str, value: float, unit: str, **more: Any) -> Resource:
    return observation("1", code, value, unit) | more


def _condition(code: str, **more: Any) -> Resource:
    return {
        "resourceType": "Condition",
        "id": "1",
        "code": _coded(ICD_10, code),
        **more,
    }


def _drug(code: Resource) -> Resource:
    return {
        "resourceType": "MedicationStatement",
        "id": "2",
        "status": "active",
        "medicationCodeableConcept": code,
    }


IGNORED: Mapping[str, Sequence[Resource]] = {
    "entered_in_error": [_result("4548-4", 6.1, "%", status="entered-in-error")],
    "other_subject": [_result("4548-4", 6.1, "%", subject={"reference": "Patient/13"})],
    "too_old": [_result("4548-4", 6.1, "%", effectiveDateTime="2019-03-04")],
    "in_future": [_result("4548-4", 6.1, "%", effectiveDateTime="2027-03-04")],
    "no_value": [
        {k: v for k, v in _result("4548-4", 0, "%").items() if k != "valueQuantity"}
    ],
    "unknown_unit": [_result("4548-4", 6.1, "mg/l")],
    "implausible": [_result("4548-4", 61, "%")],
    "wrong_type": [
        {
            **{
                k: v
                for k, v in _result("4548-4", 0, "%").items()
                if k != "valueQuantity"
            },
            "valueBoolean": True,
        }
    ],
    "unreadable": [_result("4548-4", 6.1, "%", effectiveDateTime="04/03/2026")],
    "contradiction": [
        _result("8480-6", 70, "mmHg"),
        _result("8462-4", 120, "mmHg") | {"id": "2"},
    ],
    "unknown_answer": [
        {
            **{k: v for k, v in _result("72166-2", 0, "").items() if k[:5] != "value"},
            "valueCodeableConcept": _coded(SNOMED, "266927001"),
        }
    ],
    "not_active": [
        _condition("I10", clinicalStatus=_coded(STATUS, "resolved")),
    ],
    "unconfirmed": [
        _condition("E11.9", verificationStatus=_coded(VERIFICATION, "provisional")),
    ],
    "inexact": [
        _result(
            "1742-6",
            0,
            "",
            valueQuantity={"value": 5, "comparator": "<", "unit": "U/L"},
        ),
    ],
    "ambiguous": [
        _condition("R73.0"),
        _drug(_coded(ATC, "A10BA02")),
    ],
}
NOTICED: Mapping[str, Sequence[Resource]] = {
    "approximate_age": [],
    "unit_assumed": [_result("4548-4", 6.1, "", valueQuantity={"value": 6.1})],
    "bound": [
        _result(
            "4548-4",
            0,
            "",
            valueQuantity={"value": 6.1, "comparator": ">", "unit": "%"},
        ),
    ],
    "undated": [
        {k: v for k, v in _result("4548-4", 6.1, "%").items() if k[:9] != "effective"}
    ],
    "old_diagnostic_value": [_result("4548-4", 7.1, "%", effectiveDateTime="2021-05")],
    "past_diagnostic_value": [
        _result("4548-4", 7.1, "%", effectiveDateTime="2021-05-06"),
        _result("4548-4", 6.1, "%") | {"id": "2"},
    ],
    "later_unread": [
        _result("4548-4", 6.1, "%", effectiveDateTime="2026-03-04"),
        _result("4548-4", 61, "%") | {"id": "2"},
    ],
    "preliminary": [_result("4548-4", 6.1, "%", status="preliminary")],
    "past_diabetes": [_condition("E11.9", clinicalStatus=_coded(STATUS, "resolved"))],
    "implied_by_drug": [_drug(_coded(ATC, "A10BB09"))],
    "reason_of_drug": [
        _drug(_coded(ATC, "C10AA05")) | {"reasonCode": [_coded(ICD_10, "E11.9")]}
    ],
    "read_from_name": [_drug({"text": "Amlodipine 5 mg"})],
    "least_it_says": [_condition("Z83.3")],
}


def ignored_codes() -> str:
    """Every code of something that was not used."""
    rows = []
    for code, resources in IGNORED.items():
        [text] = {i.text.en for i in _read(resources).ignored if i.code == code}
        rows.append((f"`{code}`", text))
    return table(("Code", "For example"), rows)


def record_notices() -> str:
    """Every code of a notice that only a record gives."""
    rows = []
    for code, resources in NOTICED.items():
        born = "1972" if code == "approximate_age" else PATIENT["birthDate"]
        record = _read(resources, birth_date=born)
        [notice] = [n for n in record.notices if n.code == code]
        rows.append((f"`{code}`", f"`{notice.variable}`", notice.text.en))
    return table(("Code", "Variable", "For example"), rows)


def maximum_ages() -> str:
    """The default limits on the age of a value."""
    by_years: dict[float, list[str]] = {}
    for name, years in MAXIMUM_AGE_YEARS.items():
        by_years.setdefault(years, []).append(f"`{name}`")
    rows = [(f"{years:g}", ", ".join(names)) for years, names in by_years.items()]
    return table(("Years", "Variables"), rows)


def _read(
    resources: Sequence[Resource], birth_date: str = PATIENT["birthDate"]
) -> Record:
    patient = PATIENT | {"birthDate": birth_date}
    entries = bundle_entries(bundle("collection", [patient, *resources]))
    return read_record(entries, today=DAY.date(), maximum_ages=MAXIMUM_AGE_YEARS)
