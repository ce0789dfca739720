"""What axe-core finds wrong with a page: WCAG 2.2 AA and the best practices."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Axe cannot judge the colours of what is not laid out yet.
LAY_OUT = """() => {
  for (const element of document.querySelectorAll("body *")) {
    element.style.contentVisibility = "visible";
  }
}"""
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


@cache
def _source() -> str:
    if not AXE.exists():
        pytest.fail("run: npm ci --prefix tests/web")
    return AXE.read_text(encoding="utf-8")


def axe_violations(page: Page) -> list[str]:
    """One line for every element that breaks a rule."""
    return _violations(page, LEVELS)


def colour_violations(page: Page) -> list[str]:
    """The same for the rules about colours only."""
    return _violations(page, COLOURS)


def _violations(page: Page, rules: object) -> list[str]:
    devtools = page.context.new_cdp_session(page)
    page.evaluate(LAY_OUT)
    # The page's policy allows no script but its own; the debugger is not bound by it.
    if not page.evaluate("'axe' in window"):
        devtools.send("Runtime.evaluate", {"expression": _source()})
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    asked = f"axe.run({json.dumps(options)}).then(found => found.violations)"
    answer: dict[str, Any] = devtools.send(
        "Runtime.evaluate",
        {
            "expression": asked,
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    devtools.detach()
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: "
        + "; ".join(
            why["message"] for why in (*node["any"], *node["all"], *node["none"])
        )
        for rule in answer["result"]["value"]
        for node in rule["nodes"]
    ]
