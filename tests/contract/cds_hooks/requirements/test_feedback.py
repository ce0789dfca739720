"""CDS Hooks: what clinicians made of the cards."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from service.observability.metrics import Metrics
from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.hooks import RECORDS, SERVICE

FEEDBACK = f"{SERVICE}/feedback"
AT = "2026-11-22T03:04:05Z"


def counted(metrics: Metrics) -> Iterator[tuple[str, str, float]]:
    for family in metrics.registry.collect():
        for sample in family.samples:
            if sample.name == "diabetes_risk_cds_feedback_total" and sample.value:
                yield sample.labels["outcome"], sample.labels["reason"], sample.value


def test_082_148_a_clinician_who_accepts_is_counted_and_logged_by_the_cards_uuid(
    ehr: Ehr, metrics: Metrics
) -> None:
    [card] = ehr.ask(RECORDS["no glucose known"]).json()["cards"]
    accepted = {
        "card": card["uuid"],
        "outcome": "accepted",
        "acceptedSuggestions": [{"id": card["suggestions"][0]["uuid"]}],
        "outcomeTimestamp": AT,
    }
    with capture_logs() as logs:
        answer = ehr.http.post(FEEDBACK, json={"feedback": [accepted]})

    assert answer.status_code == 200
    assert list(counted(metrics)) == [("accepted", "none", 1.0)]
    assert card["uuid"] in str(logs)
    assert card["suggestions"][0]["uuid"] in str(logs)


def test_148_an_override_is_counted_by_the_reason_that_the_card_offered(
    ehr: Ehr, metrics: Metrics
) -> None:
    [card] = ehr.ask(RECORDS["no glucose known"]).json()["cards"]
    reason = card["overrideReasons"][0]
    overridden = {
        "card": card["uuid"],
        "outcome": "overridden",
        "overrideReason": {"reason": reason, "userComment": "a secret of hers"},
        "outcomeTimestamp": AT,
    }
    with capture_logs() as logs:
        answer = ehr.http.post(FEEDBACK, json={"feedback": [overridden]})

    assert answer.status_code == 200
    assert list(counted(metrics)) == [("overridden", reason["code"], 1.0)]
    assert "secret" not in str(logs)


def test_148_the_same_feedback_may_come_again_and_for_many_cards(ehr: Ehr) -> None:
    one = {"card": str(uuid4()), "outcome": "overridden", "outcomeTimestamp": AT}
    other = one | {"card": str(uuid4())}

    for _ in range(2):
        answer = ehr.http.post(FEEDBACK, json={"feedback": [one, other]})
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"card": None}, "/feedback/0/card"),
        ({"outcome": "ignored"}, "/feedback/0/outcome"),
        ({"outcome": "accepted"}, "/feedback/0/acceptedSuggestions"),
        ({"outcomeTimestamp": None}, "/feedback/0/outcomeTimestamp"),
        ({"outcomeTimestamp": "yesterday"}, "/feedback/0/outcomeTimestamp"),
    ],
)
def test_148_feedback_that_is_wrong_is_refused_with_the_place(
    ehr: Ehr, changes: dict[str, Any], pointer: str
) -> None:
    sent = {"card": str(uuid4()), "outcome": "overridden", "outcomeTimestamp": AT}
    sent = {name: v for name, v in (sent | changes).items() if v is not None}
    answer = ehr.http.post(FEEDBACK, json={"feedback": [sent]})

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


def test_148_feedback_on_an_unknown_service_is_not_found(ehr: Ehr) -> None:
    answer = ehr.http.post("/cds-services/another/feedback", json={"feedback": []})

    assert answer.status_code == 404
