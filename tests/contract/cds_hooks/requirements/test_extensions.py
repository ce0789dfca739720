"""CDS Hooks: extensions and codings in the answers."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.hooks import RECORDS

Cards = list[dict[str, Any]]


@pytest.fixture(scope="session")
def codings(cards: Cards) -> list[dict[str, Any]]:
    """Every coding of the cards themselves; those in resources are FHIR's."""
    return [
        coding
        for card in cards
        for coding in (card["source"]["topic"], *card["overrideReasons"])
    ]


def test_214_an_extension_is_a_json_object(cards: Cards) -> None:
    assert {type(card["extension"]) for card in cards} == {dict}
    assert {type(v) for card in cards for v in card["extension"].values()} == {dict}


def test_215_the_name_of_an_extension_is_unique_in_the_world(cards: Cards) -> None:
    names = {name for card in cards for name in card["extension"]}

    assert names
    assert [n for n in names if not n.startswith("urn:diabetes-risk:")] == []


def test_214_the_extension_has_the_digits_of_the_rest_interface(ehr: Ehr) -> None:
    [card] = ehr.ask(RECORDS["much raised"]).json()["cards"]
    found = list(_probabilities(card["extension"]))

    assert found
    assert [number for number in found if number != round(number, 7)] == []


def _probabilities(value: object) -> Iterator[float]:
    match value:
        case dict():
            for name, part in value.items():
                if name == "probability":
                    yield part
                else:
                    yield from _probabilities(part)
        case list():
            for part in value:
                yield from _probabilities(part)


def test_216_218_a_coding_has_a_code(codings: list[dict[str, Any]]) -> None:
    assert {type(coding["code"]) for coding in codings} == {str}


def test_217_a_coding_has_a_system(codings: list[dict[str, Any]]) -> None:
    assert {type(coding["system"]) for coding in codings} == {str}
    assert [c for c in codings if ":" not in c["system"]] == []


def test_219_220_a_coding_has_words_to_show(codings: list[dict[str, Any]]) -> None:
    assert {type(coding["display"]) for coding in codings} == {str}
