"""What was prefetched: data, nothing, an error, or a page of more."""

import pytest

from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.ehr import searchset
from tests.contract.cds_hooks.fhir_http import (
    outcome,
)
from tests.contract.cds_hooks.hooks import (
    BODY,
    ICD_10,
    NOTHING_TO_SAY,
    SERVICE,
    condition,
    hook,
    measured,
    observation,
    patient,
)
from tests.contract.cds_hooks.prefetched import RECORD, answered, problems, sent

FAILED = outcome("processing")


@pytest.mark.parametrize("key", ["patient", "observations", "conditions"])
@pytest.mark.parametrize("value", ["absent", FAILED, searchset([FAILED])])
def test_without_what_the_answer_rests_on_there_is_none(
    ehr: Ehr, key: str, value: object
) -> None:
    data = sent(ehr)
    data.pop(key)
    if value != "absent":
        data[key] = value

    response = answered(ehr, data)

    assert response.status_code == 412
    assert problems(response) == [(f"/prefetch/{key}", "required")]
    assert response.json()["title"] == "Data that the answer needs are missing"


def test_a_call_without_prefetch_and_server_names_all_that_is_missing(ehr: Ehr) -> None:
    response = ehr.http.post(SERVICE, json=hook())

    assert response.status_code == 412
    assert problems(response) == [
        ("/prefetch/patient", "required"),
        ("/prefetch/observations", "required"),
        ("/prefetch/conditions", "required"),
    ]


def test_null_says_that_there_is_nothing(ehr: Ehr) -> None:
    data = sent(ehr) | {"observations": None, "conditions": None}

    response = answered(ehr, data)

    [card] = response.json()["cards"]
    assert "Diabetes within 5 years" in card["summary"]
    assert "Diabetes now, not yet diagnosed: no figure." in card["detail"]


def test_an_ehr_without_the_patient_gets_no_card(ehr: Ehr) -> None:
    response = answered(ehr, sent(ehr) | {"patient": None})

    assert (response.status_code, response.json()) == (200, {"cards": []})


def test_what_is_not_required_is_told_as_not_seen(ehr: Ehr) -> None:
    data = {k: sent(ehr)[k] for k in ("patient", "observations", "conditions")}

    [card] = answered(ehr, data).json()["cards"]

    assert (
        "**Please note:**\n\n"
        "- Not sent: prescriptions, medication taken, family history.\n"
        "- Open orders are not known, so no test is suggested here." in card["detail"]
    )


def test_an_outcome_without_a_meaning_is_passed_over(ehr: Ehr) -> None:
    data = sent(ehr)
    odd = {"resourceType": "OperationOutcome", "issue": [{"severity": []}, 7]}
    data["observations"]["entry"].append({"resource": odd})

    assert answered(ehr, data).status_code == 200


def test_conditions_that_go_on_elsewhere_might_hold_a_diagnosis(ehr: Ehr) -> None:
    page = searchset([condition(ICD_10, "I10")], "https://ehr.vn/fhir?page=2")

    response = answered(ehr, sent(ehr) | {"conditions": page})

    assert response.status_code == 412
    assert problems(response) == [("/prefetch/conditions", "required")]


def test_the_newest_observations_are_used_and_the_rest_told_as_not_seen(
    ehr: Ehr,
) -> None:
    page = searchset(measured(**BODY), "https://ehr.vn/fhir?page=2")

    [card] = answered(ehr, sent(ehr) | {"observations": page}).json()["cards"]

    assert "Only the first page of this came: observations." in card["detail"]


def test_orders_that_go_on_elsewhere_are_not_known(ehr: Ehr) -> None:
    page = searchset([], "https://ehr.vn/fhir?page=2")

    [card] = answered(ehr, sent(ehr) | {"orders": page}).json()["cards"]

    assert "suggestions" not in card
    assert "Open orders are not known" in card["detail"]


@pytest.mark.parametrize(
    ("key", "value", "pointer", "code"),
    [
        pytest.param("conditions", 7, "", "structure", id="a number"),
        pytest.param("conditions", [], "", "structure", id="a list"),
        pytest.param("conditions", {}, "/resourceType", "structure", id="empty"),
        pytest.param(
            "conditions", patient(), "/resourceType", "structure", id="another type"
        ),
        pytest.param(
            "observations",
            searchset([observation("weight", 60), {"a": 1}]),
            "/entry/1/resource/resourceType",
            "structure",
            id="an entry without type",
        ),
        pytest.param(
            "observations",
            {"resourceType": "Bundle", "type": "history"},
            "/type",
            "not-supported",
            id="a history",
        ),
        pytest.param(
            "patient", patient(birthDate=1972), "/birthDate", "structure", id="a year"
        ),
        pytest.param(
            "patient", patient(birthDate="May"), "/birthDate", "value", id="a month"
        ),
        pytest.param(
            "patient", patient(id="p-2"), "/id", "invariant", id="somebody else"
        ),
    ],
)
def test_data_that_is_not_fhir_is_refused_where_it_stands(
    ehr: Ehr, key: str, value: object, pointer: str, code: str
) -> None:
    response = answered(ehr, sent(ehr) | {key: value})

    assert response.status_code == 422, response.text
    assert problems(response) == [(f"/prefetch/{key}{pointer}", code)]


def test_one_resource_may_stand_for_a_search_that_found_one(ehr: Ehr) -> None:
    data = sent(ehr) | {"conditions": condition(ICD_10, "E11.9")}

    assert answered(ehr, data).json() == {"cards": []}


def test_a_large_record_is_answered_like_a_small_one(ehr: Ehr) -> None:
    old = [observation("weight", 60 + n % 9, days_ago=500 + n) for n in range(400)]
    page = searchset([*measured(**BODY), *old])

    response = answered(ehr, sent(ehr) | {"observations": page})

    [card] = response.json()["cards"]
    assert card["extension"] == ehr.ask(RECORD).json()["cards"][0]["extension"]


def test_keys_that_were_not_asked_for_are_passed_over(ehr: Ehr) -> None:
    response = answered(ehr, sent(ehr) | {"user": 7})

    assert response.status_code == 200


def test_nothing_but_the_required_keys_is_needed_for_no_card(ehr: Ehr) -> None:
    whole = sent(ehr, NOTHING_TO_SAY["known type 2 diabetes"])
    data = {key: whole[key] for key in ("patient", "observations", "conditions")}

    assert answered(ehr, data).json() == {"cards": []}
