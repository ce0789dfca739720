"""Each kind of answer, valid by both validators, with what it must say."""

from decimal import Decimal
from typing import Any

import pytest
from litestar.testing import TestClient
from lxml import etree

from tests.contract.fhir.records import (
    TESTED,
    WELL_KNOWN,
    Resource,
    ask,
    assessed,
    bundle,
    condition,
    extensions,
    issues,
    observation,
    parts,
    patient,
    record,
)
from tests.contract.fhir.validators import Validators

DIABETES = "44054006"


@pytest.fixture
def both(client: TestClient[Any], validators: Validators) -> list[Resource]:
    """The RiskAssessments of both models on one record."""
    answer = ask(client, record(*WELL_KNOWN))
    validators.check(answer.text)
    return assessed(answer)


@pytest.fixture
def incident(client: TestClient[Any], validators: Validators) -> Resource:
    """That of the future's model on the same record with a glucose test."""
    answer = ask(client, record(*TESTED))
    validators.check(answer.text)
    return assessed(answer)[0]


def test_each_model_answers_in_a_risk_assessment_of_its_own(
    both: list[Resource],
) -> None:
    assert [a["method"]["coding"][0]["code"] for a in both] == [
        "incident-diabetes",
        "undiagnosed-diabetes",
    ]
    for assessment in both:
        assert assessment["status"] == "final"
        assert assessment["subject"] == {"reference": "Patient/p1", "type": "Patient"}
        assert assessment["occurrenceDateTime"] == "2026-11-02"


def test_the_performer_is_the_model_in_its_version(both: list[Resource]) -> None:
    (device,) = both[0]["contained"]

    assert both[0]["performer"]["reference"] == f"#{device['id']}"
    assert device["deviceName"] == [{"name": "incident-diabetes", "type": "model-name"}]
    assert device["version"][0]["value"] in both[0]["performer"]["display"]


def test_the_basis_is_the_resources_used_each_once(both: list[Resource]) -> None:
    for assessment in both:
        assert sorted(one["reference"] for one in assessment["basis"]) == [
            *(f"Observation/o-{c}" for c in ("2571-8", "29463-7")),
            *(f"Observation/o-{c}" for c in ("8302-2", "8462-4", "8480-6")),
            "Patient/p1",
        ]


def test_a_probability_is_a_percentage_and_its_age_range_is_the_patients(
    both: list[Resource],
) -> None:
    now, then = both[0]["prediction"], both[1]["prediction"]

    assert [p["whenRange"]["high"]["value"] for p in now] == [57, 59]
    assert [p["whenRange"]["high"]["value"] for p in then] == [54]
    for prediction in (*now, *then):
        assert prediction["whenRange"]["low"]["value"] == 54
        assert prediction["whenRange"]["low"]["code"] == "a"
        assert 1 < prediction["probabilityDecimal"] < 100
        (ends,) = extensions(prediction, "interval")
        low, high = (parts(ends)["range"][end]["value"] for end in ("low", "high"))
        assert low < prediction["probabilityDecimal"] < high


def test_the_band_and_the_reasons_stand_at_the_horizon_that_decides(
    incident: Resource,
) -> None:
    three, five = incident["prediction"]

    assert "qualitativeRisk" not in three
    assert "rationale" not in three
    r4, own = (c["code"] for c in five["qualitativeRisk"]["coding"])
    assert r4 == {"very_high": "high"}.get(own, own)
    assert "fasting glucose: 5.9 mmol/L" in five["rationale"]
    assert five["rationale"] in incident["text"]["div"]


def test_contributions_sum_to_the_log_odds_and_name_their_sources(
    both: list[Resource], incident: Resource
) -> None:
    for assessment in (*both, incident):
        (sums,) = (parts(one) for one in extensions(assessment, "log-odds"))
        each = [parts(one) for one in extensions(assessment, "contribution")]
        total = sums["base"] + sum(one["logOdds"] for one in each)
        assert total == pytest.approx(sums["total"], abs=1e-5)
    by_name = {
        parts(one)["variable"]: one for one in extensions(incident, "contribution")
    }
    glucose, bmi = parts(by_name["fasting_glucose"]), by_name["bmi"]
    assert glucose["value"]["value"] == 5.8837
    assert glucose["value"]["code"] == "mmol/L"
    assert glucose["date"] == "2026-11-02"
    assert glucose["source"]["reference"] == "Observation/o-1558-6"
    assert {
        one["valueReference"]["reference"]
        for one in bmi["extension"]
        if one["url"] == "source"
    } == {"Observation/o-29463-7", "Observation/o-8302-2"}
    assert parts(by_name["alt"])["measured"] is False


def test_the_figures_are_those_of_rest_to_the_last_digit(
    client: TestClient[Any], both: list[Resource]
) -> None:
    values = {
        "age": 54,
        "sex": "female",
        "height": 155,
        "weight": 62,
        "systolic_bp": 138,
        "diastolic_bp": 84,
        "triglycerides": {"value": 160, "unit": "mg/dL"},
    }
    rest = client.post("/v1/risk", json={"patient": values, "language": "en"}).json()

    for by_rest, by_fhir in zip(rest["assessments"], both, strict=True):
        assert [Decimal(str(r["probability"])) * 100 for r in by_rest["risks"]] == [
            Decimal(str(p["probabilityDecimal"])) for p in by_fhir["prediction"]
        ]
        assert by_rest["advice"]["text"] == by_fhir["mitigation"]
        assert by_rest["narrative"] == by_fhir["prediction"][-1]["rationale"]


@pytest.mark.parametrize(
    ("resources", "code", "note"),
    [
        pytest.param(
            [patient(), condition(DIABETES)], "known_diabetes", None, id="known"
        ),
        pytest.param(
            [patient(), observation("1558-6", 126, "mg/dL")],
            "diagnostic_value",
            "Fasting glucose: 126 mg/dL (from 126 mg/dL).",
            id="diagnostic value",
        ),
        pytest.param(
            [patient(birthDate="2010-01-01")], "under_20", None, id="under 20"
        ),
    ],
)
def test_who_is_not_assessed_gets_the_reason_and_the_next_step(
    client: TestClient[Any],
    validators: Validators,
    resources: list[Resource],
    code: str,
    note: str | None,
) -> None:
    answer = ask(client, record(*resources))

    validators.check(answer.text)
    for assessment in assessed(answer):
        assert assessment["status"] == "cancelled"
        assert "prediction" not in assessment
        (reason,) = extensions(assessment, "not-assessed")
        assert reason["valueCodeableConcept"]["coding"][0]["code"] == code
        assert assessment["mitigation"]
        notes = [one["text"] for one in assessment.get("note", [])]
        assert note is None or note in notes


def test_a_question_that_a_test_answers_says_what_the_test_says(
    client: TestClient[Any], validators: Validators
) -> None:
    answer = ask(client, record(*TESTED))

    validators.check(answer.text)
    _, undiagnosed = assessed(answer)
    (reason,) = extensions(undiagnosed, "not-assessed")
    concept = reason["valueCodeableConcept"]
    assert concept["coding"][0]["code"] == "answered_by_test"
    assert "106 mg/dL: in the prediabetes range" in concept["text"]


@pytest.mark.parametrize(
    "resources",
    [
        pytest.param(WELL_KNOWN, id="no test known"),
        pytest.param(TESTED, id="prediabetes"),
        pytest.param((*TESTED, observation("4548-4", 7.2, "%")), id="discordant"),
        pytest.param((patient(), condition(DIABETES)), id="known diabetes"),
        pytest.param((patient(birthDate="2010-01-01"),), id="under 20"),
    ],
)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_conclusion_is_the_same_in_every_answer_and_by_rest(
    client: TestClient[Any],
    validators: Validators,
    resources: tuple[Resource, ...],
    language: str,
) -> None:
    answer = ask(client, record(*resources, language=language))
    validators.check(answer.text)
    found = [extensions(one, "conclusion") for one in assessed(answer)]
    ((conclusion,), *others) = found
    values = as_entered(client, resources, language)

    rest = client.post("/v1/risk", json=values).json()["conclusion"]

    assert all(one == [conclusion] for one in others)
    told = parts(conclusion)
    assert told["status"]["coding"][0]["code"] == rest["status"]["code"]
    assert told["status"]["text"] == rest["status"]["label"]
    assert told["nextStep"]["coding"][0]["code"] == rest["next_step"]["code"]
    assert told["nextStep"]["text"] == rest["next_step"]["text"]
    assert told.get("withinDays") == rest["next_step"]["within_days"]
    assert told.get("model") == (rest["risk"] or {}).get("bundle")
    assert rest["status"]["text"] in told["text"]
    for assessment in assessed(answer):
        assert rest["status"]["label"] in assessment["text"]["div"]


def as_entered(
    client: TestClient[Any], resources: tuple[Resource, ...], language: str
) -> dict[str, object]:
    """What a clinician enters of a record, as the page reads it."""
    read = client.post("/page/record", json=bundle(*resources)).json()
    return {"patient": read["patient"], "language": language}


def test_a_model_that_lacks_an_input_says_which(
    client: TestClient[Any], validators: Validators
) -> None:
    answer = ask(client, record(patient()))

    validators.check(answer.text)
    incident, undiagnosed = assessed(answer)
    assert incident["status"] == "final"
    assert undiagnosed["status"] == "cancelled"
    (reason,) = extensions(undiagnosed, "not-assessed")
    assert reason["valueCodeableConcept"]["text"] == "Not known: body mass index."


def test_without_intervals_the_answer_is_valid_too(
    client: TestClient[Any], validators: Validators
) -> None:
    client.app.state.interval = False
    answer = ask(client, record(*WELL_KNOWN))

    validators.check(answer.text)
    assert "interval" not in answer.text


def test_an_answer_is_the_same_each_time(client: TestClient[Any]) -> None:
    body = record(*WELL_KNOWN)
    first, second = (
        ask(client, body, **{"x-request-id": "r-1"}).text for _ in range(2)
    )

    assert first == second


def test_texts_come_in_vietnamese(
    client: TestClient[Any], validators: Validators
) -> None:
    answer = ask(client, record(*WELL_KNOWN, language="vi"))

    validators.check(answer.text)
    assert answer.headers["content-language"] == "vi"
    assert "Đái tháo đường típ 2 mới mắc" in answer.text
    for assessment in assessed(answer):
        div = etree.fromstring(assessment["text"]["div"])
        assert div.tag == "{http://www.w3.org/1999/xhtml}div"
    assert issues(answer)[-1]["details"]["text"].startswith("Đã dùng: ")
