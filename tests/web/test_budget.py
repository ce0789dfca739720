"""The page stays light enough for a weak link."""

from tests.web.browser import Visitor
from tests.web.states import HIGH, STATES, open_answer
from tests.web.traffic import Traffic

KILOBYTE = 1000


def test_first_load_without_the_model_is_within_600_kilobytes(
    visitor: Visitor,
) -> None:
    page = visitor.page()
    traffic = Traffic(page)
    open_answer(page, HIGH)
    page.wait_for_load_state("networkidle")
    found = traffic.by_path()
    assert sum(found.values()) <= 600 * KILOBYTE, sorted(found.items())
    assert found["/"] > KILOBYTE, "the browser counted nothing"


def test_first_paint_waits_for_no_more_than_markup_and_style(visitor: Visitor) -> None:
    page = visitor.page(javascript=False)
    traffic = Traffic(page)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    needed = {
        path: size
        for path, size in traffic.by_path().items()
        if path == "/" or path.endswith(".css")
    }
    assert sum(needed.values()) <= 60 * KILOBYTE, sorted(needed.items())


def test_model_page_is_as_light(visitor: Visitor) -> None:
    page = visitor.page()
    traffic = Traffic(page)
    STATES["incident model"](page)
    page.wait_for_load_state("networkidle")
    found = traffic.by_path()
    assert sum(found.values()) <= 600 * KILOBYTE, sorted(found.items())
