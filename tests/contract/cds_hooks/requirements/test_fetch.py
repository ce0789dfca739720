"""CDS Hooks: reading the client's FHIR server, a real one on this machine."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from service.engine.bundle import Bundle
from service.settings import Settings
from tests.contract.cds_hooks.conftest import Ehr, application, discovered
from tests.contract.cds_hooks.ehr import FhirRecord, Resource
from tests.contract.cds_hooks.fhir_http import (
    TOKEN,
    Call,
    FhirHttp,
    Reply,
    authorized,
    of_ehr,
    serving,
)
from tests.contract.cds_hooks.hooks import (
    ICD_10,
    NOTHING_TO_SAY,
    RECORDS,
    condition,
    hook,
)

Clinic = tuple[Ehr, FhirHttp]


@contextmanager
def clinic(
    bundles: Mapping[str, Bundle], answer: Callable[[Call], Reply]
) -> Iterator[Clinic]:
    """A FHIR server, and the service of a hospital that has listed it."""
    with (
        serving(answer) as server,
        application(bundles, Settings(fhir_servers=(server.base,))) as http,
    ):
        yield discovered(http), server


def told(answer: httpx.Response) -> list[object]:
    """What the cards say, without what is new in each."""
    return [
        (card["summary"], card["indicator"], card["extension"])
        for card in answer.json()["cards"]
    ]


RECORD: list[Resource] = RECORDS["much raised"]


@pytest.fixture
def hospital(bundles: dict[str, Bundle]) -> Iterator[Clinic]:
    """A hospital whose FHIR server has one patient's record."""
    with clinic(bundles, of_ehr(FhirRecord(RECORD))) as found:
        yield found


def test_034_060_the_card_is_the_same_however_the_data_comes(hospital: Clinic) -> None:
    ehr, server = hospital
    prefetched = ehr.ask(RECORD)
    assert server.calls == []
    fetched = ehr.ask(prefetch=None, **authorized(server))

    assert fetched.status_code == 200
    assert told(fetched) == told(prefetched) != []
    assert len(server.calls) == len(ehr.templates)


def test_060_only_what_did_not_come_is_read(hospital: Clinic) -> None:
    ehr, server = hospital
    data = hook(RECORD, templates=ehr.templates)["prefetch"]
    del data["conditions"]
    answer = ehr.ask(prefetch=data, **authorized(server))

    assert answer.status_code == 200
    assert [call.path.partition("?")[0] for call in server.calls] == ["/fhir/Condition"]


def test_061_every_read_shows_the_access_token(hospital: Clinic) -> None:
    ehr, server = hospital
    ehr.ask(prefetch=None, **authorized(server))

    assert len(server.calls) == len(ehr.templates)
    assert {call.headers.get("authorization") for call in server.calls} == {
        f"Bearer {TOKEN}"
    }


def test_061_without_a_token_nothing_is_read(hospital: Clinic) -> None:
    ehr, server = hospital
    answer = ehr.ask(prefetch=None, fhirServer=server.base)

    assert answer.status_code == 412
    assert server.calls == []


def test_054_a_token_that_the_server_refuses_is_a_412(hospital: Clinic) -> None:
    ehr, server = hospital
    answer = ehr.ask(prefetch=None, **authorized(server, "expired"))

    assert answer.status_code == 412
    assert "expired" not in answer.text


def test_054_a_server_that_fails_is_a_412(bundles: dict[str, Bundle]) -> None:
    with clinic(bundles, lambda _: Reply(status=500)) as (ehr, server):
        answer = ehr.ask(prefetch=None, **authorized(server))

    assert answer.status_code == 412


def test_034_a_diagnosis_on_the_second_page_is_found(
    bundles: dict[str, Bundle],
) -> None:
    """The client sent the first page of many; the rest is read from its server."""
    data: dict[str, Any] = {}
    of_record = of_ehr(FhirRecord([condition(ICD_10, "E11.9")]))
    with clinic(bundles, of_record) as (ehr, server):
        data = hook(RECORD, templates=ehr.templates)["prefetch"]
        more = f"{server.base}/Condition?patient=p-1&_count=1"
        data["conditions"]["link"] = [{"relation": "next", "url": more}]
        answer = ehr.ask(prefetch=data, **authorized(server))

    assert answer.status_code == 200
    assert answer.json() == {"cards": []}
    assert [call.path for call in server.calls] == [
        "/fhir/Condition?patient=p-1&_count=1"
    ]


def test_077_nothing_is_said_of_known_diabetes_that_was_fetched(
    bundles: dict[str, Bundle],
) -> None:
    record = FhirRecord(NOTHING_TO_SAY["known type 2 diabetes"])
    with clinic(bundles, of_ehr(record)) as (ehr, server):
        answer = ehr.ask(prefetch=None, **authorized(server))

    assert answer.json() == {"cards": []}
