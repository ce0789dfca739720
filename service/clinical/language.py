"""The two languages of the product, and a text in both.

A text that a person reads is written in both languages where it is declared, so
that neither can be forgotten and the choice is made only at the edge.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "vi"


def as_language(text: object) -> Language | None:
    """The language of this code, or None if the product does not speak it."""
    return next((language for language in LANGUAGES if language == text), None)


_VIETNAMESE = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in English and Vietnamese."""

    en: str
    vi: str

    def __getitem__(self, language: Language) -> str:
        return self.vi if language == "vi" else self.en

    def __add__(self, other: "Text") -> "Text":
        return Text(self.en + other.en, self.vi + other.vi)

    def format(self, **values: object) -> "Text":
        """Fill the `{placeholders}`; a `Text` among the values keeps its language."""
        en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        vi = {k: v.vi if isinstance(v, Text) else v for k, v in values.items()}
        return Text(self.en.format(**en), self.vi.format(**vi))


def numeral(value: float, decimals: int | None = None) -> Text:
    """A number as each language writes it; six significant digits if not told."""
    text = f"{value:,.6g}" if decimals is None else f"{value:,.{decimals}f}"
    return Text(text, text.translate(_VIETNAMESE))
