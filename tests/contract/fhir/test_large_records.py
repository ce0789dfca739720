"""Records of a lifetime, and the synthetic ones of Synthea."""

import json
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.contract.fhir.records import (
    HEADERS,
    OPERATION,
    TESTED,
    ask,
    assessed,
    bundle,
    extensions,
    issues,
    observation,
    record,
)
from tests.contract.fhir.validators import Validators
from training.data_directory import default_directory

NUMBERS = range(1, 19)


def years_of_glucose(entries: int) -> list[dict[str, Any]]:
    """Observations of the woman, one a day, before those that are the newest."""
    return [
        observation("1558-6", 90 + day % 10, "mg/dL", on=f"20{year:02}-01-{day:02}")
        | {"id": f"g-{year}-{day}"}
        for day in range(1, 29)
        for year in range(25)
    ] * (entries // 700)


def test_five_thousand_entries_are_answered_as_the_newest_of_them_are(
    client: TestClient[Any], validators: Validators
) -> None:
    body = bundle(*years_of_glucose(5_000), *TESTED)
    assert len(body["entry"]) >= 4_900

    answer = ask(client, body)

    validators.check(answer.text)
    expected = assessed(ask(client, record(*TESTED)))
    assert [a.get("prediction") for a in assessed(answer)] == [
        a.get("prediction") for a in expected
    ]


def test_a_record_damaged_throughout_is_told_in_short(
    client: TestClient[Any], validators: Validators
) -> None:
    wrong = [
        observation("1558-6", 90, "bananas", on=f"2026-{month:02}-{day:02}")
        for month in range(1, 11)
        for day in range(1, 29)
    ]
    answer = ask(client, record(*TESTED[:1], *wrong))

    validators.check(answer.text)
    told = issues(answer)
    ignored = [i for i in told if i["severity"] == "warning" and "expression" in i]
    assert len(ignored) <= 100


@pytest.fixture(scope="module")
def synthea() -> Path:
    """The folder of the synthetic records."""
    folder = (default_directory() or Path()) / "synthea"
    if not folder.is_dir():
        pytest.skip("the records of Synthea are not here")
    return folder


@pytest.mark.parametrize("number", NUMBERS)
def test_a_record_of_synthea_is_answered(
    client: TestClient[Any], validators: Validators, synthea: Path, number: int
) -> None:
    text = (synthea / f"patient-{number:02}.json").read_bytes()
    answer = client.post(OPERATION, content=text, headers=HEADERS)

    assert answer.status_code == 200, answer.text
    validators.check(answer.text)


def test_those_with_diabetes_are_recognised(
    client: TestClient[Any], synthea: Path
) -> None:
    for number in NUMBERS:
        text = (synthea / f"patient-{number:02}.json").read_bytes()
        conditions = [
            coding["code"]
            for entry in json.loads(text)["entry"]
            if entry["resource"]["resourceType"] == "Condition"
            for coding in entry["resource"]["code"]["coding"]
        ]
        answer = client.post(OPERATION, content=text, headers=HEADERS)
        reasons = {
            reason["valueCodeableConcept"]["coding"][0]["code"]
            for assessment in assessed(answer)
            for reason in extensions(assessment, "not-assessed")
        }
        assert ("known_diabetes" in reasons) == ("44054006" in conditions), number
