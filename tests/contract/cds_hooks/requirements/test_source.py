"""CDS Hooks: where a card says its guidance comes from."""

from collections.abc import Mapping
from typing import Any

Cards = list[dict[str, Any]]
Answers = Mapping[tuple[str, str], dict[str, Any]]


def test_090_105_every_card_has_a_source_with_a_label(cards: Cards) -> None:
    assert {type(card["source"]["label"]) for card in cards} == {str}


def test_105_106_the_label_could_be_the_text_of_a_link(cards: Cards) -> None:
    labels = {card["source"]["label"] for card in cards}

    assert all("\n" not in label and len(label) < 100 for label in labels)


def test_107_108_an_address_of_a_source_would_be_absolute(cards: Cards) -> None:
    urls = [card["source"].get("url", "https://none.example") for card in cards]

    assert [url for url in urls if not url.startswith("https://")] == []


def test_109_the_source_is_the_same_for_every_patient(answers: Answers) -> None:
    found = {
        (language, str(sorted(card["source"].items(), key=str)))
        for (_, language), answer in answers.items()
        for card in answer["cards"]
    }

    # The topic alone tells the kinds of cards apart.
    assert len({language for language, _ in found}) == 2
    assert len(found) <= 6


def test_111_112_113_no_icon_is_sent(cards: Cards) -> None:
    assert [card for card in cards if "icon" in card["source"]] == []


def test_115_116_220_the_topic_is_a_coding(cards: Cards) -> None:
    topics = [card["source"]["topic"] for card in cards]

    assert {tuple(sorted(topic)) for topic in topics} == {("code", "display", "system")}
    assert {type(part) for topic in topics for part in topic.values()} == {str}
