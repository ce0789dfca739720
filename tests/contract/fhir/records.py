"""Records as an EMR sends them, and the operation as it calls it."""

import json
from typing import Any

from httpx import Response
from litestar.testing import TestClient

Resource = dict[str, Any]

OPERATION = "/fhir/$diabetes-risk"
DAY = "2026-11-22"
HEADERS = {"content-type": "application/fhir+json", "accept-language": "en"}
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
SNOMED = "http://snomed.info/sct"


def patient(**elements: object) -> Resource:
    """A woman of 54 on the day asked about."""
    return {
        "resourceType": "Patient",
        "id": "p1",
        "gender": "female",
        "birthDate": "1972-05-04",
        **elements,
    }


def observation(
    code: str, value: float, unit: str, *, on: str = "2026-11-02", **elements: object
) -> Resource:
    """A final Observation of the woman, whose id is its code."""
    return {
        "resourceType": "Observation",
        "id": f"o-{code}",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": on,
        "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit},
        **elements,
    }


def condition(code: str, **elements: object) -> Resource:
    """An active, confirmed Condition of the woman."""
    return {
        "resourceType": "Condition",
        "id": f"c-{code}",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": {"coding": [{"system": SNOMED, "code": code}]},
        "subject": {"reference": "Patient/p1"},
        **elements,
    }


def bundle(*resources: Resource, kind: str = "collection") -> Resource:
    """The record in a Bundle."""
    return {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [{"resource": resource} for resource in resources],
    }


def parameters(*sent: Resource, day: str | None = DAY) -> Resource:
    """Parameters as they are given, with the day asked about."""
    asked = [] if day is None else [{"name": "date", "valueDate": day}]
    return {"resourceType": "Parameters", "parameter": [*sent, *asked]}


def record(*resources: Resource, **primitives: object) -> Resource:
    """Parameters with a record, and `horizon=5.0` as a valueDecimal."""
    holders = {"model": "valueString", "horizon": "valueDecimal"}
    return parameters(
        {"name": "record", "resource": bundle(*resources)},
        *(
            {"name": name, holders.get(name, "valueCode"): value}
            for name, value in primitives.items()
        ),
    )


# A record of which both models make a risk.
WELL_KNOWN = (
    patient(),
    observation("8302-2", 155, "cm"),
    observation("29463-7", 62, "kg"),
    observation("8480-6", 138, "mm[Hg]"),
    observation("8462-4", 84, "mm[Hg]"),
    observation("2571-8", 160, "mg/dL"),
)
# The same with a glucose test: what is there now is no longer a question of a score.
TESTED = (*WELL_KNOWN, observation("1558-6", 106, "mg/dL"))


def ask(
    client: TestClient[Any], body: Resource, path: str = OPERATION, **headers: str
) -> Response:
    """Call the operation."""
    return client.post(path, content=json.dumps(body), headers=HEADERS | headers)


def assessed(answer: Response) -> list[Resource]:
    """The RiskAssessments of an answer."""
    assert answer.status_code == 200, answer.text
    entries = answer.json()["entry"]
    return [e["resource"] for e in entries][:-1]


def issues(answer: Response) -> list[Resource]:
    """The issues of an answer or of a refusal."""
    body = answer.json()
    if body["resourceType"] == "Bundle":
        body = body["entry"][-1]["resource"]
    assert body["resourceType"] == "OperationOutcome"
    found: list[Resource] = body["issue"]
    return found


def parts(extension: Resource) -> dict[str, Any]:
    """The values of a complex extension by name."""
    return {
        one["url"]: next(v for name, v in one.items() if name.startswith("value"))
        for one in extension["extension"]
    }


def extensions(element: Resource, identity: str) -> list[Resource]:
    """The extensions of one kind."""
    url = f"urn:diabetes-risk:fhir:StructureDefinition:{identity}"
    return [one for one in element.get("extension", []) if one["url"] == url]
