"""`POST /v1/risk`: the contract that EMR systems build on."""

import json
import math
from typing import Any

import pytest
from litestar.testing import TestClient

from service.engine.bundle import Bundle

PATIENT = {
    "age": 54,
    "sex": "female",
    "height": 155,
    "weight": 62,
    "systolic_bp": 138,
    "fasting_glucose": {"value": 106, "unit": "mg/dL"},
    "family_history_diabetes": "first_degree",
}
REQUEST = {"patient": PATIENT, "bundles": ["incident-diabetes"], "language": "vi"}


def assess(client: TestClient[Any], patient: object, **rest: object) -> dict[str, Any]:
    response = client.post("/v1/risk", json={"patient": patient, **rest})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def refuse(client: TestClient[Any], body: object, status: int = 422) -> dict[str, Any]:
    response = client.post("/v1/risk", content=json.dumps(body))
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    answer: dict[str, Any] = response.json()
    return answer


def test_the_documented_request_gets_every_documented_field(
    client: TestClient[Any], bundle: Bundle
) -> None:
    answer = client.post("/v1/risk", json=REQUEST).json()

    assert set(answer) == {"assessments", "not_assessed", "notices", "request_id"}
    (assessment,) = answer["assessments"]
    assert {
        "bundle",
        "outcome",
        "risks",
        "band",
        "advice",
        "base_log_odds",
        "log_odds",
        "contributions",
        "missing",
        "narrative",
    } == set(assessment)
    assert assessment["bundle"] == {
        "name": "incident-diabetes",
        "version": bundle.manifest.version,
    }
    assert [risk["horizon_years"] for risk in assessment["risks"]] == [3, 5]
    assert {c["variable"] for c in assessment["contributions"]} == set(
        bundle.manifest.inputs
    )
    glucose = next(
        c for c in assessment["contributions"] if c["variable"] == "fasting_glucose"
    )
    assert (glucose["value"], glucose["unit"]) == (5.8837, "mmol/L")
    assert glucose["measured"]
    assert glucose["modifiable"]
    assert glucose["label"] == "Đường huyết lúc đói"


def test_contributions_and_base_add_up_to_the_score(client: TestClient[Any]) -> None:
    (assessment,) = assess(client, PATIENT)["assessments"]

    total = assessment["base_log_odds"] + sum(
        c["log_odds"] for c in assessment["contributions"]
    )

    assert total == pytest.approx(assessment["log_odds"], abs=1e-5)
    probability = 1 / (1 + math.exp(-assessment["log_odds"]))
    assert assessment["risks"][0]["probability"] == pytest.approx(probability, abs=1e-6)
    for contribution in assessment["contributions"]:
        assert contribution["odds_ratio"] == pytest.approx(
            math.exp(contribution["log_odds"]), abs=1e-3
        )


def test_risk_over_five_years_is_above_that_over_three(client: TestClient[Any]) -> None:
    (assessment,) = assess(client, PATIENT)["assessments"]

    three, five = (risk["probability"] for risk in assessment["risks"])

    assert 0 < three < five < 1


def test_units_make_no_difference(client: TestClient[Any]) -> None:
    in_mmol = PATIENT | {"fasting_glucose": 106 / 18.016}
    spelled = PATIENT | {"fasting_glucose": {"value": 106, "unit": "MG/dl"}}

    risks = [
        assess(client, patient)["assessments"][0]["risks"]
        for patient in (PATIENT, in_mmol, spelled)
    ]

    assert risks[0] == risks[1] == risks[2]


def test_age_and_sex_are_enough(client: TestClient[Any], bundle: Bundle) -> None:
    (assessment,) = assess(client, {"age": 60, "sex": "male"})["assessments"]

    missing = {m["variable"] for m in assessment["missing"]}

    assert missing == set(bundle.manifest.inputs) - {"age", "sex"}
    assert {
        c["variable"] for c in assessment["contributions"] if not c["measured"]
    } == (missing)
    assert all(
        c["value"] is None for c in assessment["contributions"] if not c["measured"]
    )


def test_what_could_matter_most_among_the_missing_comes_first(
    client: TestClient[Any],
) -> None:
    (assessment,) = assess(client, {"age": 60, "sex": "male"})["assessments"]

    spreads = [
        abs(m["probability_if_high"] - m["probability_if_low"])
        for m in assessment["missing"]
    ]

    assert spreads == sorted(spreads, reverse=True)


def test_null_means_not_measured(client: TestClient[Any]) -> None:
    without = {k: v for k, v in PATIENT.items() if k != "systolic_bp"}

    assert (
        assess(client, PATIENT | {"systolic_bp": None})["assessments"]
        == assess(client, without)["assessments"]
    )


@pytest.mark.parametrize(
    ("header", "language", "word"),
    [
        pytest.param("en-GB,en;q=0.9,vi;q=0.8", None, "Raised", id="header English"),
        pytest.param("vi-VN", None, "Làm tăng", id="header Vietnamese"),
        pytest.param("fr, *;q=0.1", None, "Làm tăng", id="neither: the default"),
        pytest.param("en", "vi", "Làm tăng", id="the body wins"),
        pytest.param("en;q=x, vi;q=0", None, "Làm tăng", id="broken header"),
    ],
)
def test_the_reader_chooses_the_language(
    client: TestClient[Any], header: str, language: str | None, word: str
) -> None:
    response = client.post(
        "/v1/risk",
        json=REQUEST | {"language": language},
        headers={"accept-language": header},
    )

    assert word in response.json()["assessments"][0]["narrative"]
    assert response.headers["vary"] == "accept-language"


def test_known_diabetes_gets_a_reason_and_a_next_step_instead_of_a_risk(
    client: TestClient[Any],
) -> None:
    answer = assess(client, PATIENT | {"known_diabetes": True}, language="en")

    assert answer["assessments"] == []
    (refusal,) = answer["not_assessed"]
    assert refusal["bundle"] == "incident-diabetes"
    assert refusal["code"] == "known_diabetes"
    assert refusal["next_step"]


def test_a_diagnostic_value_is_named_in_the_unit_it_was_sent_in(
    client: TestClient[Any],
) -> None:
    glucose = {"value": 126, "unit": "mg/dL"}

    answer = assess(client, PATIENT | {"fasting_glucose": glucose}, language="en")

    assert answer["assessments"] == []
    (refusal,) = answer["not_assessed"]
    assert refusal["code"] == "diagnostic_value"
    assert refusal["criteria"] == [
        {
            "variable": "fasting_glucose",
            "label": "Fasting glucose",
            "value": 126.0,
            "unit": "mg/dL",
            "threshold": 126.0,
        }
    ]
    assert "second abnormal result" in refusal["next_step"]


def test_every_problem_of_a_patient_is_told_at_once(client: TestClient[Any]) -> None:
    patient = {
        "age": True,
        "fasting_glucose": 106,
        "hba1c": {"value": 5.5, "unit": "mol"},
        "smoking": "sometimes",
        "pregnant": "no",
        "wieght": 60,
    }

    answer = refuse(client, {"patient": patient, "language": "en", "extra": 1})

    assert {(e["pointer"], e["code"]) for e in answer["errors"]} == {
        ("/patient/age", "wrong_type"),
        ("/patient/sex", "required"),
        ("/patient/fasting_glucose", "implausible"),
        ("/patient/hba1c/unit", "unknown_unit"),
        ("/patient/smoking", "unknown_choice"),
        ("/patient/pregnant", "wrong_type"),
        ("/patient/wieght", "unknown_field"),
        ("/extra", "unknown_field"),
    }
    messages = {e["pointer"]: e["message"] for e in answer["errors"]}
    assert (
        "106 looks like mg/dL; send the unit." in messages["/patient/fasting_glucose"]
    )
    assert "Did you mean weight?" in messages["/patient/wieght"]
    assert answer["status"] == 422
    assert answer["type"] == "urn:diabetes-risk:problem:invalid-request"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b'{"patient": {"age": NaN, "sex": "male"}}', id="NaN"),
        pytest.param(b'{"patient": {"age": Infinity, "sex": "male"}}', id="Infinity"),
        pytest.param(b'{"patient": {"age": 5, "age": 50}}', id="repeated name"),
        pytest.param(b"[" * 30_000, id="nested too deep"),
        pytest.param(b"1" * 5_000, id="number of 5,000 digits"),
    ],
)
def test_what_is_not_json_is_refused_as_such(
    client: TestClient[Any], body: bytes
) -> None:
    response = client.post(
        "/v1/risk", content=body, headers={"content-type": "application/json"}
    )

    assert response.status_code == 400
    assert response.json()["type"] == "urn:diabetes-risk:problem:malformed-json"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        pytest.param([], "", id="an array"),
        pytest.param("patient", "", id="a string"),
        pytest.param(None, "", id="null"),
        pytest.param({}, "/patient", id="no patient"),
        pytest.param({"patient": [1]}, "/patient", id="patient is an array"),
        pytest.param(REQUEST | {"language": "fr"}, "/language", id="French"),
        pytest.param(REQUEST | {"language": ["vi"]}, "/language", id="a list"),
        pytest.param(
            REQUEST | {"bundles": ["none"]}, "/bundles/0", id="no such bundle"
        ),
        pytest.param(REQUEST | {"bundles": [{}]}, "/bundles/0", id="not a name"),
        pytest.param(REQUEST | {"bundles": []}, "/bundles", id="no bundle"),
        pytest.param(REQUEST | {"bundles": "x"}, "/bundles", id="a string of bundles"),
    ],
)
def test_a_wrong_envelope_is_refused_with_a_pointer(
    client: TestClient[Any], body: object, pointer: str
) -> None:
    assert pointer in {e["pointer"] for e in refuse(client, body)["errors"]}


def test_numbers_beyond_all_bounds_are_implausible_not_a_crash(
    client: TestClient[Any],
) -> None:
    body = b'{"patient": {"age": %s, "sex": "male", "alt": 1e999, "bmi": -1e999}}'

    response = client.post("/v1/risk", content=body % (b"9" * 400))

    assert response.status_code == 422
    assert {e["code"] for e in response.json()["errors"]} == {"implausible"}


def test_a_lone_surrogate_in_a_name_or_value_does_not_break_the_answer(
    client: TestClient[Any],
) -> None:
    body = rb'{"patient": {"age": 50, "sex": "\ud800", "\udfff": 1}, "\ud800": 1}'

    response = client.post("/v1/risk", content=body)

    assert response.status_code == 422
    assert len(response.json()["errors"]) == 3


def test_a_huge_body_is_refused(client: TestClient[Any]) -> None:
    response = client.post("/v1/risk", content=b" " * 70_000)

    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_the_callers_request_id_comes_back_everywhere(client: TestClient[Any]) -> None:
    response = client.post("/v1/risk", json=REQUEST, headers={"x-request-id": "emr-42"})

    assert response.headers["x-request-id"] == "emr-42"
    assert response.json()["request_id"] == "emr-42"


def test_a_request_id_that_is_not_safe_to_log_is_replaced(
    client: TestClient[Any],
) -> None:
    sent = "a name; 1970"

    response = client.post("/v1/risk", json=REQUEST, headers={"x-request-id": sent})

    assert response.headers["x-request-id"] == response.json()["request_id"] != sent


@pytest.mark.parametrize("path", ["/v1/risk", "/v1/nothing", "/v1/bundles/none"])
def test_refusals_without_a_handler_are_problems_too(
    client: TestClient[Any], path: str
) -> None:
    response = client.get(path)

    assert response.status_code == (405 if path == "/v1/risk" else 404)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["request_id"] == response.headers["x-request-id"]


def test_answers_about_people_are_not_kept_by_caches(client: TestClient[Any]) -> None:
    response = client.post("/v1/risk", json=REQUEST)

    assert response.headers["cache-control"] == "no-store"
