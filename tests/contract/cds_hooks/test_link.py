"""The link to the clinician's page: filled in, and naming nobody."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from litestar.testing import TestClient

from service.transports.cds_hooks.link import page_link
from tests.contract.cds_hooks.conftest import PUBLIC_URL, Ehr
from tests.contract.cds_hooks.hooks import PATIENT_ID, RECORDS


def fields(url: str) -> dict[str, str]:
    """What the fragment says, read as a browser's page reads it."""
    pairs = parse_qs(urlsplit(url).fragment, strict_parsing=True, separator="&")
    return {name: value for name, [value] in pairs.items()}


def link_of(ehr: Ehr, name: str, language: str = "vi") -> dict[str, str]:
    [card] = ehr.ask(RECORDS[name], language).json()["cards"]
    [link] = card["links"]
    found: dict[str, str] = link
    return found


def test_the_values_stand_in_the_fragment_as_the_rest_api_takes_them() -> None:
    values = {
        "age": 54,
        "sex": "female",
        "weight": 62.5,
        "height": 155.0,
        "fasting_glucose": {"value": 106, "unit": "mg/dL"},
        "hba1c": {"value": 5.9},
        "hypertension": True,
        "large_baby": False,
    }

    link = page_link("https://risk.hospital.vn", values, "vi")

    assert link is not None
    assert link.url.startswith("https://risk.hospital.vn/#")
    assert fields(link.url) == {
        "age": "54",
        "sex": "female",
        "weight": "62.5",
        "height": "155",
        "fasting_glucose": "106 mg/dL",
        "hba1c": "5.9",
        "hypertension": "true",
        "large_baby": "false",
        "language": "vi",
    }


def test_a_space_is_not_written_as_a_plus() -> None:
    link = page_link(PUBLIC_URL, {"weight": {"value": 62, "unit": "kg"}}, "en")

    assert link is not None
    assert link.url == f"{PUBLIC_URL}/#weight=62%20kg&language=en"


def test_the_page_opens_with_the_values_of_the_card(published: Ehr) -> None:
    link = link_of(published, "prediabetes")

    assert link["type"] == "absolute"
    assert link["label"] == "Mở để xem và thử thay đổi"
    found = fields(link["url"])
    assert (found["age"], found["sex"], found["language"]) == ("54", "female", "vi")
    assert (found["fasting_glucose"], found["hba1c"]) == ("112 mg/dL", "6.1 %")


def test_nothing_in_the_link_names_the_patient(published: Ehr) -> None:
    link = link_of(published, "prediabetes")

    assert PATIENT_ID not in link["url"]
    assert urlsplit(link["url"]).query == ""
    assert "birth" not in link["url"]


def test_there_is_no_link_where_nobody_said_what_address_others_see(
    client: TestClient[Any], ehr: Ehr
) -> None:
    [card] = ehr.ask(RECORDS["prediabetes"]).json()["cards"]

    assert "links" not in card
