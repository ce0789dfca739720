"""The same patient by REST and as a FHIR record: the same answer, digit by digit."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, assume, given, settings, strategies as st
from litestar.testing import TestClient

from service.clinical.variables import VARIABLES
from tests.contract.fhir.records import (
    SNOMED,
    Resource,
    ask,
    assessed,
    extensions,
    observation,
    patient,
    record,
)

QUANTITIES = [
    variable
    for variable in VARIABLES.values()
    if variable.kind == "quantity" and variable.loinc and variable.name != "age"
]
# A blood urea in mg/dL is urea or nitrogen by its code: one of each is enough.
CODES = {v.name: v.loinc[0] for v in QUANTITIES}
SMOKING = {"current": "77176002", "former": "8517006", "never": "266919005"}


@st.composite
def quantities(draw: st.DrawFn) -> dict[str, dict[str, object]]:
    """Some measurements, each in one of its units."""
    chosen = draw(st.lists(st.sampled_from(QUANTITIES), unique_by=lambda v: v.name))
    found: dict[str, dict[str, object]] = {}
    for variable in chosen:
        unit = draw(st.sampled_from(variable.units))
        ends = sorted(map(unit.from_canonical, (variable.low, variable.high)))
        value = draw(st.floats(*ends).map(lambda x: round(x, 3)))
        found[variable.name] = {"value": value, "unit": unit.code}
    if "height" in found and "weight" in found:
        found.pop("bmi", None)
    return found


def as_observation(name: str, sent: dict[str, object]) -> Resource:
    value, unit = sent["value"], str(sent["unit"])
    assert isinstance(value, float)
    return observation(CODES[name], value, unit)


def smoking_status(answer: str) -> Resource:
    concept = {"coding": [{"system": SNOMED, "code": SMOKING[answer]}]}
    status = observation("72166-2", 0, "", valueCodeableConcept=concept)
    del status["valueQuantity"]
    return status


def by_rest(client: TestClient[Any], values: dict[str, object]) -> dict[str, object]:
    answer = client.post("/v1/risk", json={"patient": values})
    assume(answer.status_code == 200)
    body = answer.json()
    risks = {
        a["bundle"]["name"]: [
            Decimal(str(risk["probability"])) * 100 for risk in a["risks"]
        ]
        for a in body["assessments"]
    }
    return risks | {n["bundle"]: n["code"] for n in body["not_assessed"]}


def by_fhir(client: TestClient[Any], resources: list[Resource]) -> dict[str, object]:
    found: dict[str, object] = {}
    for assessment in assessed(ask(client, record(*resources))):
        name = assessment["method"]["coding"][0]["code"]
        found[name] = [
            Decimal(str(prediction["probabilityDecimal"]))
            for prediction in assessment.get("prediction", [])
        ]
        for reason in extensions(assessment, "not-assessed"):
            found[name] = reason["valueCodeableConcept"]["coding"][0]["code"]
    return found


@settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
    ],
)
@given(
    age=st.integers(18, 95),
    sex=st.sampled_from(["female", "male"]),
    smoking=st.none() | st.sampled_from(list(SMOKING)),
    measured=quantities(),
)
def test_a_patient_has_the_same_risk_by_either_way(
    client: TestClient[Any],
    age: int,
    sex: str,
    smoking: str | None,
    measured: dict[str, dict[str, object]],
) -> None:
    values = {"age": age, "sex": sex, **measured}
    resources = [
        patient(gender=sex, birthDate=f"{2026 - age}-01-01"),
        *(as_observation(name, sent) for name, sent in measured.items()),
    ]
    if smoking:
        values["smoking"] = smoking
        resources.append(smoking_status(smoking))

    assert by_fhir(client, resources) == by_rest(client, values)
