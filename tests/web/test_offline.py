"""The page without a network: kept whole, scoring as the server did, telling no one."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server import Server
from tests.web.browser import Visitor
from tests.web.states import ANSWER, fragment

READY = "#connection[data-state=ready]"
ALONE = "#connection[data-state=offline]"
PATIENT = {"age": "54", "sex": "female", "bmi": "27.13", "waist": "91.37"} | {
    "systolic_bp": "138",
    "fasting_glucose": "106.7 mg/dL",
}
ASK = """async () => {
  const { ask } = await import(document.querySelector("script[src]").src
    .replace("main.js", "ask.js"));
  const patient = { age: 54, sex: "female", bmi: 27.13, systolic_bp: 138,
    fasting_glucose: { value: 106.7, unit: "mg/dL" } };
  return await ask({ patient });
}"""
REGISTRATION = "navigator.serviceWorker.getRegistration()"
KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      kept.push([name, request.url, await (await cache.match(request)).text()]);
    }
  }
  return kept;
}"""


@pytest.fixture
def server(models: Path, tmp_path: Path) -> Iterator[Server]:
    with Server(models, tmp_path / "log") as server:
        yield server


@pytest.fixture
def traveller(browser: Browser, server: Server) -> Iterator[Visitor]:
    """A reader whose browser keeps the page."""
    visitor = Visitor(browser, server.url)
    yield visitor
    visitor.expect("net::ERR_")  # what chromium logs of each request that fails
    visitor.close()


def visited(traveller: Visitor, values: dict[str, str]) -> Page:
    """The page with these values, once it can do without a network."""
    page = traveller.page(service_workers="allow")
    page.goto(fragment(values, "vi"))
    expect(page.locator(ANSWER)).to_be_visible(timeout=15_000)
    expect(page.locator(READY)).to_be_attached(timeout=30_000)
    return page


def opened_again(page: Page, values: dict[str, str]) -> None:
    """A fresh load of the link: the page itself keeps no values in its address."""
    page.goto("about:blank")
    page.goto(fragment(values, "vi"))


def cut(page: Page, server: Server) -> None:
    page.context.set_offline(True)
    server.process.kill()
    server.process.wait()


def eventually(page: Page, condition: str) -> None:
    """Wait for what the page shows nowhere."""
    for _ in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {condition}")


def unequal(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """Where two answers differ: in a number by more than a millionth, or otherwise."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            yield from unequal(one.get(key), other.get(key), f"{place}/{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other, strict=True)):
            yield from unequal(*pair, f"{place}/{index}")
    elif isinstance(one, float) and isinstance(other, int | float):
        if abs(one - other) > 1e-6:
            yield f"{place}: {one} and {other}"
    elif one != other:
        yield f"{place}: {one} and {other}"


def test_after_one_visit_the_page_opens_and_answers_as_the_server_did(
    traveller: Visitor, server: Server
) -> None:
    page = visited(traveller, PATIENT)
    said = page.locator("#result [data-part=sentence]").inner_text()
    before = page.evaluate(ASK)
    assert before["answeredBy"] == "server"

    cut(page, server)
    opened_again(page, PATIENT)
    expect(page.locator(ALONE)).to_be_attached()
    expect(page.locator("#result [data-part=sentence]")).to_have_text(said)
    after = page.evaluate(ASK)
    assert after["answeredBy"] == "browser"
    before["answer"]["request_id"] = ""
    assert list(unequal(before["answer"], after["answer"])) == []


def test_without_a_network_the_other_language_has_the_same_values(
    traveller: Visitor, server: Server
) -> None:
    page = visited(traveller, PATIENT)
    cut(page, server)
    page.click("#language")
    expect(page.locator("html[lang=en].scripted")).to_be_attached()
    expect(page.locator("#field-age")).to_have_value("54")
    expect(page.locator(ANSWER)).to_be_visible(timeout=15_000)
    expect(page.locator(ALONE)).to_be_attached()


def test_without_a_network_the_page_of_each_model_opens(
    traveller: Visitor, server: Server
) -> None:
    page = visited(traveller, PATIENT)
    cut(page, server)
    for name in ("incident-diabetes", "undiagnosed-diabetes"):
        page.click(f"footer a[href^='/models/{name}']")
        expect(page.locator("h1")).to_be_visible()
        assert page.url == f"{server.url}/models/{name}?language=vi"


def test_a_new_release_takes_over_on_the_next_load_and_the_old_one_is_gone(
    traveller: Visitor, server: Server, models: Path, tmp_path: Path
) -> None:
    page = visited(traveller, PATIENT)
    (old,) = page.evaluate("caches.keys()")
    server.process.kill()
    server.process.wait()
    shutil.copytree(models / "incident-diabetes", tmp_path / "m" / "incident-diabetes")
    with Server(tmp_path / "m", tmp_path / "log2", port=server.port):
        page.reload()
        eventually(page, f"async () => (await {REGISTRATION}).waiting !== null")
        page.reload()
        eventually(page, f"async () => !(await caches.keys()).includes('{old}')")
        assert len(page.evaluate("caches.keys()")) == 1
    page.context.set_offline(True)
    opened_again(page, PATIENT)
    expect(page.locator(ALONE)).to_be_attached()
    answer = page.evaluate(ASK)["answer"]
    assert [it["bundle"]["name"] for it in answer["assessments"]] == [
        "incident-diabetes"
    ]


def test_a_release_that_cannot_be_kept_whole_is_not_kept(visitor: Visitor) -> None:
    page = visitor.page(service_workers="allow")
    other = "<!doctype html><title>Another release</title>"
    page.context.route(
        "**/?language=en", lambda route: route.fulfill(body=other, status=200)
    )
    page.goto(fragment(PATIENT, "vi"))
    expect(page.locator(READY)).to_be_attached(timeout=30_000)
    assert page.evaluate("navigator.serviceWorker.controller") is None
    assert page.evaluate(f"async () => (await {REGISTRATION})?.active ?? null") is None


def test_nothing_of_a_patient_is_stored_or_in_an_address(visitor: Visitor) -> None:
    page = visitor.page(service_workers="allow")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(fragment(PATIENT, "vi"))
    expect(page.locator(ANSWER)).to_be_visible(timeout=15_000)
    expect(page.locator(READY)).to_be_attached(timeout=30_000)
    opened_again(page, PATIENT)
    expect(page.locator(ANSWER)).to_be_visible(timeout=15_000)
    kept = page.evaluate(KEPT)

    paths = {url.removeprefix(visitor.url).partition("#")[0] for url in asked}
    assert {"/?language=vi", "/page/assess"} <= paths
    assert [url for url in paths if "27.13" in url or "91.37" in url] == []
    assert [url for _, url, text in kept if "91.37" in url or "91.37" in text] == []
    assert "/page/assess" not in {url.removeprefix(visitor.url) for _, url, _ in kept}
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("document.cookie") == ""
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    ("language", "name"),
    [("vi", "Nguy cơ đái tháo đường"), ("en", "Diabetes risk")],
)
def test_the_page_can_be_installed_in_the_readers_language(
    visitor: Visitor, language: Any, name: str
) -> None:
    page = visitor.page(language=language, service_workers="allow")
    page.goto(f"/?language={language}")
    devtools = page.context.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert f'"name":"{name}"' in manifest["data"]
    problems = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window without a history, as tests have them, installs nothing.
    assert [it["errorId"] for it in problems] in ([], ["in-incognito"])
