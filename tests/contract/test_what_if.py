"""`POST /v1/risk/what-if`: before and after, and what cannot be changed."""

from typing import Any

import pytest
from litestar.testing import TestClient

PATIENT = {
    "age": 54,
    "sex": "male",
    "height": 165,
    "weight": 80,
    "systolic_bp": 150,
    "fasting_glucose": 6.0,
}


def ask(client: TestClient[Any], changes: object, **patient: object) -> Any:
    return client.post(
        "/v1/risk/what-if",
        json={
            "patient": PATIENT | patient,
            "bundles": ["incident-diabetes"],
            "changes": changes,
            "language": "en",
        },
    )


def test_losing_weight_lowers_bmi_and_risk(client: TestClient[Any]) -> None:
    answer = ask(client, {"weight": {"change": -15, "unit": "kg"}}).json()

    after = answer["after"]["assessments"][0]
    bmi = next(c for c in after["contributions"] if c["variable"] == "bmi")
    assert bmi["value"] == pytest.approx(65 / 1.65**2, abs=1e-4)
    (comparison,) = answer["comparisons"]
    assert comparison["bundle"] == "incident-diabetes"
    for risk in comparison["risks"]:
        assert risk["after"] < risk["before"]
    assert comparison["log_odds_change"] < 0
    assert "does not promise" in answer["caution"]


def test_a_new_value_replaces_the_old_one(client: TestClient[Any]) -> None:
    changes = {"systolic_bp": 125, "triglycerides": 1.2}
    answer = ask(client, changes, triglycerides=2.4).json()

    values = {
        c["variable"]: c["value"]
        for c in answer["after"]["assessments"][0]["contributions"]
    }
    assert (values["systolic_bp"], values["triglycerides"]) == (125, 1.2)


def test_before_is_what_the_plain_endpoint_answers(client: TestClient[Any]) -> None:
    before = ask(client, {"systolic_bp": 125}).json()["before"]["assessments"]

    body = {"patient": PATIENT, "bundles": ["incident-diabetes"], "language": "en"}
    plain = client.post("/v1/risk", json=body).json()

    assert before == plain["assessments"]


def test_a_change_in_another_unit_is_converted(client: TestClient[Any]) -> None:
    by_mg = ask(client, {"fasting_glucose": {"change": -18.016, "unit": "mg/dL"}})
    by_mmol = ask(client, {"fasting_glucose": {"change": -1}})

    assert by_mg.json()["comparisons"] == by_mmol.json()["comparisons"]


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        pytest.param({"age": 40}, "/changes/age", "not_modifiable", id="age"),
        pytest.param({"sex": "female"}, "/changes/sex", "not_modifiable", id="sex"),
        pytest.param(
            {"waist": {"change": -5}}, "/changes/waist", "not_known", id="unknown waist"
        ),
        pytest.param(
            {"smoking": "never"}, "/changes/smoking", "not_known", id="unknown before"
        ),
        pytest.param(
            {"weight": None}, "/changes/weight", "not_known", id="unknown after"
        ),
        pytest.param({"bmi": 22}, "/changes/bmi", "derived", id="computed BMI"),
        pytest.param({"wait": 90}, "/changes/wait", "unknown_field", id="typing error"),
        pytest.param(
            {"weight": {"change": -70}}, "/changes/weight", "implausible", id="too much"
        ),
        pytest.param(
            {"weight": {"change": "5"}}, "/changes/weight", "wrong_type", id="a string"
        ),
        pytest.param(
            {"weight": {"change": -5, "unit": "cm"}},
            "/changes/weight",
            "wrong_type",
            id="wrong unit",
        ),
        pytest.param({}, "/changes", "required", id="no change"),
        pytest.param([], "/changes", "required", id="not an object"),
    ],
)
def test_what_cannot_be_changed_is_refused_with_its_reason(
    client: TestClient[Any], changes: object, pointer: str, code: str
) -> None:
    response = ask(client, changes)

    assert response.status_code == 422
    assert (pointer, code) in {
        (e["pointer"], e["code"]) for e in response.json()["errors"]
    }


def test_a_bmi_sent_alone_cannot_follow_a_change_of_weight(
    client: TestClient[Any],
) -> None:
    response = ask(client, {"weight": 70}, height=None, bmi=29.4)

    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/changes/weight"


def test_a_change_too_large_for_a_float_is_refused_not_a_crash(
    client: TestClient[Any],
) -> None:
    response = ask(client, {"weight": {"change": 10**400}})

    assert response.status_code == 422


def test_a_change_into_diabetes_shows_why_there_is_no_risk_after(
    client: TestClient[Any],
) -> None:
    answer = ask(client, {"fasting_glucose": 7.2}).json()

    assert answer["after"]["assessments"] == []
    assert answer["after"]["not_assessed"][0]["code"] == "diagnostic_value"
    assert answer["comparisons"] == []


def test_a_change_up_to_a_criterion_is_not_given_a_risk(
    client: TestClient[Any],
) -> None:
    """120 + 6 mg/dL is the criterion of 126, though it converts to 6.994 mmol/L."""
    glucose = {"value": 120, "unit": "mg/dL"}
    change = {"fasting_glucose": {"change": 6, "unit": "mg/dL"}}

    answer = ask(client, change, fasting_glucose=glucose).json()

    assert answer["after"]["assessments"] == []
    (criterion,) = answer["after"]["not_assessed"][0]["criteria"]
    assert (criterion["value"], criterion["unit"]) == (126, "mg/dL")
