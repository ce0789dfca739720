"""Who answers when the server does, does not, or is not the one that speaks."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.web.bare import LOAD, bare_page
from tests.web.browser import Visitor

ADDRESS = "**/page/assess"
OPEN = f"""async (models) => {{
  {LOAD}
  const {{ useText }} = await load("text.js");
  useText(await (await fetch(root + "text.vi.json")).json());
  globalThis.asking = await load("ask.js");
  if (models) {{
    await asking.loadLocalEngine();
  }}
}}"""
ASK = """async () => {
  try {
    const patient = { age: 54, sex: "female", bmi: 27 };
    const { answer, answeredBy } = await asking.ask({ patient });
    return [answeredBy, answer.assessments.length];
  } catch (error) {
    return [error.constructor.name, error.problem?.title ?? error.message];
  }
}"""
START = f"() => {{ globalThis.pending = ({ASK})(); }}"
ASSESSMENTS = 2
HERE = ["browser", ASSESSMENTS]
THERE = ["server", ASSESSMENTS]


@pytest.fixture
def opened(visitor: Visitor) -> Page:
    """A page with both engines, whose clock only the test moves."""
    visitor.expect("Failed to load resource")
    page = bare_page(visitor)
    page.evaluate(OPEN, True)
    page.clock.install()
    return page


def answering(status: int, kind: str, body: object) -> Callable[[Route], None]:
    return lambda route: route.fulfill(
        status=status, content_type=kind, body=json.dumps(body)
    )


def silent(_: Route) -> None:
    """Say nothing, as a network that loses everything."""


def broken(route: Route) -> None:
    route.abort()


def test_the_server_answers_in_the_language_of_the_page(opened: Page) -> None:
    with opened.expect_request(ADDRESS) as asked:
        assert opened.evaluate(ASK) == THERE
    assert asked.value.post_data_json["language"] == "vi"


@pytest.mark.parametrize(
    "speaks",
    [
        broken,
        answering(503, "application/problem+json", {"title": "Hiện chưa thể trả lời"}),
        answering(200, "text/html", "the page of a hotspot"),
        answering(403, "text/html", "the page of a proxy"),
        answering(429, "application/problem+json", {"title": "Quá nhiều yêu cầu"}),
        answering(502, "text/html", "the page of a gateway"),
    ],
    ids=["no network", "no service", "a hotspot", "a proxy", "too many", "a gateway"],
)
def test_where_the_server_does_not_answer_the_browser_does(
    opened: Page, speaks: Callable[[Route], None]
) -> None:
    opened.route(ADDRESS, speaks)
    assert opened.evaluate(ASK) == HERE


def test_a_server_that_refuses_the_question_is_believed(opened: Page) -> None:
    problem = {"title": "Yêu cầu không hợp lệ", "errors": []}
    opened.route(ADDRESS, answering(422, "application/problem+json", problem))
    assert opened.evaluate(ASK) == ["Refused", "Yêu cầu không hợp lệ"]


def test_the_browser_refuses_what_the_server_would(opened: Page) -> None:
    opened.route(ADDRESS, broken)
    found = opened.evaluate(
        "asking.ask({ patient: { age: 300 } }).catch(({ problem }) => problem)"
    )
    opened.unroute(ADDRESS)
    there = opened.request.post(
        "/page/assess", data={"patient": {"age": 300}, "language": "vi"}
    )
    assert found["status"] == there.status
    assert found["errors"] == there.json()["errors"]


def test_on_a_silent_network_the_browser_answers_after_four_seconds(
    opened: Page,
) -> None:
    opened.route(ADDRESS, silent)
    with opened.expect_request(ADDRESS):
        opened.evaluate(START)
    opened.clock.run_for(3_900)
    still = opened.evaluate("Promise.race([pending, Promise.resolve('waiting')])")
    assert still == "waiting"
    opened.clock.run_for(200)
    assert opened.evaluate("pending") == HERE


def test_after_a_failure_the_server_is_left_alone_for_half_a_minute(
    opened: Page,
) -> None:
    opened.route(ADDRESS, broken)
    assert opened.evaluate(ASK) == HERE
    opened.unroute(ADDRESS)
    opened.clock.run_for(29_000)
    assert opened.evaluate(ASK) == HERE
    opened.clock.run_for(1_500)
    assert opened.evaluate(ASK) == THERE


def test_the_server_is_asked_again_once_the_browser_is_online(opened: Page) -> None:
    opened.route(ADDRESS, broken)
    assert opened.evaluate(ASK) == HERE
    opened.unroute(ADDRESS)
    opened.evaluate("dispatchEvent(new Event('online'))")
    assert opened.evaluate(ASK) == THERE


def test_without_models_the_server_has_twenty_seconds(visitor: Visitor) -> None:
    visitor.expect("Failed to load resource")
    page = bare_page(visitor)
    page.evaluate(OPEN, False)
    page.clock.install()
    page.route("**/page/bundles/**", broken)
    page.route(ADDRESS, silent)
    with page.expect_request(ADDRESS):
        page.evaluate(START)
    page.clock.run_for(19_000)
    still = page.evaluate("Promise.race([pending, Promise.resolve('waiting')])")
    assert still == "waiting"
    page.clock.run_for(1_500)
    name, _ = page.evaluate("pending")
    assert name == "DOMException"


def test_the_models_are_fetched_when_they_are_first_needed(visitor: Visitor) -> None:
    visitor.expect("Failed to load resource")
    page = bare_page(visitor)
    page.evaluate(OPEN, False)
    assert page.evaluate("asking.localEngine()") is None
    page.route(ADDRESS, broken)
    assert page.evaluate(ASK) == HERE
    found: Any = page.evaluate("asking.localEngine() !== null")
    assert found is True
