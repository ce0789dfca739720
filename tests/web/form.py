"""The form as a test handles it: its fields, and what it says of them."""

import json
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page

GROUP = "details[data-group]"


def field(page: Page, name: str) -> Locator:
    return page.locator(f"#field-{name}")


def hint(page: Page, name: str) -> Locator:
    return page.locator(f"#hint-{name}")


def error(page: Page, name: str) -> Locator:
    return page.locator(f"#error-{name}")


def unit(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}.unit']")


def mend(page: Page, name: str) -> Locator:
    return page.locator(f"[data-variable={name}] .mend")


def choose(page: Page, name: str, code: str) -> None:
    page.locator(f"[name={name}][value='{code}']").check()


def type_in(page: Page, name: str, text: str) -> None:
    field(page, name).fill(text)
    field(page, name).blur()


def open_groups(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def asked(page: Page) -> Mapping[str, object]:
    """The patient of the next question that the page asks."""
    with page.expect_request("**/page/assess") as request:
        pass
    body: Mapping[str, Mapping[str, object]] = json.loads(request.value.post_data or "")
    return body["patient"]


def module(page: Page, name: str, expression: str, given: object) -> Any:
    """The value of an expression over what a module of the entry exports."""
    return page.evaluate(
        f"""async (given) => {{
          const main = document.querySelector("script[type=module]").src;
          const words = await import(new URL("text.js", main));
          const {{ fragmentOf, readQuantity }} =
            await import(new URL("entry/{name}.js", main));
          return {expression};
        }}""",
        given,
    )


def file(name: str, content: str) -> FilePayload:
    return {"name": name, "mimeType": "", "buffer": content.encode()}


def choose_file(page: Page, name: str, content: str) -> None:
    page.locator("#file").set_input_files(file(name, content))
