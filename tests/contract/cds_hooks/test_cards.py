"""What a clinician gets to see, and when: at most one card, and none without a cause."""

from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from litestar.testing import TestClient

from service.observability.metrics import Metrics
from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.ehr import Resource
from tests.contract.cds_hooks.hooks import (
    BODY,
    ICD_10,
    MEASURED,
    NOTHING_TO_SAY,
    RECORDS,
    condition,
    measured,
    observation,
    patient,
)

FIGURES = "urn:diabetes-risk:assessment"


def card(ehr: Ehr, record: list[Resource], language: str = "en") -> dict[str, Any]:
    """The only card about a patient."""
    [found] = ehr.ask(record, language).raise_for_status().json()["cards"]
    shown: dict[str, Any] = found
    return shown


def shown(metrics: Metrics, indicator: str) -> float | None:
    """How many answers had this indicator."""
    return metrics.registry.get_sample_value(
        "diabetes_risk_cds_cards_total", {"indicator": indicator}
    )


@pytest.mark.parametrize("name", NOTHING_TO_SAY)
def test_there_is_no_card_about_whom_no_score_is_for(
    ehr: Ehr, metrics: Metrics, name: str
) -> None:
    answer = ehr.ask(NOTHING_TO_SAY[name])

    assert (answer.status_code, answer.json()) == (200, {"cards": []})
    assert shown(metrics, "none") == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"gender": None}, id="no sex"),
        pytest.param({"gender": "other"}, id="a gender no model knows"),
        pytest.param({"deceasedBoolean": True}, id="deceased"),
    ],
)
def test_there_is_no_card_where_no_risk_can_be_given(
    ehr: Ehr, changes: dict[str, Any]
) -> None:
    answer = ehr.ask([patient(**changes), *measured(**BODY)])

    assert (answer.status_code, answer.json()) == (200, {"cards": []})


@pytest.mark.parametrize("name", ["young and slim", "healthy with a normal test"])
def test_there_is_no_card_where_there_is_nothing_to_do(ehr: Ehr, name: str) -> None:
    assert ehr.ask(RECORDS[name]).json() == {"cards": []}


def test_a_moderate_risk_is_quiet_for_a_year_after_a_normal_test(ehr: Ehr) -> None:
    def with_test(days_ago: int) -> list[Resource]:
        test = observation("fasting_glucose", 88, days_ago=days_ago)
        return [patient(age=60), *measured(**BODY), test]

    assert ehr.ask(with_test(300)).json() == {"cards": []}
    due = card(ehr, with_test(400))
    assert due["summary"].startswith("Glucose status not known: measure it.")
    assert len(due["suggestions"]) == 2


def test_a_value_in_the_range_of_diabetes_warns_and_asks_for_another_test(
    ehr: Ehr, metrics: Metrics
) -> None:
    found = card(ehr, RECORDS["diagnostic value"])

    assert found["summary"] == (
        "Fasting glucose 151 mg/dL reaches a diagnostic criterion; the record has no"
        " diagnosis of diabetes."
    )
    assert found["indicator"] == "warning"
    assert "second abnormal result" in found["detail"]
    assert found["source"]["label"] == "Ministry of Health, 5481/QĐ-BYT (2020)"
    assert [s["label"] for s in found["suggestions"]] == ["Order HbA1c"]
    assert shown(metrics, "warning") == 1


def test_two_values_in_the_range_of_diabetes_need_no_third_test(ehr: Ehr) -> None:
    record = [patient(), *measured(fasting_glucose=151, hba1c=7.4)]

    found = card(ehr, record, "vi")

    assert found["summary"] == (
        "2 chỉ số đạt tiêu chuẩn chẩn đoán đái tháo đường (đường huyết lúc đói, HbA1c);"
        " hồ sơ chưa ghi chẩn đoán."
    )
    assert "suggestions" not in found


@pytest.mark.parametrize("name", ["pregnant", "a child"])
def test_a_diagnostic_value_outside_the_models_is_told_without_an_order(
    ehr: Ehr, name: str
) -> None:
    record = [*NOTHING_TO_SAY[name], observation("fasting_glucose", 151)]

    found = card(ehr, record)

    assert "the same day" in found["detail"]
    assert "suggestions" not in found


def test_without_a_test_the_chance_of_having_it_now_comes_first(ehr: Ehr) -> None:
    found = card(ehr, RECORDS["no glucose known"])

    assert found["summary"].startswith("Glucose status not known: measure it.")
    assert "Diabetes now, undiagnosed: about " in found["summary"]
    assert "New type 2 diabetes: " in found["detail"]
    assert "undiagnosed-diabetes" in found["source"]["label"]


def test_a_known_test_settles_what_is_there_now_and_leaves_the_future(ehr: Ehr) -> None:
    found = card(ehr, RECORDS["prediabetes"])

    assert found["summary"].startswith("Prediabetes: ")
    assert "Diabetes within 5 years: about " in found["summary"]
    assert "Prediabetes by fasting glucose, HbA1c" in found["detail"]
    assert "incident-diabetes" in found["source"]["label"]


def test_of_tests_that_disagree_the_abnormal_one_is_to_be_repeated(ehr: Ehr) -> None:
    found = card(ehr, RECORDS["tests that disagree"])

    assert found["summary"] == (
        "Fasting glucose 131 mg/dL reaches a diagnostic criterion, HbA1c not: repeat"
        " the abnormal test."
    )
    assert found["indicator"] == "warning"
    assert "HbA1c misleads with haemoglobin E" in found["detail"]


def test_the_very_old_are_told_that_other_deaths_are_not_counted(ehr: Ehr) -> None:
    assert "die of another cause" in card(ehr, RECORDS["very old"])["detail"]


def test_a_history_of_gestational_diabetes_is_told_with_what_the_figure_leaves_out(
    ehr: Ehr,
) -> None:
    history = condition(ICD_10, "Z86.32")

    found = card(ehr, [patient(age=30), *measured(**BODY), history])

    assert "Gestational diabetes is not counted" in found["detail"]


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_headline_order_and_detail_follow_the_conclusion_of_the_rest_api(
    client: TestClient[Any], ehr: Ehr, name: str, language: Literal["en", "vi"]
) -> None:
    read = client.post("/page/record", json=collected(RECORDS[name])).json()
    body = {"patient": read["patient"], "language": language}
    rest = client.post("/v1/risk", json=body).json()["conclusion"]

    for found in ehr.ask(RECORDS[name], language).json()["cards"]:
        told = found["extension"][FIGURES]["conclusion"]
        assert told["status"] == rest["status"]["code"]
        assert told["next_step"] == rest["next_step"]["code"]
        assert told["within_days"] == rest["next_step"]["within_days"]
        assert rest["next_step"]["text"].split(":")[0] in found["detail"]


def collected(record: list[Resource]) -> Resource:
    """A record as one Bundle."""
    entries = [{"resource": resource} for resource in record]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


@pytest.mark.parametrize("name", RECORDS)
def test_the_indicator_follows_the_band(ehr: Ehr, name: str) -> None:
    for found in ehr.ask(RECORDS[name]).json()["cards"]:
        figures = found["extension"][FIGURES]
        leading = figures["conclusion"].get("bundle")
        told = next(
            (
                a["band"]
                for a in figures.get("assessments", [])
                if a["bundle"]["name"] == leading
            ),
            "diagnostic",
        )
        assert leading is None or leading in found["source"]["label"]
        calm = told in {"low", "moderate"}
        assert found["indicator"] == ("info" if calm else "warning")


def test_what_is_used_and_what_is_not_is_counted(ehr: Ehr, metrics: Metrics) -> None:
    withdrawn = observation("hba1c", 5.2, status="entered-in-error")

    ehr.ask([*RECORDS["no glucose known"], withdrawn])

    def counted(outcome: str) -> float | None:
        return metrics.registry.get_sample_value(
            "diabetes_risk_record_values_total", {"outcome": outcome}
        )

    assert (counted("used"), counted("entered_in_error")) == (6, 1)


def test_the_reader_chooses_the_language(ehr: Ehr) -> None:
    answer = ehr.ask(RECORDS["no glucose known"], "vi")

    [found] = answer.json()["cards"]
    assert answer.headers["content-language"] == "vi"
    assert answer.headers["vary"] == "accept-language"
    assert "cần xét nghiệm" in found["summary"]
    assert "Bệnh nhân từ chối" in [r["display"] for r in found["overrideReasons"]]


NUMBERS = st.fixed_dictionaries(
    {"height": st.integers(140, 190), "weight": st.integers(40, 130)},
    optional={
        "waist": st.integers(60, 130),
        "systolic_bp": st.integers(95, 200),
        "fasting_glucose": st.integers(60, 125),
        "triglycerides": st.integers(40, 600),
    },
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(age=st.integers(20, 90), sex=st.sampled_from(["female", "male"]), values=NUMBERS)
def test_a_card_has_the_very_digits_of_the_rest_api(
    client: TestClient[Any], ehr: Ehr, age: int, sex: str, values: dict[str, int]
) -> None:
    sent: dict[str, object] = {
        name: {"value": value, "unit": MEASURED[name][1]}
        for name, value in values.items()
    }
    rest = client.post("/v1/risk", json={"patient": {"age": age, "sex": sex, **sent}})
    answer = ehr.ask([patient(age=age, sex=sex), *measured(**values)]).json()

    by_rest = {a["bundle"]["name"]: a["risks"] for a in rest.json()["assessments"]}
    for found in answer["cards"]:
        told = found["extension"][FIGURES]["assessments"]
        assert {a["bundle"]["name"]: a["risks"] for a in told} == by_rest


def test_a_value_once_in_the_range_of_diabetes_is_told_though_the_newest_is_not(
    ehr: Ehr,
) -> None:
    healthy = RECORDS["healthy with a normal test"]

    found = card(ehr, [*healthy, observation("hba1c", 7.1, days_ago=200)])

    assert found["summary"].startswith("A result in the record should be checked.")
    assert found["indicator"] == "info"
    assert "HbA1c was 7.1 %" in found["detail"]


def test_a_latest_result_that_cannot_be_read_is_told_though_an_older_one_is_calm(
    ehr: Ehr,
) -> None:
    healthy = RECORDS["healthy with a normal test"]
    unread = observation("hba1c", 55, days_ago=1)

    found = card(ehr, [*healthy, unread])

    assert found["summary"].startswith("A result in the record should be checked.")
    assert "could not be read, so an older one was used" in found["detail"]
