"""One conclusion about a patient: the cases that two answers side by side got wrong."""

import json
from typing import Any

import pytest
from litestar.testing import TestClient

from service.clinical.language import LANGUAGES

WOMAN = {"age": 54, "sex": "female", "height": 155, "weight": 62}
LATER, NOW = "incident-diabetes", "undiagnosed-diabetes"


def answer(
    client: TestClient[Any], language: str = "en", **values: object
) -> dict[str, Any]:
    """The answer of both bundles about that woman."""
    body = {"patient": WOMAN | values, "language": language}
    response = client.post("/v1/risk", json=body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def concluded(client: TestClient[Any], **values: object) -> dict[str, Any]:
    """Its conclusion."""
    found: dict[str, Any] = answer(client, **values)["conclusion"]
    return found


def reasons(told: dict[str, Any]) -> dict[str, str]:
    """Why bundles gave no risk, by bundle."""
    return {one["bundle"]: one["code"] for one in told["not_assessed"]}


def notices(told: dict[str, Any]) -> dict[tuple[str, str | None], str]:
    """Texts of notices by code and bundle."""
    return {(one["code"], one["bundle"]): one["text"] for one in told["notices"]}


def test_prediabetes_by_hba1c_alone_is_prediabetes_whatever_the_score_says(
    client: TestClient[Any],
) -> None:
    told = answer(client, fasting_glucose=5.2, hba1c=6.4)
    conclusion = told["conclusion"]

    assert conclusion["status"]["code"] == "prediabetes"
    assert conclusion["status"]["label"] == "Prediabetes by HbA1c"
    assert [(t["variable"], t["code"]) for t in conclusion["status"]["tests"]] == [
        ("fasting_glucose", "normal"),
        ("hba1c", "prediabetes"),
    ]
    assert conclusion["status"]["tests"][1]["threshold"] == 5.7
    assert "haemoglobin E" in conclusion["status"]["caution"]
    assert "prediabetes_care" in conclusion["next_step"]["code"]
    assert conclusion["next_step"]["within_days"] <= 365
    assert conclusion["risk"]["bundle"] == LATER


def test_where_tests_are_normal_the_present_is_not_scored(
    client: TestClient[Any],
) -> None:
    values = {"age": 45, "sex": "male", "fasting_glucose": 4.8, "hba1c": 5.2}
    told = answer(client, **values)

    assert told["conclusion"]["status"]["code"] == "normal"
    assert told["conclusion"]["next_step"]["code"].startswith("rescreen")
    assert [a["bundle"]["name"] for a in told["assessments"]] == [LATER]
    assert reasons(told) == {NOW: "answered_by_test"}
    [refusal] = told["not_assessed"]
    assert "HbA1c 5.2 %: below the prediabetes range" in refusal["text"]
    assert "no further test" in refusal["next_step"]


@pytest.mark.parametrize("values", [{"hba1c": 5.2}, {"fasting_glucose": 5.2}])
def test_after_one_test_the_second_that_would_settle_it_is_named(
    client: TestClient[Any], values: dict[str, object]
) -> None:
    [refusal] = answer(client, **values)["not_assessed"]

    assert "settles it" in refusal["next_step"]


def test_known_prediabetes_is_never_sent_to_find_out_its_glucose_status(
    client: TestClient[Any],
) -> None:
    told = answer(client, fasting_glucose=5.9, hba1c=6.2)
    step = told["conclusion"]["next_step"]

    assert told["conclusion"]["status"]["code"] == "prediabetes"
    assert "prediabetes_care" in step["code"]
    assert [a["advice"] for a in told["assessments"]] == [step]
    assert reasons(told) == {NOW: "answered_by_test"}


def test_a_diagnostic_value_beside_a_normal_test_is_repeated(
    client: TestClient[Any],
) -> None:
    told = answer(client, fasting_glucose=7.2, hba1c=5.4)
    conclusion = told["conclusion"]

    assert conclusion["status"]["code"] == "discordant"
    assert conclusion["next_step"]["code"] == "repeat_abnormal_test"
    assert conclusion["next_step"]["within_days"] <= 14
    assert conclusion["risk"] is None
    assert set(reasons(told).values()) == {"diagnostic_value"}
    for refusal in told["not_assessed"]:
        assert refusal["next_step"] == conclusion["next_step"]["text"]


def test_a_woman_who_had_gestational_diabetes_is_told_what_the_figure_leaves_out(
    client: TestClient[Any],
) -> None:
    history = {"age": 30, "gestational_diabetes": True}
    told = answer(client, **history)
    tested = answer(client, **history, fasting_glucose=5.0, hba1c=5.2)

    assert "several times higher" in notices(told)["not_counted", LATER]
    assert told["conclusion"]["next_step"]["code"] == "measure_glucose"
    assert told["conclusion"]["next_step"]["within_days"] <= 30
    assert tested["conclusion"]["next_step"]["code"] == "rescreen_yearly"


def test_who_has_no_test_is_to_be_tested(client: TestClient[Any]) -> None:
    conclusion = concluded(client)

    assert conclusion["status"]["code"] == "not_known"
    assert conclusion["status"]["tests"] == []
    assert conclusion["next_step"]["code"] == "measure_glucose"
    assert conclusion["risk"]["bundle"] == NOW
    assert conclusion["risk"]["horizon_years"] == 0


def test_a_random_glucose_is_a_hint_only(client: TestClient[Any]) -> None:
    conclusion = concluded(client, random_glucose=9.0)

    assert conclusion["status"]["code"] == "not_known"
    assert conclusion["next_step"]["within_days"] == 30


def test_the_very_old_are_told_that_other_deaths_are_not_counted(
    client: TestClient[Any],
) -> None:
    told = answer(client, age=82)

    assert "die of another cause" in notices(told)["competing_death", LATER]
    assert ("competing_death", NOW) not in notices(told)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"known_diabetes": True}, "known_diabetes"),
        ({"pregnant": True}, "not_known"),
        ({"age": 12}, "not_known"),
        ({"age": 12, "hba1c": 5.0}, "normal"),
        ({"hba1c": 7.0}, "diabetes_range"),
        ({"hba1c": 7.0, "fasting_glucose": 8.0}, "diabetes_range"),
    ],
)
def test_who_is_not_scored_gets_a_conclusion_that_says_what_the_reason_says(
    client: TestClient[Any], values: dict[str, object], status: str
) -> None:
    told = answer(client, **values)
    conclusion = told["conclusion"]

    assert told["assessments"] == []
    assert conclusion["status"]["code"] == status
    assert conclusion["risk"] is None
    assert {one["next_step"] for one in told["not_assessed"]} == {
        conclusion["next_step"]["text"]
    }


VARIETY: list[dict[str, object]] = [
    {},
    {"bmi": None, "height": None},
    {"hba1c": 5.2},
    {"hba1c": 5.2, "fasting_glucose": 5.9},
    {"age": 70, "weight": 95, "hba1c": 5.3},
    {"ogtt_2h": 9.9},
    {"random_glucose": 8},
]


@pytest.mark.parametrize("values", VARIETY)
def test_no_advice_contradicts_the_conclusion(
    client: TestClient[Any], values: dict[str, object]
) -> None:
    told = answer(client, **values)

    assert told["assessments"]
    for assessment in told["assessments"]:
        assert assessment["advice"] == told["conclusion"]["next_step"]


@pytest.mark.parametrize("values", VARIETY)
def test_its_risk_is_that_of_the_assessment_it_names(
    client: TestClient[Any], values: dict[str, object]
) -> None:
    told = answer(client, **values)
    risk = told["conclusion"]["risk"]
    [own] = [a for a in told["assessments"] if a["bundle"]["name"] == risk["bundle"]]

    deciding = {one["horizon_years"]: one["probability"] for one in own["risks"]}
    assert risk["probability"] == deciding[own["band"]["horizon_years"]]
    assert risk["band"] == own["band"]["code"]
    assert own["narrative"].startswith(risk["text"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_in_the_readers_language(client: TestClient[Any], language: str) -> None:
    told = answer(client, language, hba1c=6.4)["conclusion"]
    words = {"en": ("Prediabetes", "metformin"), "vi": ("Tiền đái tháo đường", "tháng")}

    head, step = words[language]
    assert told["status"]["label"].startswith(head)
    assert step in told["next_step"]["text"]
    assert "5481/QĐ-BYT" in told["status"]["guideline"]


def test_values_are_compared_in_the_unit_that_was_sent(
    client: TestClient[Any],
) -> None:
    glucose = {"value": 100, "unit": "mg/dL"}

    [test] = concluded(client, fasting_glucose=glucose)["status"]["tests"]

    assert (test["value"], test["unit"], test["threshold"]) == (100, "mg/dL", 100)
    assert test["code"] == "prediabetes"


def test_every_line_of_a_batch_has_its_own(client: TestClient[Any]) -> None:
    rows = [WOMAN | {"hba1c": 6.2}, WOMAN, {"age": 540, "sex": "male"}]
    body = "\n".join(map(json.dumps, rows))
    headers = {"content-type": "application/x-ndjson"}

    response = client.post("/v1/risk/batch?language=en", content=body, headers=headers)
    lines = [json.loads(line) for line in response.text.splitlines()]

    codes = [line["conclusion"]["status"]["code"] for line in lines[:2]]
    assert codes == ["prediabetes", "not_known"]
    assert "conclusion" not in lines[2]
    assert lines[0]["conclusion"] == answer(client, hba1c=6.2)["conclusion"]


def test_a_change_is_concluded_before_and_after(client: TestClient[Any]) -> None:
    body = {"patient": WOMAN | {"hba1c": 5.8}, "changes": {"hba1c": 5.5}}

    told = client.post("/v1/risk/what-if", json=body).json()

    codes = [told[side]["conclusion"]["status"]["code"] for side in ("before", "after")]
    assert codes == ["prediabetes", "normal"]
