"""What the browser's engine is told: the service's own numbers and texts, all of them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.clinical.language import LANGUAGES, Language
from service.engine.engine import RiskEngine
from service.transports.page.clinical_table import clinical_table

ENGINE = Path(__file__).resolve().parents[2] / "service/web/static/engine"
LARGEST = 60_000


def table(
    engine: RiskEngine, language: Language, *, interval: bool = True
) -> dict[str, Any]:
    """The table as a browser reads it."""
    written = json.dumps(clinical_table(engine, language, interval=interval))
    read: dict[str, Any] = json.loads(written)
    return read


def strings(value: object, at: str = "") -> Iterator[tuple[str, str]]:
    """Every string of the table with its place."""
    match value:
        case str():
            yield at, value
        case dict():
            for name, one in value.items():
                yield from strings(one, f"{at}/{name}")
        case list():
            for place, one in enumerate(value):
                yield from strings(one, f"{at}/{place}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_small_enough_to_be_loaded_with_the_page(
    engine: RiskEngine, language: Language
) -> None:
    written = json.dumps(table(engine, language), ensure_ascii=False)

    assert len(written.encode()) < LARGEST


def test_a_criterion_has_its_value_in_each_unit(engine: RiskEngine) -> None:
    (glucose, *_) = table(engine, "en")["eligibility"]["criteria"]

    assert glucose["variable"] == "fasting_glucose"
    assert glucose["at_least"] == {"mmol/L": 7.0, "mg/dL": 126}


def test_texts_are_in_the_language_asked_for(engine: RiskEngine) -> None:
    vi, en = (table(engine, language)["bands"]["very_high"] for language in LANGUAGES)

    assert (vi, en) == ("rất cao", "very high")


def test_both_languages_have_the_same_places_and_placeholders(
    engine: RiskEngine,
) -> None:
    vi, en = (
        {
            at: sorted(set(re.findall(r"(?<!\{)\{\w+\}(?!\})", text)))
            for at, text in strings(table(engine, language))
        }
        for language in LANGUAGES
    )
    # Word order differs: Vietnamese names the figure where English says "risk" in words.
    mentioned = {"/narrative/texts/raised", "/narrative/texts/lowered"}

    assert vi.keys() == en.keys()
    assert {at for at in vi if vi[at] != en[at]} == mentioned


def test_an_item_of_a_score_says_what_it_is(engine: RiskEngine) -> None:
    ada = next(one for one in table(engine, "en")["scores"] if one["code"] == "ada")
    age, sex, pregnancies, *_ = ada["items"]

    assert age["type"] == "Steps"
    assert age["steps"][0] == {"type": "Step", "start": 40, "points": 1, "above": False}
    assert sex["by_answer"] == {"female": 0, "male": 1}
    assert pregnancies["items"]["male"] == {"type": "Between", "low": 0, "high": 0}
    assert pregnancies["items"]["female"]["by_answer"] == [[False, 0], [True, 1]]


def test_whom_a_score_is_for_is_said_in_words(engine: RiskEngine) -> None:
    ncdrs = next(one for one in table(engine, "vi")["scores"] if one["code"] == "ncdrs")

    assert (ncdrs["from_age"], ncdrs["to_age"]) == (20, 74)
    assert ncdrs["ages"] == "Dùng cho người từ 20 đến 74 tuổi."
    assert ncdrs["meant_for"].startswith("Dùng cho người Đông Á")


def test_the_width_of_an_interval_is_that_of_the_bundles_level(
    engine: RiskEngine,
) -> None:
    deviations = table(engine, "en")["interval"]["deviations"]

    # Nine times of ten: 1.645 standard deviations on either side.
    assert deviations == {
        "incident-diabetes": pytest.approx(1.6449, abs=1e-4),
        "undiagnosed-diabetes": pytest.approx(1.6449, abs=1e-4),
    }


def test_whether_ranges_are_given_unasked_is_the_services_setting(
    engine: RiskEngine,
) -> None:
    assert table(engine, "en")["requests"]["interval"] is True
    assert table(engine, "en", interval=False)["requests"]["interval"] is False


def test_the_engine_in_the_browser_reads_no_text_that_is_not_there(
    engine: RiskEngine,
) -> None:
    parts = table(engine, "en").values()
    there = {name for part in parts if "texts" in part for name in part["texts"]}
    code = "\n".join(file.read_text(encoding="utf-8") for file in ENGINE.glob("*.js"))

    assert set(re.findall(r"\btexts\.(\w+)", code)) <= there
