"""The service in a process of its own and one chromium for all tests of the page.

Playwright's loop runs in this thread once the browser is open, so the tests that run a
loop of their own come before; the folders' names see to that.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.server import Server
from tests.web.browser import Visitor
from tests.web.states import open_empty

# Two test processes, each with a browser and servers, may share one slow machine.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The operating system's chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium) as browser,
    ):
        yield browser


@pytest.fixture(scope="session")
def page_url(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running service with the committed models."""
    with Server(models, tmp_path_factory.mktemp("page") / "log") as server:
        # Said once: without it every test would wait for a page that cannot come.
        httpx.get(server.url).raise_for_status()
        yield server.url


@pytest.fixture
def visitor(browser: Browser, page_url: str) -> Iterator[Visitor]:
    """Opens pages of any kind; see Visitor."""
    visitor = Visitor(browser, page_url)
    yield visitor
    visitor.close()


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """A Vietnamese reader's page on a laptop, nothing opened yet."""
    return visitor.page()


@pytest.fixture
def vietnamese(page: Page) -> Page:
    """The page in Vietnamese, with nothing entered."""
    open_empty(page)
    return page


@pytest.fixture
def english(visitor: Visitor) -> Page:
    """The page in English, with nothing entered."""
    page = visitor.page(language="en")
    open_empty(page)
    return page
