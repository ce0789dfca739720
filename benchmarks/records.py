"""A record of a lifetime beside one patient: how long 5,000 resources take over HTTP.

`python -m benchmarks.records` starts the real service on a free loopback port; the
medians of requests one by one stand beside the limit that a clinician's patience sets.
"""

import json
import statistics
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.service import PATIENT
from tests.server import Server

MODELS = Path(__file__).resolve().parent.parent / "models"
ENTRIES = 5_000
REQUESTS = 9
LIMIT_SECONDS = 1.0
Resource = dict[str, object]
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
# Code, unit, and a value that varies in time.
MEASURED = (
    ("1558-6", "mg/dL", 95),
    ("4548-4", "%", 5),
    ("8302-2", "cm", 155),
    ("29463-7", "kg", 60),
    ("8480-6", "mm[Hg]", 125),
    ("8462-4", "mm[Hg]", 75),
    ("2571-8", "mg/dL", 150),
    ("2085-9", "mg/dL", 50),
    ("1742-6", "U/L", 20),
    ("6690-2", "10*3/uL", 6),  # leucocytes: not in the clinical table
)


def main() -> None:
    """Print the table."""
    patient, *observations = _resources()
    small = json.dumps({"patient": PATIENT}).encode()
    record = json.dumps(_bundle("collection", [patient, *observations])).encode()
    hook = json.dumps(_hook(patient, observations)).encode()
    with TemporaryDirectory() as folder, Server(MODELS, Path(folder) / "log") as server:
        connection = HTTPConnection("127.0.0.1", server.port)
        one, whole, opened = (
            statistics.median(_seconds(connection, path, body) for _ in range(times))
            for path, body, times in (
                ("/v1/risk", small, 200),
                ("/fhir/$diabetes-risk", record, REQUESTS),
                ("/cds-services/diabetes-risk", hook, REQUESTS),
            )
        )
    megabytes = len(record) / 1024**2
    print(f"one patient, REST         {one * 1000:8.2f} ms")
    print(
        f"{ENTRIES} entries, FHIR        {whole * 1000:8.2f} ms   {megabytes:.1f} MB,"
        f" median of {REQUESTS}, limit {LIMIT_SECONDS:.0f} s"
    )
    print(f"{ENTRIES} entries, CDS Hooks   {opened * 1000:8.2f} ms   asked: about 500")
    print(f"ratio, FHIR to REST       {whole / one:8.0f}")


def _resources() -> list[Resource]:
    patient: Resource = {
        "resourceType": "Patient",
        "id": "p1",
        "gender": "female",
        "birthDate": "1972-05-04",
    }
    return [patient, *(_observation(at) for at in range(ENTRIES - 1))]


def _bundle(kind: str, resources: Sequence[Resource]) -> Resource:
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def _hook(patient: Resource, observations: Sequence[Resource]) -> Resource:
    return {
        "hook": "patient-view",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": "Practitioner/7", "patientId": "p1"},
        "prefetch": {
            "patient": patient,
            "observations": _bundle("searchset", observations),
            "conditions": None,
            "orders": None,
        },
    }


def _observation(at: int) -> Resource:
    code, unit, value = MEASURED[at % len(MEASURED)]
    year, month = 2026 - at // len(MEASURED) // 10 % 40, 1 + at // len(MEASURED) % 10
    return {
        "resourceType": "Observation",
        "id": f"o{at}",
        "status": "final",
        "category": [{"text": "laboratory"}],
        "code": {"coding": [{"system": LOINC, "code": code}], "text": code},
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": f"{year}-{month:02}-15T08:30:00+07:00",
        "valueQuantity": {
            "value": value + at % 7 / 10,
            "unit": unit,
            "system": UCUM,
            "code": unit,
        },
    }


def _seconds(connection: HTTPConnection, path: str, body: bytes) -> float:
    began = time.perf_counter()
    connection.request("POST", path, body, {"content-type": "application/json"})
    response = connection.getresponse()
    response.read()
    if response.status != 200:  # noqa: PLR2004  OK
        raise RuntimeError(f"status {response.status}")
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
