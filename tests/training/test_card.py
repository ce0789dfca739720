"""The card answers every question asked of it, from the figures of the run."""

import json
import re
from collections.abc import Callable, Iterator

import msgspec
import numpy as np
import pytest

from tests.training.cards import (
    incident_card,
    recalibrated_card,
    undiagnosed_card,
)
from training.bundle import to_json
from training.card.hti1 import ATTRIBUTES
from training.card.page import page
from training.card.record import Card, read_card
from training.card.references import bibtex, cited
from training.card.tripod import ITEMS

CARDS = [
    pytest.param(incident_card, id="incident"),
    pytest.param(undiagnosed_card, id="undiagnosed"),
    pytest.param(recalibrated_card, id="recalibrated"),
]
MAY_BE_EMPTY = {
    *("coverage", "contributions", "recalibration", "abroad", "horizons"),
    *("target", "target_group", "confirmed", "kin", "learnt", "time"),
    # Of quantities shares, of answers quartiles; of a bundle trained at one place none.
    *("shares", "quartiles", "groups", "doi", "cleaning"),
    # A curve without a band.
    *("low", "high"),
}
MAY_BE_NONE = {
    *("external", "recalibration", "target_data", "transfer"),
    *("ranking", "c_index"),
    *("auc", "observed_expected", "slope", "sensitivity", "specificity", "gain"),
    *("slope_before", "slope_after"),
}


@pytest.mark.parametrize("make", CARDS)
def test_every_one_of_the_31_attributes_is_answered(make: Callable[[], Card]) -> None:
    answers = {item.number: item.answer(make()) for item in ATTRIBUTES}

    assert [len(list(group)) for group in by_section()] == [4, 4, 2, 4, 2, 4, 5, 4, 2]
    assert len(answers) == 31
    assert {number for number, text in answers.items() if is_empty(text)} == set()


def by_section() -> Iterator[list[str]]:
    """The numbers of the attributes, in their nine sections."""
    for section in "123456789":
        yield [i.number for i in ATTRIBUTES if i.number.startswith(f"{section}.")]


@pytest.mark.parametrize("make", CARDS)
def test_every_item_of_tripod_is_answered(make: Callable[[], Card]) -> None:
    answers = {item.number: item.answer(make()) for item in ITEMS}

    assert {re.sub("[a-g]", "", number) for number in answers} == {
        str(number) for number in range(1, 28)
    }
    assert len(answers) == len(ITEMS) == 52
    assert {number for number, text in answers.items() if is_empty(text)} == set()


def is_empty(text: str) -> bool:
    """Whether a text says nothing, or says it with a placeholder."""
    return not re.search(r"\w{3}", text) or bool(
        re.search(r"\b(nan|None|TODO|TBD|N/A)\b(?! \w|:|\.|,|;| )", text)
    )


@pytest.mark.parametrize("make", CARDS)
def test_nothing_in_the_data_of_a_card_is_empty(make: Callable[[], Card]) -> None:
    content = json.loads(to_json(make().to_json()))

    assert list(empty("card", content)) == []


def empty(path: str, value: object) -> Iterator[str]:
    """Where the data says nothing although something should be said."""
    name = path.rpartition(".")[2]
    if value is None:
        if name not in MAY_BE_NONE:
            yield path
    elif value in ("", [], {}):
        if name not in MAY_BE_EMPTY:
            yield path
    elif isinstance(value, float) and not np.isfinite(value):
        yield path
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from empty(f"{path}.{key}", part)
    elif isinstance(value, list):
        for part in value:
            yield from empty(path, part)


@pytest.mark.parametrize("make", CARDS)
def test_no_cell_of_the_page_is_empty(make: Callable[[], Card]) -> None:
    text = page(make(), {"roc.svg": "ROC curves"})

    assert [line for line in text.splitlines() if re.search(r"\|\s*\|", line)] == []
    assert re.findall(r"^- \W*$|\bnan\b|\{\w+\}", text, re.MULTILINE) == []
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert "## HTI-1 source attributes" in headings
    assert "## TRIPOD+AI" in headings


@pytest.mark.parametrize("make", CARDS)
def test_a_card_read_back_is_the_card_to_six_digits(make: Callable[[], Card]) -> None:
    card = make()
    content = to_json(card.to_json())

    found = read_card(content)

    assert to_json(found.to_json()) == content
    assert list(found.home) == list(card.home) == ["all inputs", "no glucose"]
    assert found.facts == card.facts


def test_a_file_that_is_no_card_is_refused() -> None:
    content = json.loads(to_json(incident_card().to_json()))
    del content["facts"]

    with pytest.raises(msgspec.ValidationError, match="facts"):
        read_card(json.dumps(content).encode())


def test_every_reference_can_be_cited_and_keys_are_their_own() -> None:
    references = incident_card().facts.references
    keys = [reference.key for reference in references]

    assert len(set(keys)) == len(keys)
    assert cited(references[0]) == (
        "Chen Ying, Zhang Xiao-Ping, Yuan Jie, et al. Association of body mass index and "
        "age with incident diabetes in Chinese adults: a population-based cohort study. "
        "BMJ Open 8:e021768 (2018). doi:10.1136/bmjopen-2018-021768"
    )
    assert bibtex(references[0]).startswith(
        "@article{chen2018,\n  author = {Chen, Ying"
    )
