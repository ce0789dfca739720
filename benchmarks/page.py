"""The clinician's page over a weak link: bytes and seconds of a first visit.

`make bench` runs it in the operating system's chromium against the real service, over
1 Mbit/s with 50 ms of latency, nothing cached; the medians stand beside the limits.
"""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.server import Server
from tests.web.traffic import Traffic

VISITS = 5
BITS_PER_SECOND = 1_000_000
LATENCY_MS = 50
SECONDS_LIMIT = 5.0
KILOBYTES_LIMIT = 600
MODELS = Path(__file__).resolve().parent.parent / "models"
PATIENT = "#age=54&sex=female&height=155&weight=62&fasting_glucose=106%20mg%2FdL"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def main() -> None:
    """Print the table."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(MODELS, Path(folder) / "log") as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=shutil.which("chromium")) as browser,
    ):
        visits = [_visit(browser, server.url) for _ in range(VISITS)]
    painted, answered, page, model = map(statistics.median, zip(*visits, strict=True))
    print(f"median of {VISITS} first visits over 1 Mbit/s, {LATENCY_MS} ms")
    print(f"first paint   {painted:8.2f} s")
    print(f"result shown  {answered:8.2f} s    limit {SECONDS_LIMIT} s")
    print(f"page          {page:8.0f} kB   limit {KILOBYTES_LIMIT} kB, compressed")
    print(f"model         {model:8.0f} kB   compressed, in the background")


def _visit(browser: Browser, url: str) -> tuple[float, float, float, float]:
    """Open a link with a patient's values: seconds until it shows, and kilobytes."""
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        traffic = Traffic(page)
        traffic.slow_down(bits_per_second=BITS_PER_SECOND, latency_ms=LATENCY_MS)
        began = time.perf_counter()
        page.goto(f"{url}/{PATIENT}", wait_until="commit")
        page.wait_for_selector("#result [data-state=answer]", timeout=60_000)
        answered = time.perf_counter() - began
        painted = float(page.evaluate(PAINTED)) / 1000
        page.wait_for_load_state("networkidle", timeout=120_000)
        size = sum(traffic.by_path().values()) / 1000
        return painted, answered, size, traffic.model_bytes() / 1000


if __name__ == "__main__":
    main()
