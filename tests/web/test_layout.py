"""The page fits every window from 320 to 2560 pixels, and fingers can hit what it has."""

from typing import Literal

import pytest

from tests.web.browser import Visitor
from tests.web.layout import misfits, small_targets
from tests.web.states import STATES

LOADED = ["empty", "errors", "very high", "unfolded", "diagnostic value"]
WIDTHS = [320, 390, 768, 1280, 1920, 2560]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("state", [*LOADED, "incident model"])
def test_nothing_is_cut_off_at_any_width(
    visitor: Visitor, state: str, language: Literal["vi", "en"]
) -> None:
    page = visitor.page(language=language)
    STATES[state](page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert misfits(page) == [], f"{width} pixels"


@pytest.mark.parametrize("state", [*LOADED, "incident model"])
def test_nothing_is_cut_off_with_letters_twice_as_large(
    visitor: Visitor, state: str
) -> None:
    page = visitor.page(size=(1280, 900))
    STATES[state](page)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert misfits(page) == []


@pytest.mark.parametrize("state", [*LOADED, "incident model"])
def test_a_pointer_can_hit_every_control(visitor: Visitor, state: str) -> None:
    page = visitor.page(size=(1280, 900))
    STATES[state](page)
    assert small_targets(page, 24) == []


@pytest.mark.parametrize("state", [*LOADED, "incident model"])
def test_a_finger_can_hit_every_control(visitor: Visitor, state: str) -> None:
    page = visitor.page(size=(390, 844), touch=True)
    STATES[state](page)
    assert small_targets(page, 44) == []


def test_result_stands_beside_the_form_where_there_is_room(visitor: Visitor) -> None:
    page = visitor.page(size=(1280, 900))
    STATES["high"](page)
    entry = page.locator("#entry").bounding_box()
    result = page.locator("#result").bounding_box()
    assert entry is not None
    assert result is not None
    assert entry["x"] + entry["width"] <= result["x"]
    page.set_viewport_size({"width": 390, "height": 844})
    entry = page.locator("#entry").bounding_box()
    result = page.locator("#result").bounding_box()
    assert entry is not None
    assert result is not None
    assert entry["y"] + entry["height"] <= result["y"]
