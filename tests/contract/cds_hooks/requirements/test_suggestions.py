"""CDS Hooks: orders that a card offers, checked as FHIR resources."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from fhir.resources.R4B.servicerequest import ServiceRequest

from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.ehr import FhirRecord, searchset
from tests.contract.cds_hooks.hooks import (
    BODY,
    LOINC,
    RECORDS,
    concept,
    measured,
    observation,
    order,
    patient,
    prefetch,
)

Cards = list[dict[str, Any]]


@pytest.fixture(scope="session")
def suggestions(cards: Cards) -> list[dict[str, Any]]:
    """Every suggestion of every card."""
    found = [s for card in cards for s in card.get("suggestions", ())]
    assert len(found) >= 4
    return found


@pytest.fixture(scope="session")
def actions(suggestions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every action of every suggestion."""
    return [action for s in suggestions for action in s["actions"]]


def test_117_a_suggestion_has_a_label(suggestions: list[dict[str, Any]]) -> None:
    assert {type(s["label"]) for s in suggestions} == {str}
    assert [s for s in suggestions if not 5 < len(s["label"]) < 80] == []


def test_118_119_a_suggestion_has_a_uuid_of_its_own(
    suggestions: list[dict[str, Any]],
) -> None:
    uuids = [s["uuid"] for s in suggestions]

    assert [str(UUID(uuid)) for uuid in uuids] == uuids
    assert len(set(uuids)) == len(uuids)


def test_120_121_whether_it_is_recommended_is_a_boolean(
    suggestions: list[dict[str, Any]],
) -> None:
    assert {s["isRecommended"] for s in suggestions} == {True, False}


def test_122_one_suggestion_at_most_is_recommended_as_one_may_be_chosen(
    cards: Cards,
) -> None:
    with_some = [card["suggestions"] for card in cards if "suggestions" in card]

    assert {sum(s["isRecommended"] for s in found) for found in with_some} == {1}


def test_123_124_125_each_suggestion_is_one_action(
    suggestions: list[dict[str, Any]],
) -> None:
    """So that to choose it is to choose all of it; two tests are two suggestions."""
    assert {type(s["actions"]) for s in suggestions} == {list}
    assert {len(s["actions"]) for s in suggestions} == {1}


def test_127_every_action_creates(actions: list[dict[str, Any]]) -> None:
    assert {action["type"] for action in actions} == {"create"}


def test_128_an_action_has_a_description(actions: list[dict[str, Any]]) -> None:
    assert {type(action["description"]) for action in actions} == {str}
    assert [a for a in actions if len(a["description"]) < 10] == []


def test_130_the_resource_is_a_valid_service_request_of_fhir(
    actions: list[dict[str, Any]],
) -> None:
    for action in actions:
        assert action["resource"]["resourceType"] == "ServiceRequest"
        request = ServiceRequest.model_validate(action["resource"])
        assert request.subject.reference == "Patient/p-1"
        assert request.status == "draft"


def test_131_what_is_created_is_new(actions: list[dict[str, Any]]) -> None:
    assert [a for a in actions if {"id", "meta"} & set(a["resource"])] == []


def test_132_133_134_135_nothing_is_updated_or_deleted(
    actions: list[dict[str, Any]],
) -> None:
    assert {tuple(sorted(action)) for action in actions} == {
        ("description", "resource", "type")
    }


def offered(answer: Any) -> Iterator[str]:
    """Codes of the tests that a card offers to order."""
    for card in answer.json()["cards"]:
        for suggestion in card.get("suggestions", ()):
            [action] = suggestion["actions"]
            yield action["resource"]["code"]["coding"][0]["code"]


def test_092_a_due_test_is_offered_by_its_loinc_code(ehr: Ehr) -> None:
    answer = ehr.ask(RECORDS["no glucose known"])

    assert list(offered(answer)) == ["14771-0", "4548-4"]


@pytest.mark.parametrize("status", ["draft", "active", "on-hold"])
@pytest.mark.parametrize("code", ["1558-6", "14771-0", "4548-4", "1518-0"])
def test_094_a_test_that_is_ordered_is_not_offered_again(
    ehr: Ehr, status: str, code: str
) -> None:
    record = [patient(), *measured(**BODY), order(LOINC, code, status=status)]
    answer = ehr.ask(record)

    assert answer.json()["cards"]
    assert list(offered(answer)) == []


def test_094_a_test_that_is_just_being_ordered_is_not_offered_again(ehr: Ehr) -> None:
    draft = order(LOINC, "4548-4", status="draft")
    context = {
        "userId": "Practitioner/d-1",
        "patientId": "p-1",
        "draftOrders": searchset([draft]),
    }
    answer = ehr.ask(RECORDS["no glucose known"], context=context)

    assert answer.json()["cards"]
    assert list(offered(answer)) == []


def test_092_an_order_that_was_withdrawn_does_not_count(ehr: Ehr) -> None:
    withdrawn = order(LOINC, "1558-6", status="revoked")
    record = [*RECORDS["no glucose known"], withdrawn]
    data = prefetch(FhirRecord(record), ehr.templates)
    data["orders"] = searchset([withdrawn])

    assert list(offered(ehr.ask(prefetch=data))) == ["14771-0", "4548-4"]


def test_094_without_the_open_orders_nothing_is_offered(ehr: Ehr) -> None:
    data = prefetch(FhirRecord(RECORDS["no glucose known"]), ehr.templates)
    del data["orders"]
    answer = ehr.ask(prefetch=data)

    assert answer.json()["cards"]
    assert list(offered(answer)) == []


def test_094_a_test_that_is_known_is_not_offered(ehr: Ehr) -> None:
    answer = ehr.ask([*RECORDS["no glucose known"], observation("hba1c", 5.2)])

    assert "4548-4" not in list(offered(answer))


def test_094_an_order_in_local_codes_counts_by_its_words(ehr: Ehr) -> None:
    local = order("urn:hospital:tests", "GLU01")
    local["code"] = concept("urn:hospital:tests", "GLU01") | {
        "text": "Định lượng đường huyết lúc đói"
    }
    answer = ehr.ask([*RECORDS["no glucose known"], local])

    assert list(offered(answer)) == []
