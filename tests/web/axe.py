"""What axe-core finds wrong with a page: WCAG 2.2 AA and the best practices."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
    "best-practice",
]


@cache
def _source() -> str:
    if not AXE.exists():
        pytest.fail("run: npm ci --prefix tests/web")
    return AXE.read_text(encoding="utf-8")


def axe_violations(page: Page) -> list[str]:
    """One line for every element that breaks a rule."""
    devtools = page.context.new_cdp_session(page)
    # The page's policy allows no script but its own; the debugger is not bound by it.
    if not page.evaluate("'axe' in window"):
        devtools.send("Runtime.evaluate", {"expression": _source()})
    asked = f"axe.run({{runOnly: {TAGS}, resultTypes: ['violations'], preload: false}})"
    answer: dict[str, Any] = devtools.send(
        "Runtime.evaluate",
        {
            "expression": f"{asked}.then(found => found.violations)",
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
