"""What a page's visit costs on the wire, as the browser counts it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

# The model's own files are fetched once the page is usable; see the page's budget.
MODEL = "/page/bundles/"


class Traffic:
    """Counts compressed bytes, headers included, by path; may slow the link down."""

    def __init__(self, page: Page) -> None:
        self._devtools = page.context.new_cdp_session(page)
        self._urls: dict[str, str] = {}
        self._bytes: dict[str, int] = {}
        self._devtools.on("Network.requestWillBeSent", self._asked)
        self._devtools.on("Network.loadingFinished", self._finished)
        self._devtools.send("Network.enable")

    def slow_down(self, *, bits_per_second: float, latency_ms: float) -> None:
        """Let no more through than a link of this kind does."""
        conditions = {
            "offline": False,
            "latency": latency_ms,
            "downloadThroughput": bits_per_second / 8,
            "uploadThroughput": bits_per_second / 8,
        }
        self._devtools.send("Network.emulateNetworkConditions", conditions)

    def by_path(self) -> Mapping[str, int]:
        """Bytes of everything but the model's files."""
        found: dict[str, int] = {}
        for request, url in self._urls.items():
            path = urlsplit(url).path
            if not path.startswith(MODEL):
                found[path] = found.get(path, 0) + self._bytes.get(request, 0)
        return found

    def model_bytes(self) -> int:
        """Bytes of the model's files."""
        return sum(
            self._bytes.get(request, 0)
            for request, url in self._urls.items()
            if urlsplit(url).path.startswith(MODEL)
        )

    def _asked(self, event: Mapping[str, Any]) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: Mapping[str, Any]) -> None:
        self._bytes[event["requestId"]] = int(event["encodedDataLength"])
