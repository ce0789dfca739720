"""Sharing: a link that no server reads, files, and no name in any of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.answers import answer, part, updated
from tests.web.browser import Visitor
from tests.web.states import HIGH, open_answer


@pytest.fixture(scope="module")
def page(browser: Browser, page_url: str) -> Iterator[Page]:
    visitor = Visitor(browser, page_url)
    visitor.expect("ERR_FAILED")
    page = visitor.page(language="en")
    open_answer(page, HIGH)
    yield page
    visitor.close()


def test_link_opens_with_the_same_result(visitor: Visitor, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    said = part(page, "sentence").inner_text()
    part(page, "copy").click()
    expect(part(page, "shared")).to_contain_text("never sent to a server")
    link = page.evaluate("navigator.clipboard.readText()")
    other = visitor.page(language="vi")
    other.goto(link)
    expect(part(other, "sentence")).to_have_text(said)
    parts = urlsplit(link)
    assert (parts.path, parts.query) == ("/", "")
    assert "fasting_glucose=106%20mg%2FdL" in parts.fragment


def test_link_can_be_copied_by_hand_where_the_clipboard_is_closed(page: Page) -> None:
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(Error('no')); }"
    )
    part(page, "copy").click()
    expect(part(page, "shared")).to_have_text("Select the link and copy it.")
    field = page.get_by_label("Link with the values")
    expect(field).to_be_focused()
    assert "sex=female" in field.input_value()


def test_json_has_what_was_asked_and_answered(
    visitor: Visitor, page: Page, tmp_path: Path
) -> None:
    with page.expect_download() as download:
        part(page, "json").click()
    download.value.save_as(tmp_path / "file.json")
    saved = json.loads((tmp_path / "file.json").read_text(encoding="utf-8"))
    assert sorted(saved) == [
        *("answer", "answered_by", "made_at", "models", "request"),
    ]
    assert saved["request"]["patient"]["fasting_glucose"] == {
        "value": 106,
        "unit": "mg/dL",
    }
    assert saved["answered_by"] == "server"
    told = answer(visitor.url, HIGH, "en")
    assert saved["answer"]["assessments"] == told["assessments"]
    assert {"name": "incident-diabetes", "version": "3.0.0"} in saved["models"]
    expect(part(page, "shared")).to_contain_text(download.value.suggested_filename)


def test_fhir_document_is_made_by_the_service(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        part(page, "document").click()
    download.value.save_as(tmp_path / "file.json")
    document = json.loads((tmp_path / "file.json").read_text(encoding="utf-8"))
    assert document["resourceType"] == "Bundle"
    assert document["type"] == "document"
    assert download.value.suggested_filename.endswith(".fhir.json")


def test_fhir_document_needs_a_connection_and_says_so(page: Page) -> None:
    page.route("**/page/document", lambda route: route.abort())
    part(page, "document").click()
    expect(part(page, "shared")).to_contain_text("connect, then try again")
    page.unroute("**/page/document")


def test_says_that_the_name_belongs_into_the_record(page: Page) -> None:
    expect(part(page, "share")).to_contain_text("Nothing here names the patient.")


def test_nothing_is_left_in_the_browser(page: Page) -> None:
    part(page, "json").click()
    kept = page.evaluate(
        """async () => [
            localStorage.length, sessionStorage.length, document.cookie,
            (await indexedDB.databases()).length,
        ]"""
    )
    assert kept == [0, 0, "", 0]


def test_json_names_the_versions_that_answered(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.page(language="en")
    page.route("**/page/assess", updated)
    open_answer(page, {"age": "54", "sex": "female"})
    with page.expect_download() as download:
        part(page, "json").click()
    download.value.save_as(tmp_path / "file.json")
    saved = json.loads((tmp_path / "file.json").read_text(encoding="utf-8"))
    # The second gave no risk: no version of it answered.
    assert saved["models"] == [
        {"name": "incident-diabetes", "version": "9.0.0"},
        {"name": "undiagnosed-diabetes", "version": "2.0.0"},
    ]
