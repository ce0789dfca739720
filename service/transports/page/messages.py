"""The page's words in one language, read from `service/web/locales`.

A message is addressed as `<file>.<key>` and its `{placeholders}` are filled by name;
one that does not exist, or that lacks a value, is an error and not an empty place.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from service.clinical.language import Language, numeral

WEB = Path(__file__).resolve().parents[2] / "web"
LOCALES = WEB / "locales"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Messages:
    """Every message of one language; called as `t` in templates."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.texts = _read(language)

    def __call__(self, key: str, **values: object) -> str:
        """A message, filled; numbers are written as the language writes them.

        Raises:
            KeyError: There is no such message, or a value is missing.
        """
        return _PLACEHOLDER.sub(
            lambda found: self._written(values[found[1]]), self.texts[key]
        )

    def numeral(self, value: float, decimals: int | None = None) -> str:
        """A number as the language writes it; six significant digits if not told."""
        return numeral(value, decimals)[self.language]

    def _written(self, value: object) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.numeral(value)
        return str(value)


@cache
def _read(language: Language) -> Mapping[str, str]:
    texts: dict[str, str] = {}
    for file in sorted((LOCALES / language).glob("*.json")):
        for key, text in json.loads(file.read_text(encoding="utf-8")).items():
            texts[f"{file.stem}.{key}"] = text
    return MappingProxyType(texts)
