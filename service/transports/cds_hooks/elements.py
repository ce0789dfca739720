"""The elements of a JSON object, each read once, with every problem kept.

CDS clients learn of everything that is wrong with a call at once. A problem names the
element by its JSON pointer (RFC 6901) and never quotes it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from service.clinical.language import Text
from service.clinical.patient import Problem

ANY_TEXT = re.compile(r".+", re.DOTALL)
# RFC 9562, section 4; braces and prefixes are other spellings.
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

_REQUIRED = Text("This element is required.", "Thiếu phần tử bắt buộc này.")
_A_TEXT = Text("A text is expected here.", "Ở đây cần một chuỗi ký tự.")
_AN_OBJECT = Text("A JSON object is expected here.", "Ở đây cần một đối tượng JSON.")
_AN_ARRAY = Text(
    "A JSON array of at least one object is expected here.",
    "Ở đây cần một mảng JSON có ít nhất một đối tượng.",
)
_ONE_OF = Text("Accepted: {names}.", "Chấp nhận: {names}.")


class Elements:
    """One JSON object; what is wrong with its elements is added to `problems`.

    Every reader answers None for an element that is absent, null or wrong; a wrong one
    has a problem then, and an absent one if it is `required`.
    """

    def __init__(
        self, values: Mapping[str, object], pointer: str, problems: list[Problem]
    ) -> None:
        self.values = values
        self.pointer = pointer
        self.problems = problems

    def text(
        self,
        name: str,
        pattern: re.Pattern[str] = ANY_TEXT,
        expected: Text = _A_TEXT,
        *,
        required: bool = True,
    ) -> str | None:
        """A text that matches all of `pattern`; `expected` says what that means."""
        value = self._present(name, required=required)
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        if value is not None:
            code = "malformed" if isinstance(value, str) else "wrong_type"
            self.refuse(name, code, expected)
        return None

    def choice(self, name: str, accepted: Sequence[str]) -> str | None:
        """One of the accepted codes; required."""
        value = self._present(name, required=True)
        if value is not None and value not in accepted:
            text = _ONE_OF.format(names=", ".join(accepted))
            self.refuse(name, "unknown_choice", text)
            return None
        return None if value is None else str(value)

    def nested(self, name: str, *, required: bool = True) -> "Elements | None":
        """A JSON object."""
        value = self._present(name, required=required)
        if isinstance(value, Mapping):
            return Elements(value, f"{self.pointer}/{name}", self.problems)
        if value is not None:
            self.refuse(name, "wrong_type", _AN_OBJECT)
        return None

    def items(self, name: str, *, required: bool = True) -> Iterator["Elements"]:
        """The objects of a JSON array that is not empty."""
        value = self._present(name, required=required)
        if value is None:
            return
        if not isinstance(value, list) or not value:
            self.refuse(name, "wrong_type", _AN_ARRAY)
            return
        for at, item in enumerate(value):
            if isinstance(item, Mapping):
                yield Elements(item, f"{self.pointer}/{name}/{at}", self.problems)
            else:
                self.refuse(f"{name}/{at}", "wrong_type", _AN_OBJECT)

    def refuse(self, name: str, code: str, text: Text) -> None:
        """Note a problem of one element."""
        self.problems.append(Problem(f"{self.pointer}/{name}", code, text))

    def _present(self, name: str, *, required: bool) -> object:
        value = self.values.get(name)
        if value is None and required:
            self.refuse(name, "required", _REQUIRED)
        return value
