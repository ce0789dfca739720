"""CDS Hooks: links of a card."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.contract.cds_hooks.conftest import PUBLIC_URL, Ehr
from tests.contract.cds_hooks.hooks import BODY, measured, patient

Cards = list[dict[str, Any]]
Answers = Mapping[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="session")
def links(cards: Cards) -> list[dict[str, Any]]:
    """Every link of every card."""
    found = [link for card in cards for link in card.get("links", ())]
    assert len(found) >= 4
    return found


def test_138_a_link_has_a_label(links: list[dict[str, Any]]) -> None:
    assert {type(link["label"]) for link in links} == {str}


def test_139_a_link_has_an_absolute_url(links: list[dict[str, Any]]) -> None:
    assert {type(link["url"]) for link in links} == {str}
    assert {urlsplit(link["url"])[:2] for link in links} == {("https", "risk.example")}


def test_141_142_a_link_is_absolute(links: list[dict[str, Any]]) -> None:
    assert {link["type"] for link in links} == {"absolute"}


def test_144_145_146_147_an_absolute_link_has_no_app_context(
    links: list[dict[str, Any]],
) -> None:
    assert {tuple(sorted(link)) for link in links} == {("label", "type", "url")}


def test_110_140_a_link_opens_the_page_filled_in_and_sends_no_value_to_a_server(
    answers: Answers,
) -> None:
    [card] = answers["prediabetes", "vi"]["cards"]
    [link] = card["links"]
    address = urlsplit(link["url"])
    values = parse_qs(address.fragment)

    assert link["url"].startswith(f"{PUBLIC_URL}/#")
    assert address.query == ""
    assert values["hba1c"] == ["6.1 %"]
    assert values["fasting_glucose"] == ["112 mg/dL"]
    assert values["language"] == ["vi"]


def test_140_a_link_says_nothing_of_who_the_patient_is(published: Ehr) -> None:
    someone = patient(
        name=[{"family": "Secret"}],
        identifier=[{"system": "urn:x", "value": "079123456789"}],
    )
    answer = published.ask([someone, *measured(**BODY)])
    [link] = answer.json()["cards"][0]["links"]

    assert not {"p-1", "Secret", "079123456789", someone["birthDate"]} & {
        part
        for found in parse_qs(urlsplit(link["url"]).fragment).values()
        for part in found
    }
