"""A page as a test looks at it: a real HTML parser's tree, and the form's fields."""

from typing import Any

from lxml import html


class Page:
    """One page that was answered."""

    def __init__(self, text: str) -> None:
        self.root: Any = html.document_fromstring(text)
        # What scripts clone is not there for whoever reads the page.
        for template in self.root.xpath("//template"):
            template.drop_tree()

    @property
    def language(self) -> str:
        return str(self.root.get("lang"))

    @property
    def addresses(self) -> set[str]:
        """Everything of this service that the page refers to, but for its fragments."""
        found = self.root.xpath("//@href | //@src | //@action")
        return {str(address).partition("#")[0] for address in found} - {""}

    @property
    def inline(self) -> list[str]:
        """What a policy without 'unsafe-inline' would not run."""
        scripts = self.root.xpath("//script[not(@src)] | //style")
        handlers = self.root.xpath("//@*[name()='style' or starts-with(name(), 'on')]")
        return [html.tostring(one).decode() for one in scripts] + list(
            map(str, handlers)
        )

    def element(self, identity: str) -> Any:
        """The one element of an id."""
        [found] = self.root.xpath("//*[@id=$identity]", identity=identity)
        return found

    def text(self, identity: str) -> str:
        """What the element of an id says."""
        return " ".join(self.element(identity).text_content().split())

    def value(self, name: str) -> str | None:
        """What the form would send for a field."""
        [form] = self.root.xpath("//form[@id='entry']")
        value = form.fields[name]
        return None if value is None else str(value)

    def wrong(self) -> set[str]:
        """The names of the fields that are marked as wrong."""
        marked = self.root.xpath("//*[@aria-invalid='true']")
        return {str(one.get("name") or one.get("data-variable")) for one in marked}
