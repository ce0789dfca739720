"""Two bundles, two questions: each answer with its own meaning, never mixed up."""

from typing import Any

import pytest
from litestar.testing import TestClient

from service.engine.bundle import Bundle

PATIENT = {
    "age": 54,
    "sex": "female",
    "height": 155,
    "weight": 62,
    "waist": 84,
    "systolic_bp": 138,
    "family_history_diabetes": "first_degree",
}
NAMES = ["incident-diabetes", "undiagnosed-diabetes"]


def assess(client: TestClient[Any], **values: object) -> dict[str, Any]:
    body = {"patient": PATIENT | values, "language": "en"}
    response = client.post("/v1/risk", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_whoever_asks_no_bundle_gets_both_in_the_order_of_their_names(
    client: TestClient[Any],
) -> None:
    assessments = assess(client)["assessments"]

    assert [a["bundle"]["name"] for a in assessments] == NAMES


def test_each_answer_says_what_its_figure_is_the_chance_of(
    client: TestClient[Any], bundles: dict[str, Bundle]
) -> None:
    incident, undiagnosed = assess(client)["assessments"]

    assert [risk["horizon_years"] for risk in incident["risks"]] == [3, 5]
    assert [risk["horizon_years"] for risk in undiagnosed["risks"]] == [0]
    assert incident["outcome"] != undiagnosed["outcome"]
    for name, answer in zip(NAMES, (incident, undiagnosed), strict=True):
        assert answer["outcome"] == bundles[name].manifest.outcome.label.en
        assert answer["narrative"].startswith(answer["outcome"])
    assert "within 5 years" in incident["narrative"]
    assert "today" not in incident["narrative"]
    assert "within" not in undiagnosed["narrative"]
    assert "have it now" in undiagnosed["narrative"]
    assert "not a risk of getting it later" in undiagnosed["narrative"]


def test_each_answer_has_the_contributions_of_its_own_inputs(
    client: TestClient[Any], bundles: dict[str, Bundle]
) -> None:
    for name, answer in zip(NAMES, assess(client)["assessments"], strict=True):
        inputs = [c["variable"] for c in answer["contributions"]]
        assert inputs == list(bundles[name].manifest.inputs)
        total = answer["base_log_odds"] + sum(
            c["log_odds"] for c in answer["contributions"]
        )
        assert total == pytest.approx(answer["log_odds"], abs=1e-5)


def test_a_known_test_is_said_to_outrank_the_score_of_the_present(
    client: TestClient[Any],
) -> None:
    notices = assess(client, hba1c=5.9)["notices"]

    about = [(n["code"], n["bundle"]) for n in notices if n["variable"] == "hba1c"]
    assert about == [
        ("test_known", "undiagnosed-diabetes"),
        ("not_used", "incident-diabetes"),
    ]
    assert notices[0]["code"] == "test_known"


def test_a_normal_test_is_never_answered_with_another_for_the_present(
    client: TestClient[Any],
) -> None:
    """A man at very high risk by the score, whose HbA1c and glucose are normal."""
    patient = {"age": 60, "sex": "male", "bmi": 29, "waist": 100, "hypertension": True}
    tests = {"hba1c": 5.0, "fasting_glucose": 5.0}

    def advice(**values: object) -> str:
        body = {"patient": patient | values, "bundles": ["undiagnosed-diabetes"]}
        (found,) = client.post("/v1/risk", json=body).json()["assessments"]
        assert found["band"]["code"] in {"high", "very_high"}
        code: str = found["advice"]["code"]
        return code

    assert advice() == "measure_glucose"
    assert advice(**tests) == "rescreen_yearly"
    assert advice(**tests | {"hba1c": 6.0}) == "prediabetes_care"
    text = assess(client, **patient, **tests)["assessments"][1]["narrative"]
    assert text.startswith("A test is known (HbA1c, fasting glucose): ")


def test_a_notice_names_its_bundle_or_none_where_it_is_about_the_record(
    client: TestClient[Any],
) -> None:
    notices = assess(client, diabetic_relatives="two", ancestry="white")["notices"]

    told = {(n["code"], n["variable"]): n["bundle"] for n in notices}
    assert told[("other_ancestry", "ancestry")] == "undiagnosed-diabetes"
    assert told[("derived", "bmi")] is None
    assert ("not_used", "diabetic_relatives") not in told
    assert ("not_used", "ancestry") not in told


def test_a_diagnostic_value_ends_both(client: TestClient[Any]) -> None:
    answer = assess(client, hba1c=6.7)

    assert answer["assessments"] == []
    assert [refusal["bundle"] for refusal in answer["not_assessed"]] == NAMES


def test_published_scores_stand_once_beside_both(client: TestClient[Any]) -> None:
    scores = assess(client)["reference_scores"]

    codes = [score["code"] for score in scores]
    assert len(set(codes)) == len(codes)
    findrisc = next(score for score in scores if score["code"] == "findrisc")
    assert findrisc["low"] < findrisc["high"]
    assert "physically_active" in findrisc["missing"]


def test_a_change_is_compared_bundle_by_bundle(client: TestClient[Any]) -> None:
    body = {"patient": PATIENT, "changes": {"weight": {"change": -10}}}

    answer = client.post("/v1/risk/what-if", json=body).json()

    assert [c["bundle"] for c in answer["comparisons"]] == NAMES
    horizons = [[r["horizon_years"] for r in c["risks"]] for c in answer["comparisons"]]
    assert horizons == [[3, 5], [0]]


def test_a_change_is_said_not_to_undo_a_disease_that_is_there(
    client: TestClient[Any],
) -> None:
    body = {"patient": PATIENT, "changes": {"weight": {"change": -10}}}

    def cautions(language: str) -> list[str]:
        answer = client.post("/v1/risk/what-if", json=body | {"language": language})
        return [c["caution"] for c in answer.json()["comparisons"]]

    later, now = cautions("en")
    assert now.startswith(later)
    assert now.endswith("a change does not undo one that is.")
    assert (
        "không có nghĩa là thay đổi chỉ số sẽ làm mất bệnh đang có"
        in (cautions("vi")[1])
    )
