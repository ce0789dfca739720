"""Every word of the page is in both languages, and no word is there for nothing."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
WEB = ROOT / "service" / "web"
PARTS = sorted(path.stem for path in (WEB / "locales" / "en").glob("*.json"))
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# A key written out, or the beginning of one that is completed when it runs.
WRITTEN = re.compile(rf"""["'`]((?:{"|".join(PARTS)})\.\w[\w.]*)""")
NAMED = re.compile(r"""["'`]([\w.]+)["'`]""")


def locale(language: str, part: str) -> dict[str, str]:
    path = WEB / "locales" / language / f"{part}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def sources() -> str:
    """Everything that says something: scripts, templates and the page's Python."""
    paths = [
        *(WEB / "static").rglob("*.js"),
        *(WEB / "templates").rglob("*"),
        *(ROOT / "service" / "transports" / "page").rglob("*.py"),
    ]
    return "\n".join(p.read_text(encoding="utf-8") for p in paths if p.is_file())


def test_both_languages_have_the_same_parts() -> None:
    vietnamese = sorted(path.stem for path in (WEB / "locales" / "vi").glob("*.json"))
    assert vietnamese == PARTS


@pytest.mark.parametrize("part", PARTS)
def test_both_languages_say_the_same_things_with_the_same_values(part: str) -> None:
    vi, en = locale("vi", part), locale("en", part)
    assert list(vi) == list(en)
    for key, text in en.items():
        assert set(PLACEHOLDER.findall(vi[key])) == set(PLACEHOLDER.findall(text)), key


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_words_are_plain_text_and_there(part: str, language: str) -> None:
    for key, text in locale(language, part).items():
        assert text.strip() == text != "", key
        assert not re.search(r"</?[a-z]|&\w+;|  |\.\.\.", text), key


@pytest.mark.parametrize("part", PARTS)
def test_vietnamese_is_not_left_in_english(part: str) -> None:
    vi, en = locale("vi", part), locale("en", part)
    same = {
        key for key, text in en.items() if vi[key] == text and len(text.split()) > 2
    }
    assert same == set()


@pytest.mark.parametrize("part", PARTS)
def test_every_word_is_said_somewhere(part: str) -> None:
    written = set(WRITTEN.findall(sources()))
    named = set(NAMED.findall(sources()))
    begun = tuple(x for x in written if x.endswith((".", "_")) and x.count("."))
    begun = tuple(x for x in begun if x != f"{part}.")
    unsaid = [
        key
        for key in locale("en", part)
        if f"{part}.{key}" not in written
        and key not in named
        and not f"{part}.{key}".startswith(begun or ("\0",))
    ]
    assert unsaid == []


def test_every_word_that_is_said_exists() -> None:
    known = {f"{part}.{key}" for part in PARTS for key in locale("en", part)}
    files = re.compile(r"\.(css|js|json|html|svg|png|py|onnx)$")
    said = {x for x in WRITTEN.findall(sources()) if not files.search(x)}
    unknown = {
        x
        for x in said - known
        if not (x.endswith((".", "_")) and any(k.startswith(x) for k in known))
    }
    assert unknown == set()
