"""The pictures of docs/screenshots: the page as clinicians see it.

`make screenshots` takes them again, with the operating system's chromium, of the real
service: three sizes, both languages, at a fixed hour and without motion. Each picture
keeps 256 colours, which no eye misses and which keeps the repository small.
"""

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlencode

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.server import Server

FOLDER = Path(__file__).resolve().parent / "screenshots"
MODELS = FOLDER.parent.parent / "models"
HOUR = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
COLOURS = 256
SIZES = {"phone": (390, 844), "tablet": (834, 1112), "desktop": (1440, 900)}
PATIENT = {
    "age": "54",
    "sex": "female",
    "height": "155",
    "weight": "62",
    "waist": "84",
    "systolic_bp": "138",
    "diastolic_bp": "86",
    "fasting_glucose": "106 mg/dL",
    "triglycerides": "2.1",
    "family_history_diabetes": "first_degree",
    "smoking": "never",
}
DIAGNOSTIC = {**PATIENT, "fasting_glucose": "146 mg/dL"}
ANSWER = "#result [data-state=answer]"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is taken: a view of the page, at a size, in a language."""

    view: str
    size: str
    language: Literal["vi", "en"]
    dark: bool = False

    @property
    def name(self) -> str:
        """The file's name without its suffix."""
        parts = (self.view, self.size, self.language, *(["dark"] if self.dark else []))
        return "-".join(parts)


def pictures() -> Iterator[Picture]:
    """What matters most at every size, the rest on a desktop, and the dark ones."""
    for language in ("vi", "en"):
        for size in SIZES:
            yield Picture("entry", size, language)
            yield Picture("result", size, language)
        for view in ("reasons", "what-if", "not-assessed", "model"):
            yield Picture(view, "desktop", language)
    yield Picture("result", "desktop", "vi", dark=True)
    yield Picture("reasons", "phone", "vi", dark=True)


def _entry(page: Page, language: str) -> None:
    page.goto(f"/?language={language}")
    page.wait_for_selector("html.scripted")


def _result(page: Page, language: str) -> None:
    _open(page, language, PATIENT)
    if page.evaluate("innerWidth") < SIZES["tablet"][0]:
        _show(page, "#result")


def _reasons(page: Page, language: str) -> None:
    _open(page, language, PATIENT)
    _show(page, "#result .reasons")


def _what_if(page: Page, language: str) -> None:
    _open(page, language, PATIENT)
    lever = page.locator("#result input[type=range]").first
    lever.focus()
    for _ in range(8):
        lever.press("ArrowLeft")
    page.evaluate("document.activeElement.blur()")
    _show(page, "#result .what-if")


def _not_assessed(page: Page, language: str) -> None:
    _open(page, language, DIAGNOSTIC)


def _model(page: Page, language: str) -> None:
    page.goto(f"/models/incident-diabetes?language={language}")


VIEWS: Mapping[str, Callable[[Page, str], None]] = {
    "entry": _entry,
    "result": _result,
    "reasons": _reasons,
    "what-if": _what_if,
    "not-assessed": _not_assessed,
    "model": _model,
}


def main() -> None:
    """Take every picture, and leave no other in the folder."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(MODELS, Path(folder) / "log") as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=shutil.which("chromium")) as browser,
    ):
        for picture in pictures():
            shot = _taken(browser, server.url, picture)
            (FOLDER / f"{picture.name}.png").write_bytes(shot)


def _taken(browser: Browser, url: str, picture: Picture) -> bytes:
    width, height = SIZES[picture.size]
    with browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if picture.size == "phone" else 1,
        has_touch=picture.size != "desktop",
        locale=picture.language,
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
        service_workers="block",
    ) as context:
        page = context.new_page()
        page.clock.set_fixed_time(HOUR)
        VIEWS[picture.view](page, picture.language)
        page.wait_for_load_state("networkidle")
        return _smaller(page.screenshot(animations="disabled"))


def _open(page: Page, language: str, values: Mapping[str, str]) -> None:
    page.goto(f"/?language={language}#{urlencode(values, quote_via=quote)}")
    page.wait_for_selector(ANSWER)


def _show(page: Page, selector: str) -> None:
    """Scroll there, as a reader would."""
    page.locator(selector).first.evaluate("e => e.scrollIntoView({block: 'start'})")


def _smaller(png: bytes) -> bytes:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    smaller = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(
        smaller, "PNG", optimize=True
    )
    return smaller.getvalue()


if __name__ == "__main__":
    main()
