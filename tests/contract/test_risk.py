"""`POST /v1/risk`: the contract that EMR systems build on."""

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
    """The answer of the first bundle alone."""
    body = {"patient": patient, "bundles": ["incident-diabetes"], **rest}
    response = client.post("/v1/risk", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_the_documented_request_gets_every_documented_field(
    client: TestClient[Any], bundle: Bundle
) -> None:
    answer = client.post("/v1/risk", json=REQUEST).json()

    assert set(answer) == {
        "conclusion",
        "assessments",
        "not_assessed",
        "notices",
        "reference_scores",
        "request_id",
    }
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
        "interval",
        "if_known",
        "unfamiliar",
        "standing",
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
        pytest.param("vi-VN", None, "làm tăng nguy cơ", id="header Vietnamese"),
        pytest.param(
            "fr, *;q=0.1", None, "làm tăng nguy cơ", id="neither: the default"
        ),
        pytest.param("en", "vi", "làm tăng nguy cơ", id="the body wins"),
        pytest.param("en;q=x, vi;q=0", None, "làm tăng nguy cơ", id="broken header"),
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
    assert answer["reference_scores"] == []
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


def test_answers_about_people_are_not_kept_by_caches(client: TestClient[Any]) -> None:
    response = client.post("/v1/risk", json=REQUEST)

    assert response.headers["cache-control"] == "no-store"


def test_a_value_that_the_model_does_not_look_at_is_told(
    client: TestClient[Any],
) -> None:
    patient = {"age": 30, "sex": "female", "waist": 70, "height": 160, "weight": 50}

    notices = assess(client, patient, language="en")["notices"]

    assert [n["variable"] for n in notices if n["code"] == "not_used"] == ["waist"]
