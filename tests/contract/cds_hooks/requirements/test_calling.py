"""CDS Hooks: calls of the service, and the frame of its answers."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.hooks import NOTHING_TO_SAY, RECORDS, SERVICE, hook

Client = TestClient[Any]
Answers = Mapping[tuple[str, str], dict[str, Any]]


def test_001_what_is_sent_is_json(ehr: Ehr) -> None:
    discovery = ehr.http.get("/cds-services")
    answer = ehr.ask(RECORDS["much raised"])

    for sent in (discovery, answer):
        assert sent.headers["content-type"].partition(";")[0] == "application/json"
        json.loads(sent.content)


@pytest.mark.parametrize("body", [b"<hook/>", b"hook=patient-view", b"\xff\xfe", b""])
def test_001_what_is_no_json_is_refused(client: Client, body: bytes) -> None:
    answer = client.post(SERVICE, content=body)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def without_content(value: object, path: str = "") -> list[str]:
    """Where an answer has a null or an empty element."""
    if value is None or value in ("", [], {}):
        return [path]
    match value:
        case dict():
            parts = [without_content(v, f"{path}/{k}") for k, v in value.items()]
        case list():
            parts = [without_content(v, f"{path}/{i}") for i, v in enumerate(value)]
        case _:
            parts = []
    return [found for part in parts for found in part]


def test_003_nothing_in_a_card_is_null_or_empty(cards: list[dict[str, Any]]) -> None:
    assert [without_content(card) for card in cards] == [[]] * len(cards)


def test_003_nothing_in_the_discovery_is_null_or_empty(client: Client) -> None:
    assert without_content(client.get("/cds-services").json()) == []


def test_074_a_success_is_200_and_a_list_of_cards(answers: Answers) -> None:
    assert {type(answer["cards"]) for answer in answers.values()} == {list}


def test_074_one_card_at_most_is_returned(answers: Answers) -> None:
    assert {len(answer["cards"]) for answer in answers.values()} == {0, 1}


def test_075_nothing_is_changed_without_the_clinician(answers: Answers) -> None:
    assert {tuple(answer) for answer in answers.values()} == {("cards",)}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"hook": "order-sign"}, "/hook"),
        ({"hook": None}, "/hook"),
        ({"hookInstance": "1"}, "/hookInstance"),
        ({"hookInstance": None}, "/hookInstance"),
        ({"context": None}, "/context"),
        ({"context": {"userId": "Practitioner/d-1"}}, "/context/patientId"),
        ({"context": {"patientId": "p-1"}}, "/context/userId"),
        (
            {"context": {"userId": "Practitioner/d-1", "patientId": "../p-2"}},
            "/context/patientId",
        ),
        ({"prefetch": []}, "/prefetch"),
        ({"fhirAuthorization": {"access_token": "a"}}, "/fhirServer"),
    ],
)
def test_076_a_call_that_is_wrong_is_refused_with_the_place(
    ehr: Ehr, changes: dict[str, Any], pointer: str
) -> None:
    answer = ehr.ask(**changes)

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("name", NOTHING_TO_SAY)
def test_077_with_nothing_to_say_the_list_of_cards_is_empty(
    ehr: Ehr, name: str
) -> None:
    answer = ehr.ask(NOTHING_TO_SAY[name])

    assert answer.status_code == 200
    assert answer.json() == {"cards": []}


def test_077_with_nothing_to_do_the_list_of_cards_is_empty(answers: Answers) -> None:
    assert answers["healthy with a normal test", "en"] == {"cards": []}


def test_016_the_service_has_one_address_and_no_other_below_it(ehr: Ehr) -> None:
    call = hook(templates=ehr.templates)

    assert ehr.http.post(SERVICE, json=call).status_code == 200
    assert ehr.http.post(f"{SERVICE}/more", json=call).status_code == 404
