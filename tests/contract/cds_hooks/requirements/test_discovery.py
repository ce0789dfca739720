"""CDS Hooks: what the service tells of itself before it is called."""

from typing import Any

import pytest
from litestar.testing import TestClient

from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.hooks import hook

Client = TestClient[Any]


@pytest.fixture
def service(client: Client) -> dict[str, Any]:
    """The only service there is."""
    [found] = client.get("/cds-services").json()["services"]
    assert isinstance(found, dict)
    return found


def test_004_005_013_discovery_answers_200_to_a_get_at_cds_services(
    client: Client,
) -> None:
    assert client.get("/cds-services").status_code == 200


def test_005_discovery_is_there_without_a_language_or_an_accept_header(
    client: Client,
) -> None:
    answer = client.get("/cds-services", headers={"accept": "", "accept-language": ""})

    assert answer.status_code == 200


def test_006_discovery_is_an_object_with_a_list_of_services(client: Client) -> None:
    answer = client.get("/cds-services").json()

    assert list(answer) == ["services"]
    assert [type(service) for service in answer["services"]] == [dict]


def test_007_the_service_names_its_hook(service: dict[str, Any]) -> None:
    assert service["hook"] == "patient-view"


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Risk of type 2 diabetes"), ("vi", "Nguy cơ đái tháo đường típ 2")],
)
def test_008_the_service_has_a_title_in_the_readers_language(
    client: Client, language: str, title: str
) -> None:
    answer = client.get("/cds-services", headers={"accept-language": language})

    assert answer.json()["services"][0]["title"] == title


def test_009_the_service_has_a_description(service: dict[str, Any]) -> None:
    assert isinstance(service["description"], str)
    assert "diabetes" in service["description"] or "đái tháo" in service["description"]


def test_010_016_the_service_is_called_at_its_id(
    client: Client, service: dict[str, Any]
) -> None:
    address = f"/cds-services/{service['id']}"
    call = hook(templates=service["prefetch"])

    assert client.post(address, json=call).status_code == 200
    assert client.post("/cds-services/another", json=call).status_code == 404


def test_011_029_the_queries_wanted_with_each_call_are_in_the_discovery(
    service: dict[str, Any],
) -> None:
    assert service["prefetch"]["patient"] == "Patient/{{context.patientId}}"
    assert all(isinstance(query, str) for query in service["prefetch"].values())
    asked = {query.partition("?")[0] for query in service["prefetch"].values()}
    assert {"Observation", "Condition", "MedicationRequest"} <= asked


def test_012_the_service_says_for_whom_it_is_of_use(service: dict[str, Any]) -> None:
    assert "20" in service["usageRequirements"]


def test_014_discovery_answers_another_method_with_another_status(
    client: Client,
) -> None:
    assert client.post("/cds-services", json={}).status_code == 405
    assert client.delete("/cds-services").status_code == 405


def test_211_no_two_services_share_an_id_because_none_replaces_anothers_cards(
    client: Client,
) -> None:
    ids = [service["id"] for service in client.get("/cds-services").json()["services"]]

    assert len(ids) == len(set(ids))


def test_036_the_answer_to_a_query_is_read_under_its_key_only(ehr: Ehr) -> None:
    misplaced = hook(templates=ehr.templates)
    data = misplaced["prefetch"]
    data["somethingElse"] = data.pop("observations")

    assert ehr.ask(prefetch=data).status_code == 412
