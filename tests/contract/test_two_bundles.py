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


def test_a_known_test_leaves_the_future_alone_to_be_scored(
    client: TestClient[Any],
) -> None:
    answer = assess(client, hba1c=5.9)

    assert [a["bundle"]["name"] for a in answer["assessments"]] == NAMES[:1]
    [refusal] = answer["not_assessed"]
    assert (refusal["bundle"], refusal["code"]) == (NAMES[1], "answered_by_test")
    assert "HbA1c 5.9 %: in the prediabetes range" in refusal["text"]


def test_a_normal_test_is_never_answered_with_another_for_the_present(
    client: TestClient[Any],
) -> None:
    """A man at very high risk by the score, whose HbA1c and glucose are normal."""
    patient = {"age": 60, "sex": "male", "bmi": 29, "waist": 100, "hypertension": True}
    body = {"bundles": ["undiagnosed-diabetes"], "language": "en"}

    def answer(**values: object) -> dict[str, Any]:
        sent = body | {"patient": patient | values}
        found: dict[str, Any] = client.post("/v1/risk", json=sent).json()
        return found

    [scored] = answer()["assessments"]
    tested = answer(hba1c=5.0, fasting_glucose=5.0)

    assert scored["band"]["code"] in {"high", "very_high"}
    assert tested["assessments"] == []
    assert tested["not_assessed"][0]["next_step"] == (
        "This question needs no further test now."
    )
    assert tested["conclusion"]["status"]["code"] == "normal"


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
