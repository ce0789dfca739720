"""Data that was not prefetched: read from the EHR's server, if that is allowed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from service.engine.bundle import Bundle
from service.settings import Settings
from tests.contract.cds_hooks.conftest import Ehr, application, discovered
from tests.contract.cds_hooks.ehr import FhirRecord, searchset
from tests.contract.cds_hooks.fhir_http import (
    TOKEN,
    Call,
    Reply,
    fhir,
    of_ehr,
    outcome,
    serving,
)
from tests.contract.cds_hooks.hooks import (
    ICD_10,
    PATIENT_ID,
    condition,
)
from tests.contract.cds_hooks.prefetched import RECORD, answered, problems, sent


@contextmanager
def beside(
    bundles: Mapping[str, Bundle],
    answer: Callable[[Call], Reply],
    *,
    listed: bool = True,
) -> Iterator[tuple[Ehr, dict[str, object], list[Call]]]:
    """An EHR with a FHIR server, what it tells of that, and the server's calls."""
    with serving(answer) as server:
        settings = Settings(fhir_servers=(server.base,) if listed else ())
        with application(bundles, settings) as http:
            access = {
                "fhirServer": server.base + "/",
                "fhirAuthorization": {"access_token": TOKEN, "token_type": "Bearer"},
            }
            yield discovered(http), access, server.calls


def test_a_warning_beside_the_data_does_not_spoil_it(ehr: Ehr) -> None:
    data = sent(ehr)
    data["observations"]["entry"].append(
        {
            "resource": {
                "resourceType": "OperationOutcome",
                "issue": [{"severity": "warning", "code": "informational"}],
            },
            "search": {"mode": "outcome"},
        }
    )

    assert answered(ehr, data).status_code == 200


def test_missing_data_is_read_from_the_listed_server(
    bundles: dict[str, Bundle],
) -> None:
    with beside(bundles, of_ehr(FhirRecord(RECORD))) as (ehr, access, calls):
        fetched = answered(ehr, {}, **access).json()
        whole = answered(ehr, sent(ehr)).json()

    assert len(calls) == len(ehr.templates)
    [by_fetch], [by_prefetch] = fetched["cards"], whole["cards"]
    for card in (by_fetch, by_prefetch):
        card.pop("uuid")
        for suggestion in card["suggestions"]:
            suggestion.pop("uuid")
            for name in ("authoredOn", "occurrenceDateTime"):
                suggestion["actions"][0]["resource"].pop(name)
    assert by_fetch == by_prefetch


def test_only_what_is_missing_is_read(bundles: dict[str, Bundle]) -> None:
    with beside(bundles, of_ehr(FhirRecord(RECORD))) as (ehr, access, calls):
        data = sent(ehr) | {"patient": outcome("processing")}
        response = answered(ehr, data, **access)

    assert len(response.json()["cards"]) == 1
    assert [call.path for call in calls] == [f"/fhir/Patient/{PATIENT_ID}"]


def test_a_server_that_is_not_listed_is_never_asked(bundles: dict[str, Bundle]) -> None:
    serves = of_ehr(FhirRecord(RECORD))
    with beside(bundles, serves, listed=False) as (ehr, access, calls):
        response = answered(ehr, {}, **access)

    assert response.status_code == 412
    assert calls == []


def test_without_a_token_no_server_is_asked(bundles: dict[str, Bundle]) -> None:
    with beside(bundles, of_ehr(FhirRecord(RECORD))) as (ehr, access, calls):
        response = answered(ehr, {}, fhirServer=access["fhirServer"])

    assert response.status_code == 412
    assert calls == []


def test_a_server_that_refuses_leaves_the_data_missing(
    bundles: dict[str, Bundle],
) -> None:
    with beside(bundles, lambda _: fhir(outcome("login"), 401)) as (ehr, access, _):
        response = answered(ehr, {}, **access)

    assert response.status_code == 412
    assert len(problems(response)) == 3


def test_further_pages_are_read_and_count(bundles: dict[str, Bundle]) -> None:
    second = searchset([condition(ICD_10, "E11.9")])
    with beside(bundles, lambda _: fhir(second)) as (ehr, access, calls):
        page = searchset([condition(ICD_10, "I10")], f"{access['fhirServer']}?page=2")
        data = sent(ehr) | {"conditions": page}
        response = answered(ehr, data, **access)

    assert response.json() == {"cards": []}
    assert [call.path for call in calls] == ["/fhir/?page=2"]


def test_a_page_that_does_not_come_leaves_the_conditions_unknown(
    bundles: dict[str, Bundle],
) -> None:
    with beside(bundles, lambda _: fhir(outcome("transient"), 503)) as (ehr, access, _):
        page = searchset([condition(ICD_10, "I10")], f"{access['fhirServer']}?page=2")
        response = answered(ehr, sent(ehr) | {"conditions": page}, **access)

    assert response.status_code == 412
    assert problems(response) == [("/prefetch/conditions", "required")]
