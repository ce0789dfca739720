"""The page as it opens: in the reader's language, whole, and kept by the browser."""

import gzip
import json
from typing import Any

import pytest
from litestar.testing import TestClient

from service.transports.page.site import Site
from tests.contract.page.html import Page


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [
        pytest.param("/", "vi-VN,vi;q=0.9,en;q=0.8", "vi", id="a reader of Vietnamese"),
        pytest.param("/", "en-GB,en;q=0.9", "en", id="a reader of English"),
        pytest.param("/", "fr", "vi", id="of neither: the service's own"),
        pytest.param("/?language=en", "vi", "en", id="the address decides"),
        pytest.param("/?language=xx", "en", "en", id="the address says nothing"),
    ],
)
def test_the_page_is_in_the_readers_language(
    client: TestClient[Any], address: str, accepted: str, language: str
) -> None:
    answer = client.get(address, headers={"accept-language": accepted})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == language
    assert Page(answer.text).language == language


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", ["/", "/nothing-here"])
def test_every_address_on_a_page_is_there_and_is_this_services(
    client: TestClient[Any], address: str, language: str
) -> None:
    answer = client.get(
        f"{address}?language={language}", headers={"accept": "text/html"}
    )
    addresses = Page(answer.text).addresses

    assert len(addresses) > 5
    for found in addresses:
        target = f"{address}{found}" if found.startswith("?") else found
        assert target.startswith("/"), found
        status = client.get(target, headers={"accept": "text/html"}).status_code
        assert status == (404 if found.startswith("?") and address != "/" else 200)


def test_the_page_asks_whether_it_has_changed(client: TestClient[Any]) -> None:
    first = client.get("/?language=vi")
    again = client.get(
        "/?language=vi", headers={"if-none-match": first.headers["etag"]}
    )
    other = client.get(
        "/?language=en", headers={"if-none-match": first.headers["etag"]}
    )

    assert first.headers["cache-control"] == "no-cache"
    assert set(first.headers["vary"].split(", ")) == {
        "accept-language",
        "accept-encoding",
    }
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        pytest.param("gzip, deflate, br", "gzip", id="a browser"),
        pytest.param("*", "gzip", id="anything"),
        pytest.param("identity", None, id="no compression"),
        pytest.param("gzip;q=0", None, id="anything but gzip"),
        pytest.param("gzip;q=x", None, id="nonsense"),
    ],
)
def test_a_page_is_compressed_for_whoever_takes_it(
    client: TestClient[Any], accepted: str, coding: str | None
) -> None:
    answer = client.get("/", headers={"accept-encoding": accepted})

    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["etag"].endswith('-gzip"') is (coding == "gzip")
    assert answer.text.startswith("<!doctype html>")


def test_the_page_needs_no_inline_script_or_style(client: TestClient[Any]) -> None:
    page = Page(client.get("/").text)

    assert page.inline == []


def test_a_reader_who_lost_the_way_gets_a_page_and_a_program_a_problem(
    client: TestClient[Any],
) -> None:
    reader = client.get(
        "/lost", headers={"accept": "text/html,*/*;q=0.8", "accept-language": "en"}
    )
    program = client.get("/lost", headers={"accept": "*/*"})
    client_of_the_api = client.get("/v1/lost", headers={"accept": "text/html"})

    assert reader.status_code == 404
    assert reader.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in reader.headers["content-security-policy"]
    assert "There is nothing here" in reader.text
    for answer in (program, client_of_the_api):
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_scripts_are_told_what_the_service_knows(
    client: TestClient[Any], site: Site, language: str
) -> None:
    answer = client.get(site.assets.url(f"text.{language}.json"))
    table = answer.json()
    glucose = next(v for v in table["variables"] if v["name"] == "fasting_glucose")
    height = next(v for v in table["variables"] if v["name"] == "height")
    [incident, undiagnosed] = table["bundles"]

    assert table["language"] == language
    assert (
        table["messages"]["shell.other_language"]
        == {
            "vi": "English",
            "en": "Tiếng Việt",
        }[language]
    )
    assert (
        glucose["label"]
        == {
            "vi": "Đường huyết lúc đói",
            "en": "Fasting glucose",
        }[language]
    )
    assert [unit["code"] for unit in glucose["units"]] == ["mmol/L", "mg/dL"]
    assert (glucose["low"], glucose["high"], glucose["decimals"]) == (2, 35, 1)
    assert [unit["symbol"] for unit in height["units"]] == ["cm", "m", "in"]
    assert (incident["name"], undiagnosed["name"]) == (
        "incident-diabetes",
        "undiagnosed-diabetes",
    )
    assert incident["horizons_years"] == [3, 5]
    assert incident["url"] == f"/page/bundles/incident-diabetes/{incident['version']}"
    assert len(gzip.compress(answer.content)) < 60_000
    assert "NaN" not in json.dumps(table)
    assert "Infinity" not in json.dumps(table)
