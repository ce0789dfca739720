"""What a reader must know of the record behind a card: how it was read, what was not.

A list is no longer than a clinician reads; what is beyond that is counted.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from service.clinical.language import Language, Text
from service.clinical.variables import VARIABLES
from service.intake.fhir.finding import Ignored, Record
from service.transports.cds_hooks.choosing import ALARMING
from service.transports.cds_hooks.markdown import bullets

MAX_LINES = 5

_LIMITS = Text("Please note", "Lưu ý")
_READ = Text("How the record was read", "Cách đọc hồ sơ")
_IGNORED = Text("Not used", "Không sử dụng")
_TOO_OLD = Text("Too old: {values}.", "Quá cũ: {values}.")
_MORE = Text("and {count} more", "và {count} mục khác")
_UNDATED = Text("no date", "không rõ ngày")


def remarks(
    record: Record, limits: Sequence[Text], language: Language
) -> Iterator[str]:
    """Titled lists: limits of the data, how values were read, what was not used."""
    # What may be a missed diagnosis must not be the one that is only counted.
    by_weight = sorted(record.notices, key=lambda n: n.code not in ALARMING)
    notices = dict.fromkeys(notice.text[language] for notice in by_weight)
    yield from listed(_LIMITS, [text[language] for text in limits], language)
    yield from listed(_READ, list(notices), language)
    yield from listed(_IGNORED, _ignored(record.ignored, language), language)


def listed(title: Text, lines: Sequence[str], language: Language) -> Iterator[str]:
    """A titled list, no longer than a clinician reads; nothing without lines."""
    if not lines:
        return
    shown = [*lines[:MAX_LINES]]
    if more := len(lines) - len(shown):
        shown.append(_MORE.format(count=more)[language])
    yield f"**{title[language]}:**\n\n{bullets(shown)}"


def day(on: date | None) -> Text:
    """A day as the reader writes it."""
    if on is None:
        return _UNDATED
    return Text(on.isoformat(), on.strftime("%d/%m/%Y"))


def _ignored(ignored: Sequence[Ignored], language: Language) -> list[str]:
    """Each reason once, with what it is about; what is only too old comes last."""
    about: dict[str, list[str]] = {}
    old: dict[str, str] = {}
    for one in ignored:
        label = VARIABLES[one.variable].label[language] if one.variable else ""
        text = one.text[language]
        if one.code == "too_old" and label:
            old.setdefault(label, f"{label} ({day(one.on)[language]})")
        elif label not in about.setdefault(text, []) and label not in text:
            about[text].append(label)
    lines = [
        f"{', '.join(labels)}: {text}" if labels else text
        for text, labels in about.items()
    ]
    if old:
        lines.append(_TOO_OLD.format(values=", ".join(old.values()))[language])
    return lines
