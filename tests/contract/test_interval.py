"""How certain a risk is: given unless switched off, and it says what it means."""

from typing import Any

import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness

PATIENT = {"age": 54, "sex": "female", "bmi": 25.8, "fasting_glucose": 5.6}
COMPLETE = PATIENT | {
    "systolic_bp": 138,
    "family_history_diabetes": "first_degree",
    "hba1c": 5.4,
    "triglycerides": 1.6,
    "alt": 24,
}


def assess(client: TestClient[Any], patient: object, **rest: object) -> dict[str, Any]:
    body = {"patient": patient, "bundles": ["incident-diabetes"], "language": "en"}
    response = client.post("/v1/risk", json=body | rest)
    assert response.status_code == 200, response.text
    (assessment,) = response.json()["assessments"]
    found: dict[str, Any] = assessment
    return found


def test_every_risk_has_its_interval_and_what_it_means(
    client: TestClient[Any],
) -> None:
    assessment = assess(client, PATIENT)

    interval = assessment["interval"]
    assert interval["level"] == 0.9
    assert "90 of 100 places" in interval["meaning"]
    for risk, ends in zip(assessment["risks"], interval["risks"], strict=True):
        assert ends["horizon_years"] == risk["horizon_years"]
        assert 0 < ends["low"] < risk["probability"] < ends["high"] < 1


def test_what_is_missing_gives_a_range_and_a_complete_record_none(
    client: TestClient[Any],
) -> None:
    if_known = assess(client, PATIENT)["if_known"]

    assert if_known["level"] == 0.8
    assert [ends["horizon_years"] for ends in if_known["risks"]] == [3, 5]
    assert all(0 < e["low"] <= e["high"] < 1 for e in if_known["risks"])
    assert assess(client, COMPLETE)["if_known"] is None


def test_ranges_can_be_switched_off_and_nothing_else_changes(
    client: TestClient[Any],
) -> None:
    with_ranges = assess(client, PATIENT)
    without = assess(client, PATIENT, interval=False)

    assert without["interval"] is None
    assert without["if_known"] is None
    changed = {"interval", "if_known", "narrative"}
    for field in with_ranges.keys() - changed:
        assert with_ranges[field] == without[field], field


@pytest.mark.parametrize(
    ("asked", "given"), [(None, False), (True, True), (False, False)]
)
def test_the_setting_decides_where_the_request_does_not(
    engine: RiskEngine, metrics: Metrics, asked: object, *, given: bool
) -> None:
    settings = Settings(interval=False)
    app = create_app(settings, engine, metrics, Readiness())
    with TestClient(app) as client:
        found = assess(client, PATIENT, interval=asked)["interval"]
        rows = client.post("/v1/risk/batch", json=[PATIENT]).json()

    assert (found is not None) == given
    assert rows["assessments"][0]["interval"] is None


def test_what_if_gives_the_ranges_before_and_after(client: TestClient[Any]) -> None:
    body = {"patient": PATIENT, "changes": {"fasting_glucose": 5.2}, "interval": True}

    answer = client.post("/v1/risk/what-if", json=body).json()

    for side in ("before", "after"):
        for assessment in answer[side]["assessments"]:
            assert assessment["interval"]["risks"]
    off = client.post("/v1/risk/what-if", json=body | {"interval": False}).json()
    assert off["after"]["assessments"][0]["interval"] is None


def test_whoever_is_unlike_the_training_people_is_told_so(
    client: TestClient[Any],
) -> None:
    assert assess(client, COMPLETE)["unfamiliar"] == []

    assessment = assess(client, COMPLETE | {"triglycerides": 19.5})

    way = assessment["unfamiliar"][0]
    assert (way["code"], way["variables"]) == ("value_outside", ["triglycerides"])
    assert "at most 1 in 1,000" in way["text"]
    assert "is unlike the people the model learned from" in assessment["narrative"]
