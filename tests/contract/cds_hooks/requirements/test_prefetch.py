"""CDS Hooks: the queries whose answers the service wants with a call."""

import re

import pytest

from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.ehr import FhirRecord, searchset
from tests.contract.cds_hooks.fhir_http import outcome
from tests.contract.cds_hooks.hooks import (
    BODY,
    ICD_10,
    PATIENT_ID,
    RECORDS,
    condition,
    hook,
    measured,
    patient,
)

TOKEN = re.compile(r"\{\{(.*?)\}\}")
# What the context of `patient-view` has at its root: all are strings.
CONTEXT = {"context.userId", "context.patientId", "context.encounterId"}
REQUIRED = ("patient", "observations", "conditions")


def test_028_the_data_that_comes_with_the_call_is_used(ehr: Ehr) -> None:
    slim = [patient(age=30), *measured(height=160, weight=48, fasting_glucose=80)]
    heavy = [patient(age=66, sex="male"), *measured(height=160, weight=104, waist=120)]

    assert ehr.ask(slim).json()["cards"] == []
    assert len(ehr.ask(heavy).json()["cards"]) == 1


def test_035_the_patient_of_the_context_stands_in_every_query(ehr: Ehr) -> None:
    assert [q for q in ehr.templates.values() if "{{context.patientId}}" not in q] == []


def test_055_a_placeholder_stands_between_double_braces(ehr: Ehr) -> None:
    for query in ehr.templates.values():
        assert not set("{}") & set(TOKEN.sub("", query))


def test_056_057_059_placeholders_are_plain_fields_at_the_root_of_the_context(
    ehr: Ehr,
) -> None:
    used = {token for query in ehr.templates.values() for token in TOKEN.findall(query)}

    assert used
    assert used <= CONTEXT


def test_058_every_query_keeps_to_reads_and_simple_searches(ehr: Ehr) -> None:
    """Our record of a patient refuses anything else."""
    record = FhirRecord(RECORDS["much raised"])

    for query in ehr.templates.values():
        record.answer(query.replace("{{context.patientId}}", PATIENT_ID))


def test_036_each_query_has_a_key_that_a_call_brings_its_answer_under(
    ehr: Ehr,
) -> None:
    call = hook(RECORDS["much raised"], templates=ehr.templates)

    assert set(call["prefetch"]) == set(ehr.templates)
    assert ehr.ask(prefetch=call["prefetch"]).status_code == 200


@pytest.mark.parametrize("key", REQUIRED)
def test_052_an_operation_outcome_in_place_of_data_is_not_taken_for_no_data(
    ehr: Ehr, key: str
) -> None:
    data = hook(templates=ehr.templates)["prefetch"] | {key: outcome("exception")}

    assert ehr.ask(prefetch=data).status_code == 412


def test_052_an_error_within_a_bundle_is_seen(ehr: Ehr) -> None:
    data = hook(templates=ehr.templates)["prefetch"]
    data["conditions"] = searchset([outcome("incomplete")])

    assert ehr.ask(prefetch=data).status_code == 412


@pytest.mark.parametrize("key", REQUIRED)
def test_054_needed_data_that_neither_came_nor_can_be_read_is_a_412(
    ehr: Ehr, key: str
) -> None:
    data = hook(templates=ehr.templates)["prefetch"]
    del data[key]
    answer = ehr.ask(prefetch=data)

    assert answer.status_code == 412
    assert answer.headers["content-type"] == "application/problem+json"
    assert key in answer.text


def test_054_a_call_without_any_data_is_a_412(ehr: Ehr) -> None:
    assert ehr.ask(prefetch=None).status_code == 412


def test_054_a_server_that_nobody_listed_is_not_read(ehr: Ehr) -> None:
    answer = ehr.ask(
        prefetch=None,
        fhirServer="https://elsewhere.example/fhir",
        fhirAuthorization={
            "access_token": "abc",
            "token_type": "Bearer",
            "expires_in": 300,
            "scope": "patient/*.rs",
            "subject": "diabetes-risk",
        },
    )

    assert answer.status_code == 412


@pytest.mark.parametrize(
    "key", ["medicationRequests", "medicationStatements", "family", "orders"]
)
def test_054_data_that_the_answer_does_not_rest_on_may_be_lacking(
    ehr: Ehr, key: str
) -> None:
    data = hook(templates=ehr.templates)["prefetch"]
    assert key in data
    del data[key]

    assert ehr.ask(prefetch=data).status_code == 200


def test_052_null_is_no_data_and_no_error(ehr: Ehr) -> None:
    record = [patient(), *measured(**BODY)]
    call = hook(record, templates=ehr.templates)

    assert call["prefetch"]["conditions"] is None
    assert ehr.ask(prefetch=call["prefetch"]).status_code == 200


def test_052_a_first_page_that_might_lack_the_diagnosis_is_a_412(ehr: Ehr) -> None:
    data = hook(templates=ehr.templates)["prefetch"]
    data["conditions"] = searchset(
        [condition(ICD_10, "I10")], "https://ehr.example/fhir/Condition?page=2"
    )

    assert ehr.ask(prefetch=data).status_code == 412
