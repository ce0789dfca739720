"""Orders that a card proposes: valid FHIR, and never a second one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fhir.resources.R4B.servicerequest import ServiceRequest

from service.clinical.conclusion import conclude
from service.transports.cds_hooks import choosing
from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.ehr import Resource
from tests.contract.cds_hooks.hooks import (
    LOINC,
    PATIENT_ID,
    RECORDS,
    observation,
    order,
)
from tests.unit.people import person

DUE = RECORDS["no glucose known"]


def suggestions(ehr: Ehr, record: list[Resource], **changes: object) -> list[Any]:
    """What the only card suggests."""
    [card] = ehr.ask(record, "vi", **changes).raise_for_status().json()["cards"]
    found: list[Any] = card.get("suggestions", [])
    assert card.get("selectionBehavior") == ("at-most-one" if found else None)
    return found


def test_fasting_glucose_is_recommended_before_hba1c(ehr: Ehr) -> None:
    offered = [
        (suggestion["label"], suggestion["isRecommended"])
        for suggestion in suggestions(ehr, DUE)
    ]

    assert offered == [
        ("Chỉ định đường huyết lúc đói", True),
        ("Chỉ định HbA1c", False),
    ]


def test_the_order_is_a_draft_for_this_patient_and_visit(ehr: Ehr) -> None:
    context = {
        "userId": "Practitioner/d-1",
        "patientId": PATIENT_ID,
        "encounterId": "e-7",
    }

    first, _ = suggestions(ehr, DUE, context=context)

    [action] = first["actions"]
    sent = action["resource"]
    today = datetime.now(UTC).date().isoformat()
    assert action["type"] == "create"
    assert sent.pop("authoredOn").startswith(today)
    assert sent == {
        "resourceType": "ServiceRequest",
        "status": "draft",
        "intent": "proposal",
        "category": [
            {
                "coding": [
                    {
                        "system": "http://snomed.info/sct",
                        "code": "108252007",
                        "display": "Laboratory procedure",
                    }
                ]
            }
        ],
        "code": {
            "coding": [
                {
                    "system": "http://loinc.org",
                    "code": "14771-0",
                    "display": "Fasting glucose [Moles/volume] in Serum or Plasma",
                }
            ],
            "text": "Đường huyết lúc đói",
        },
        "subject": {"reference": "Patient/p-1"},
        "encounter": {"reference": "Encounter/e-7"},
        "occurrenceDateTime": today,
        "reasonCode": [
            {
                "coding": [
                    {
                        "system": "http://snomed.info/sct",
                        "code": "171183004",
                        "display": "Diabetes mellitus screening",
                    }
                ],
                "text": "Tầm soát đái tháo đường",
            }
        ],
    }


def test_every_order_is_valid_fhir(ehr: Ehr) -> None:
    for suggestion in suggestions(ehr, DUE):
        for action in suggestion["actions"]:
            ServiceRequest.model_validate(action["resource"])


def test_a_card_without_a_visit_proposes_an_order_without_one(ehr: Ehr) -> None:
    first, _ = suggestions(ehr, DUE)

    assert "encounter" not in first["actions"][0]["resource"]


@pytest.mark.parametrize("status", ["draft", "active", "on-hold"])
@pytest.mark.parametrize(
    "code",
    [
        pytest.param("1558-6", id="fasting glucose, mass"),
        pytest.param("4548-4", id="HbA1c"),
        pytest.param("1518-0", id="OGTT"),
        pytest.param("2345-7", id="random glucose"),
    ],
)
def test_no_test_is_suggested_beside_an_open_order(
    ehr: Ehr, status: str, code: str
) -> None:
    assert suggestions(ehr, [*DUE, order(LOINC, code, status=status)]) == []


def test_an_open_order_is_told_in_place_of_a_suggestion(ehr: Ehr) -> None:
    [card] = ehr.ask([*DUE, order(LOINC, "1558-6")]).json()["cards"]

    assert "- A glucose test is ordered already" in card["detail"]


@pytest.mark.parametrize(
    "concept",
    [
        pytest.param({"text": "Định lượng Glucose [Máu]"}, id="by its name alone"),
        pytest.param({"text": "ĐƯỜNG HUYẾT MAO MẠCH"}, id="in capitals"),
        pytest.param(
            {"coding": [{"system": "urn:his", "code": "23.0083", "display": "HbA1c"}]},
            id="by a local code",
        ),
    ],
)
def test_an_order_without_loinc_is_recognised_by_its_words(
    ehr: Ehr, concept: dict[str, object]
) -> None:
    local = order(LOINC, "x") | {"code": concept}

    assert suggestions(ehr, [*DUE, local]) == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(order(LOINC, "2093-3"), id="another test"),
        pytest.param(order(LOINC, "1558-6") | {"code": None}, id="without a code"),
        pytest.param(order(LOINC, "1558-6") | {"code": {"coding": 7}}, id="no codings"),
        pytest.param(order(LOINC, "1558-6") | {"status": []}, id="no status"),
        pytest.param(
            order(LOINC, "1558-6") | {"code": {"coding": [7]}}, id="no coding"
        ),
    ],
)
def test_another_order_does_not_stand_in_the_way(ehr: Ehr, other: Resource) -> None:
    assert len(suggestions(ehr, [*DUE, other])) == 2


def test_what_is_being_ordered_counts_where_the_client_sends_it(ehr: Ehr) -> None:
    drafts = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": order(LOINC, "1558-6", status="draft")}],
    }
    context = {
        "userId": "Practitioner/d-1",
        "patientId": PATIENT_ID,
        "draftOrders": drafts,
    }

    assert suggestions(ehr, DUE, context=context) == []


def test_a_known_test_is_not_suggested_again(ehr: Ehr) -> None:
    [only] = suggestions(ehr, RECORDS["high with a normal test"])

    assert only["label"] == "Chỉ định HbA1c"


def test_known_prediabetes_needs_no_test_until_a_year_is_over(ehr: Ehr) -> None:
    tested = [*DUE, observation("fasting_glucose", 112, days_ago=100)]
    prediabetes = conclude(person(fasting_glucose=6.2), [])

    assert suggestions(ehr, tested) == []
    assert choosing.tests_to_order(prediabetes, {"fasting_glucose"}) == ()
    due = choosing.tests_to_order(prediabetes, set())
    assert due == ("fasting_glucose", "hba1c")


def test_of_tests_that_disagree_the_abnormal_one_is_suggested_again(ehr: Ehr) -> None:
    [only] = suggestions(ehr, RECORDS["tests that disagree"])

    assert only["label"] == "Chỉ định đường huyết lúc đói"


def test_a_random_glucose_answers_neither(ehr: Ehr) -> None:
    record = [*DUE, observation("random_glucose", 128)]

    assert len(suggestions(ehr, record)) == 2
