"""CDS Hooks: where a card says its guidance comes from."""

import re
from collections.abc import Mapping
from typing import Any

Cards = list[dict[str, Any]]
Answers = Mapping[tuple[str, str], dict[str, Any]]


def test_090_105_every_card_has_a_source_with_a_label(cards: Cards) -> None:
    assert {type(card["source"]["label"]) for card in cards} == {str}


def test_105_106_the_label_could_be_the_text_of_a_link(cards: Cards) -> None:
    labels = {card["source"]["label"] for card in cards}

    assert all("\n" not in label and len(label) < 100 for label in labels)


def test_107_108_109_no_address_is_sent_that_could_be_of_one_patient(
    cards: Cards,
) -> None:
    """What leads to a patient's figures is a link of the card."""
    assert {tuple(sorted(card["source"])) for card in cards} == {("label", "topic")}


def test_109_the_source_names_a_model_or_a_guideline_and_nothing_of_the_patient(
    answers: Answers,
) -> None:
    labels = {
        card["source"]["label"]
        for (_, language), answer in answers.items()
        for card in answer["cards"]
        if language == "en"
    }

    assert {re.sub(r"[0-9.]+$", "", label) for label in labels} == {
        "Diabetes risk service, model incident-diabetes ",
        "Diabetes risk service, model undiagnosed-diabetes ",
        "Ministry of Health, 5481/QĐ-BYT (2020)",
    }


def test_111_112_113_no_icon_is_sent(cards: Cards) -> None:
    assert [card for card in cards if "icon" in card["source"]] == []


def test_115_116_220_the_topic_is_a_coding(cards: Cards) -> None:
    topics = [card["source"]["topic"] for card in cards]

    assert {tuple(sorted(topic)) for topic in topics} == {("code", "display", "system")}
    assert {type(part) for topic in topics for part in topic.values()} == {str}
