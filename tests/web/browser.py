"""Pages of a real chromium that tolerate nothing unexpected.

A page that logs an error or a warning, throws, breaks its own Content-Security-Policy
or asks another host for anything has failed, whatever the test looked at.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
)

# The tests block service workers unless they are about them; Playwright says so.
BLOCKED_WORKER = "Service Worker registration blocked by Playwright"
# Without scripts nothing uses what the markup fetches ahead for them.
UNUSED = "was preloaded using link preload but not used"


@dataclass
class Visitor:
    """Opens pages at one address, and keeps what they should not have said or done."""

    browser: Browser
    url: str
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(
        self,
        *,
        language: Literal["vi", "en"] = "vi",
        dark: bool = False,
        size: tuple[int, int] = (1280, 900),
        touch: bool = False,
        javascript: bool = True,
        service_workers: Literal["allow", "block"] = "block",
    ) -> Page:
        """A page of a browser of its own, nothing opened yet."""
        context = self.browser.new_context(
            base_url=self.url,
            locale={"vi": "vi-VN", "en": "en-GB"}[language],
            timezone_id="Asia/Ho_Chi_Minh",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            viewport={"width": size[0], "height": size[1]},
            has_touch=touch,
            is_mobile=touch,
            java_script_enabled=javascript,
            service_workers=service_workers,
        )
        context.set_default_timeout(20_000)
        context.on("console", self._heard)
        context.on("weberror", lambda error: self._threw(error.error))
        context.on("request", self._asked)
        self.contexts.append(context)
        if not javascript:
            self.expect(UNUSED)
        return context.new_page()

    def expect(self, pattern: str) -> None:
        """Let complaints that contain a match of `pattern` pass in this test."""
        self.expected.append(pattern)

    def close(self) -> None:
        """Close all pages; the test fails if one of them complained."""
        for context in self.contexts:
            context.close()
        unexpected = [
            text
            for text in self.complaints
            if not any(re.search(pattern, text) for pattern in self.expected)
        ]
        if unexpected:
            pytest.fail("the page complained:\n" + "\n".join(unexpected))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and message.text != BLOCKED_WORKER:
            where = message.location["url"]
            self.complaints.append(f"{message.type}: {message.text} ({where})")

    def _threw(self, error: Error) -> None:
        self.complaints.append(f"thrown: {error.stack or error.message}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.url + "/", "data:", "blob:")):
            self.complaints.append(f"another host: {request.url}")
