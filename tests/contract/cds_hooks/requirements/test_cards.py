"""CDS Hooks: the elements of a card, on cards of many patients in both languages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from markdown_it import MarkdownIt

from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.hooks import (
    BODY,
    RECORDS,
    concept,
    measured,
    observation,
    patient,
)

Cards = list[dict[str, Any]]
Answers = Mapping[tuple[str, str], dict[str, Any]]
GFM = MarkdownIt("gfm-like", {"linkify": False})


def test_080_081_every_card_has_a_uuid_of_its_own(cards: Cards) -> None:
    uuids = [card["uuid"] for card in cards]

    assert [str(UUID(uuid)) for uuid in uuids] == uuids
    assert len(set(uuids)) == len(uuids)


def test_080_the_same_patient_has_a_new_card_each_time(ehr: Ehr) -> None:
    first, second = (
        ehr.ask(RECORDS["much raised"]).json()["cards"][0] for _ in range(2)
    )

    assert first["uuid"] != second["uuid"]


def test_083_a_summary_is_a_line_of_fewer_than_140_characters(cards: Cards) -> None:
    for card in cards:
        assert 20 < len(card["summary"]) < 140
        assert "\n" not in card["summary"]


def test_083_the_summary_is_in_the_readers_language(answers: Answers) -> None:
    [english] = answers["much raised", "en"]["cards"]
    [vietnamese] = answers["much raised", "vi"]["cards"]

    assert english["summary"].isascii()
    assert "đái tháo đường" in vietnamese["summary"]


def test_084_a_card_has_a_detail_with_the_reasons(answers: Answers) -> None:
    [card] = answers["prediabetes", "en"]["cards"]

    # 112 mg/dL, in the unit of Vietnamese laboratories.
    assert "| Fasting glucose | 6.2 mmol/L |" in card["detail"]


def test_085_the_detail_is_github_flavored_markdown_without_html(
    cards: Cards,
) -> None:
    for card in cards:
        tokens = GFM.parse(card["detail"])
        kinds = {token.type for token in tokens}
        inner = {part.type for token in tokens for part in token.children or ()}
        assert "paragraph_open" in kinds
        assert "table_open" in kinds or "bullet_list_open" in kinds
        assert not {"html_block", "code_block"} & kinds
        assert not {"html_inline", "image"} & inner


def test_085_every_row_of_a_table_has_the_columns_of_its_head(cards: Cards) -> None:
    for card in cards:
        for block in card["detail"].split("\n\n"):
            rows = [row for row in block.splitlines() if row.startswith("|")]
            assert len({row.replace("\\|", "").count("|") for row in rows}) <= 1


def test_085_what_a_record_says_is_text_and_never_markup(ehr: Ehr) -> None:
    text = "<script>x</script> [a](https://evil.example) ![b](https://evil.example)"
    spelled = observation("weight", 66, id="w")
    spelled["valueQuantity"] |= {"unit": text, "code": text}
    odd = {**concept("urn:x", text), "text": text}
    named = observation("hba1c", 6.1, id="h")
    named["code"]["coding"][0]["display"] = text
    named["code"]["text"] = text
    record = [patient(), *measured(height=156, waist=90), spelled, named]
    record.append({**RECORDS["much raised"][-1], "code": odd})
    answer = ehr.ask(record)
    assert answer.status_code == 200
    [card] = answer.json()["cards"]
    tokens = GFM.parse(card["detail"])
    inner = [part for token in tokens for part in token.children or ()]

    assert not {"html_inline", "image"} & {part.type for part in inner}
    links = [part.attrs["href"] for part in inner if part.type == "link_open"]
    assert [href for href in links if "evil" in str(href)] == []


def test_087_088_the_indicator_is_one_of_those_allowed(cards: Cards) -> None:
    assert {card["indicator"] for card in cards} == {"info", "warning"}


def test_088_what_takes_years_is_never_critical(answers: Answers) -> None:
    [card] = answers["diagnostic value", "en"]["cards"]

    assert card["indicator"] == "warning"


@pytest.mark.parametrize("element", ["suggestions", "overrideReasons", "links"])
def test_092_098_103_lists_of_a_card_hold_objects(cards: Cards, element: str) -> None:
    lists = [card[element] for card in cards if element in card]

    assert lists
    assert {type(item) for found in lists for item in found} == {dict}


def test_093_095_096_a_card_with_suggestions_says_how_many_may_be_chosen(
    cards: Cards,
) -> None:
    chosen = {card.get("selectionBehavior") for card in cards if "suggestions" in card}

    assert chosen == {"at-most-one"}


def test_094_a_card_without_a_test_to_order_has_no_suggestions(
    answers: Answers,
) -> None:
    [card] = answers["already ordered", "en"]["cards"]

    assert "suggestions" not in card
    assert "selectionBehavior" not in card


def test_099_100_136_219_every_card_offers_reasons_with_words_to_show(
    answers: Answers,
) -> None:
    for (_, language), answer in answers.items():
        for card in answer["cards"]:
            shown = [reason["display"] for reason in card["overrideReasons"]]
            assert len(shown) >= 3
            assert all(isinstance(words, str) and words for words in shown)
            assert all(words.isascii() for words in shown) is (language == "en")


def test_104_without_a_public_address_a_card_has_no_links(ehr: Ehr) -> None:
    [card] = ehr.ask([patient(), *measured(**BODY)]).json()["cards"]

    assert "links" not in card
