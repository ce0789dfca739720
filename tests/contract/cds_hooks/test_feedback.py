"""What became of cards: counted, kept as events, and never with a free text."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from litestar.testing import TestClient
from structlog.testing import capture_logs

from service.observability.metrics import Metrics
from tests.contract.cds_hooks.hooks import SERVICE

PATH = f"{SERVICE}/feedback"
CARD = "4e0a3a1e-3283-4575-ab82-028d55fe2719"
SUGGESTION = "e56e1945-20b3-4393-8503-a1a20fd73152"
OURS = "urn:diabetes-risk:override-reason"
ACCEPTED = {
    "card": CARD,
    "outcome": "accepted",
    "acceptedSuggestions": [{"id": SUGGESTION}],
    "outcomeTimestamp": "2026-11-22T02:15:00Z",
}
OVERRIDDEN = {
    "card": CARD,
    "outcome": "overridden",
    "outcomeTimestamp": "2026-11-22T09:15:00+07:00",
}


def counted(metrics: Metrics, outcome: str, reason: str) -> float | None:
    return metrics.registry.get_sample_value(
        "diabetes_risk_cds_feedback_total", {"outcome": outcome, "reason": reason}
    )


def give(client: TestClient[Any], *feedback: object) -> list[dict[str, Any]]:
    """The events kept of this feedback."""
    with capture_logs() as lines:
        response = client.post(PATH, json={"feedback": list(feedback)})
    assert (response.status_code, response.content) == (200, b"")
    return [dict(line) for line in lines if line["event"] == "cds_feedback"]


def test_feedback_for_some_thousand_cards_at_once_is_refused(
    client: TestClient[Any],
) -> None:
    """A line of the log is written for each, while others wait."""
    assert client.post(PATH, json={"feedback": [ACCEPTED] * 10_000}).status_code == 413
    assert len(give(client, *[OVERRIDDEN] * 1000)) == 1000


def test_an_accepted_suggestion_is_counted_and_kept(
    client: TestClient[Any], metrics: Metrics
) -> None:
    [event] = give(client, ACCEPTED)

    event.pop("request_id")
    assert event == {
        "event": "cds_feedback",
        "log_level": "info",
        "service": "diabetes-risk",
        "card": CARD,
        "outcome": "accepted",
        "reason": "none",
        "suggestions": (SUGGESTION,),
        "at": "2026-11-22T02:15:00+00:00",
        "has_comment": False,
    }
    assert counted(metrics, "accepted", "none") == 1


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        pytest.param({"system": OURS, "code": "patient-declines"}, "patient-declines"),
        pytest.param({"system": OURS, "code": "invented"}, "other"),
        pytest.param({"system": "urn:ehr", "code": "patient-declines"}, "other"),
        pytest.param(None, "none", id="a comment alone"),
    ],
)
def test_a_reason_is_kept_if_it_is_one_of_ours(
    client: TestClient[Any],
    metrics: Metrics,
    reason: dict[str, str] | None,
    kept: str,
) -> None:
    override = {"reason": reason, "userComment": "seen last week"}

    [event] = give(client, OVERRIDDEN | {"overrideReason": override})

    assert event["reason"] == kept
    assert counted(metrics, "overridden", kept) == 1


def test_a_comment_is_never_kept_only_that_there_was_one(
    client: TestClient[Any],
) -> None:
    override = {"userComment": "her brother phoned, 0912 345 678"}

    [event] = give(client, OVERRIDDEN | {"overrideReason": override})

    assert event["has_comment"] is True
    assert "0912" not in str(event)


def test_a_card_or_suggestion_that_is_no_uuid_is_not_kept(
    client: TestClient[Any],
) -> None:
    strange = {"card": "a name", "acceptedSuggestions": [{"id": "a name"}]}

    [event] = give(client, ACCEPTED | strange)

    assert (event["card"], event["suggestions"]) == (None, ())
    assert "a name" not in str(event)


def test_a_card_may_be_reported_many_times_and_with_others(
    client: TestClient[Any], metrics: Metrics
) -> None:
    events = give(client, ACCEPTED, OVERRIDDEN, OVERRIDDEN | {"card": str(uuid4())})

    assert len(events) == 3
    assert counted(metrics, "overridden", "none") == 2
    assert {event["at"] for event in events} == {"2026-11-22T02:15:00+00:00"}


def test_the_reasons_offered_by_a_card_come_back_as_ours(
    client: TestClient[Any], cards: list[dict[str, Any]]
) -> None:
    for reason in cards[0]["overrideReasons"]:
        [event] = give(client, OVERRIDDEN | {"overrideReason": {"reason": reason}})

        assert event["reason"] == reason["code"]


def refused(client: TestClient[Any], body: object) -> list[tuple[str, str]]:
    """Every problem of a body as its pointer and code."""
    response = client.post(PATH, json=body)
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return [(e["pointer"], e["code"]) for e in response.json()["errors"]]


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in ACCEPTED.items() if key != name}


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        pytest.param([], [("", "wrong_type")], id="no object"),
        pytest.param({}, [("/feedback", "required")], id="no feedback"),
        pytest.param({"feedback": []}, [("/feedback", "wrong_type")], id="empty"),
        pytest.param(
            {"feedback": [ACCEPTED, 7]}, [("/feedback/1", "wrong_type")], id="a number"
        ),
        pytest.param(
            {"feedback": [{"outcome": "ignored", "outcomeTimestamp": "today"}]},
            [
                ("/feedback/0/card", "required"),
                ("/feedback/0/outcome", "unknown_choice"),
                ("/feedback/0/outcomeTimestamp", "malformed"),
            ],
            id="everything wrong is told",
        ),
        pytest.param(
            {"feedback": [without("acceptedSuggestions")]},
            [("/feedback/0/acceptedSuggestions", "required")],
            id="accepted, but what",
        ),
        pytest.param(
            {"feedback": [ACCEPTED | {"acceptedSuggestions": [{}]}]},
            [("/feedback/0/acceptedSuggestions/0/id", "required")],
            id="a suggestion without id",
        ),
        pytest.param(
            {"feedback": [OVERRIDDEN | {"outcomeTimestamp": "2026-11-22T02:15:00"}]},
            [("/feedback/0/outcomeTimestamp", "malformed")],
            id="a time of nowhere",
        ),
        pytest.param(
            {"feedback": [OVERRIDDEN | {"outcomeTimestamp": "0001-01-01T00:00+07:00"}]},
            [("/feedback/0/outcomeTimestamp", "malformed")],
            id="before all time",
        ),
        pytest.param(
            {"feedback": [OVERRIDDEN | {"overrideReason": {"reason": {}}}]},
            [
                ("/feedback/0/overrideReason/reason/code", "required"),
                ("/feedback/0/overrideReason/reason/system", "required"),
            ],
            id="a reason without a code",
        ),
        pytest.param(
            {"feedback": [OVERRIDDEN | {"overrideReason": {"userComment": 7}}]},
            [("/feedback/0/overrideReason/userComment", "wrong_type")],
            id="a comment of numbers",
        ),
    ],
)
def test_feedback_that_is_not_the_specifications_is_refused_with_every_reason(
    client: TestClient[Any], body: object, problems: list[tuple[str, str]]
) -> None:
    assert refused(client, body) == problems


def test_nothing_is_kept_of_feedback_that_is_partly_wrong(
    client: TestClient[Any], metrics: Metrics
) -> None:
    refused(client, {"feedback": [ACCEPTED, without("card")]})

    assert counted(metrics, "accepted", "none") == 0


def test_feedback_of_now_is_in_utc(client: TestClient[Any]) -> None:
    now = datetime.now(UTC).replace(microsecond=0)

    [event] = give(client, OVERRIDDEN | {"outcomeTimestamp": now.isoformat()})

    assert datetime.fromisoformat(event["at"]) == now


def test_feedback_for_a_service_that_is_not_there_is_not_found(
    client: TestClient[Any],
) -> None:
    response = client.post(
        "/cds-services/another/feedback", json={"feedback": [ACCEPTED]}
    )

    assert response.status_code == 404
