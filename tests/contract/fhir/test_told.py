"""What an answer tells of the record: what was used, how old it is, what was not."""

from typing import Any

import pytest
from litestar.testing import TestClient

from tests.contract.fhir.records import (
    TESTED,
    Resource,
    ask,
    assessed,
    extensions,
    issues,
    observation,
    parts,
    patient,
    record,
)
from tests.contract.fhir.validators import Validators

CCCD = "http://fhir.hl7.org.vn/core/sid/cccd"
BHYT = "http://fhir.hl7.org.vn/core/sid/bhyt"


def told(
    client: TestClient[Any], validators: Validators, *resources: Resource
) -> dict[str, Resource]:
    """The issues of an answer by their code; of each the last."""
    answer = ask(client, record(patient(), *resources))
    assert answer.status_code == 200, answer.text
    validators.check(answer.text)
    return {i["details"]["coding"][0]["code"]: i for i in issues(answer)}


def test_a_value_used_is_told_with_its_day_and_its_age(
    client: TestClient[Any], validators: Validators
) -> None:
    sugar = observation("1558-6", 106, "mg/dL", on="2026-11-02")
    issue = told(client, validators, sugar)["used"]

    assert issue["severity"] == "information"
    text = "Used: Fasting glucose: 5.9 mmol/L (2026-11-02, 20 days old)."
    assert issue["details"]["text"] == text
    assert issue["expression"] == ["Parameters.parameter[0].resource.entry[1].resource"]
    (value,) = extensions(issue, "record-value")
    assert parts(value) == {
        "variable": "fasting_glucose",
        "date": "2026-11-02",
        "ageInDays": 20,
    }


def test_an_old_value_is_told_in_years(
    client: TestClient[Any], validators: Validators
) -> None:
    height = observation("8302-2", 155, "cm", on="2020-11-22")

    assert told(client, validators, height)["used"]["details"]["text"] == (
        "Used: Height: 155 cm (2020-11-22, 6.0 years old)."
    )


@pytest.mark.parametrize(
    ("change", "code", "severity"),
    [
        pytest.param(
            {"effectiveDateTime": "2010-01-01"}, "too_old", "information", id="old"
        ),
        pytest.param(
            {"status": "entered-in-error"},
            "entered_in_error",
            "information",
            id="entered in error",
        ),
        pytest.param(
            {"subject": {"reference": "Patient/other"}},
            "other_subject",
            "information",
            id="of somebody else",
        ),
        pytest.param(
            {"valueQuantity": {"value": 106, "code": "bananas"}},
            "unknown_unit",
            "warning",
            id="unknown unit",
        ),
        pytest.param(
            {"valueQuantity": {"value": 106, "code": "mmol/L"}},
            "implausible",
            "warning",
            id="implausible",
        ),
    ],
)
def test_a_value_not_used_is_told_with_the_reason(
    client: TestClient[Any],
    validators: Validators,
    change: dict[str, object],
    code: str,
    severity: str,
) -> None:
    sugar = observation("1558-6", 106, "mg/dL", **change)
    issue = told(client, validators, sugar)[code]

    assert issue["severity"] == severity
    assert issue["expression"][0].startswith(
        "Parameters.parameter[0].resource.entry[1].resource"
    )
    assert parts(extensions(issue, "record-value")[0])["variable"] == "fasting_glucose"
    assert issue["details"]["text"]


def test_what_a_figure_leaves_out_is_told_first_and_in_the_note(
    client: TestClient[Any],
) -> None:
    old = patient(birthDate="1940-05-04")
    answer = ask(client, record(old, *TESTED[1:]))
    first = issues(answer)[0]
    incident, undiagnosed = assessed(answer)

    assert first["severity"] == "warning"
    assert first["details"]["coding"][0]["code"] == "competing_death"
    assert first["details"]["text"] in [n["text"] for n in incident["note"]]
    assert first["details"]["text"] not in str(undiagnosed.get("note"))


def test_what_is_done_to_every_value_is_told_but_no_warning(
    client: TestClient[Any],
) -> None:
    answer = ask(client, record(*TESTED))
    found = {i["details"]["coding"][0]["code"]: i["severity"] for i in issues(answer)}

    assert found["unit_converted"] == found["derived"] == "information"
    for assessment in assessed(answer):
        assert "converted" not in str(assessment.get("note"))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        pytest.param(
            [
                {"system": "http://hospital.test", "value": "1"},
                {"system": BHYT, "value": "2"},
                {"use": "official", "system": CCCD, "value": "3", "period": {}},
            ],
            {"use": "official", "system": CCCD, "value": "3"},
            id="the citizen's card first",
        ),
        pytest.param(
            [
                {"system": "http://hospital.test", "value": "1"},
                {"system": BHYT, "value": "2"},
            ],
            {"system": BHYT, "value": "2"},
            id="then the insurance card",
        ),
        pytest.param(
            [
                {
                    "type": {"coding": [{"code": "MR"}], "text": "Mã bệnh nhân"},
                    "value": "1",
                }
            ],
            {
                "type": {"coding": [{"code": "MR"}], "text": "Mã bệnh nhân"},
                "value": "1",
            },
            id="else what there is",
        ),
        pytest.param(
            [{"value": 7}, {"value": ""}, {"value": "\ud800"}, {"system": CCCD}, None],
            None,
            id="nothing that R4 does not allow",
        ),
        pytest.param({"value": "1"}, None, id="no list"),
    ],
)
def test_an_identifier_of_the_patient_passes_through(
    client: TestClient[Any],
    validators: Validators,
    sent: object,
    expected: object,
) -> None:
    answer = ask(client, record(patient(identifier=sent), *TESTED[1:]))

    validators.check(answer.text)
    for assessment in assessed(answer):
        assert assessment["subject"].get("identifier") == expected


def test_a_resource_without_an_address_is_named_by_what_it_says(
    client: TestClient[Any], validators: Validators
) -> None:
    sugar = observation("1558-6", 106, "mg/dL")
    del sugar["id"]
    answer = ask(client, record(patient(), sugar))

    validators.check(answer.text)
    assert {"display": "fasting glucose"} in assessed(answer)[0]["basis"]


def test_what_a_record_said_is_counted(client: TestClient[Any]) -> None:
    spoilt = observation("2571-8", 1, "bananas")
    ask(client, record(patient(), observation("1558-6", 106, "mg/dL"), spoilt))

    page = client.get("/metrics").text
    assert 'diabetes_risk_record_values_total{outcome="used"} 3.0' in page
    assert 'diabetes_risk_record_values_total{outcome="unknown_unit"} 1.0' in page
