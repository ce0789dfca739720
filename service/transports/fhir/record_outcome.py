"""What became of the record: what was used, how old it is, what was not used and why.

Told beside every answer as an OperationOutcome, whose issues point at the resources.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.clinical.language import Language, Text, numeral
from service.clinical.patient import Notice
from service.intake.fhir.finding import (
    Finding,
    Ignored,
    IssueType,
    Record,
    RecordProblem,
)
from service.transports.fhir.elements import Element, coding
from service.transports.fhir.extensions import RECORD_VALUE
from service.transports.fhir.identity import code_system
from service.transports.fhir.origin import day_of, shown_age, shown_day, shown_value
from service.transports.fhir.outcome import issue, operation_outcome

# More would hide what matters; a record with as many is damaged in one way throughout.
MOST_TOLD = 100

# What `Prefer: handling=strict` refuses: values that were sent to be read and cannot.
UNREADABLE: Mapping[str, IssueType] = {
    "unknown_unit": "value",
    "implausible": "value",
    "wrong_type": "structure",
    "contradiction": "invariant",
    "unreadable": "value",
}

# Done as every laboratory system does it, and nothing to look at again.
ROUTINE = {"unit_converted", "derived"}

_USED = Text(
    "Used: {value} ({day}, {age} old).",
    "Đã dùng: {value} (ngày {day}, cách đây {age}).",
)
_USED_UNDATED = Text("Used: {value}.", "Đã dùng: {value}.")
MORE = Text(
    "{count} more values were not used, for such reasons.",
    "Còn {count} giá trị khác không được dùng, vì các lý do tương tự.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a record, to whom, on which day."""

    record: Record
    notices: Sequence[Notice]
    language: Language
    today: date


def record_outcome(told: Told) -> Element:
    """The OperationOutcome beside an answer."""
    return operation_outcome(_issues(told))


def unreadable(record: Record) -> list[RecordProblem]:
    """The values for which a strict sender is refused."""
    return [
        RecordProblem(
            expression=one.source.expression, issue=UNREADABLE[one.code], text=one.text
        )
        for one in record.ignored
        if one.code in UNREADABLE
    ]


def _issues(told: Told) -> Iterator[Element]:
    for notice in told.notices:
        yield issue(
            "information" if notice.code in ROUTINE else "warning",
            "informational",
            notice.text[told.language],
            codings=[coding(code_system("notice"), notice.code)],
            extension=[RECORD_VALUE.having(variable=notice.variable)],
        )
    ignored = told.record.ignored
    for one in ignored[:MOST_TOLD]:
        yield _ignored(one, told)
    more = len(ignored) - MOST_TOLD
    if more > 0:
        text = MORE.format(count=numeral(more))[told.language]
        yield issue("warning", "incomplete", text)
    for finding in told.record.used:
        yield _used(finding, told)


def _ignored(one: Ignored, told: Told) -> Element:
    unread = UNREADABLE.get(one.code)
    return issue(
        "warning" if unread else "information",
        unread or "informational",
        one.text[told.language],
        codings=[coding(code_system("record-value"), one.code)],
        expression=one.source.expression,
        extension=[_about(one.variable, one.on, told.today)] if one.variable else (),
    )


def used_text(finding: Finding, record: Record, today: date, language: Language) -> str:
    """What was used: the value, and how old it is where that is known."""
    value = shown_value(record.patient, finding.variable, language)
    day = day_of(finding, record)
    text = _USED_UNDATED.format(value=value)
    if day is not None:
        age = shown_age(_age(day, today))
        text = _USED.format(value=value, day=shown_day(day), age=age)
    return text[language]


def _used(finding: Finding, told: Told) -> Element:
    day = day_of(finding, told.record)
    return issue(
        "information",
        "informational",
        used_text(finding, told.record, told.today, told.language),
        codings=[coding(code_system("record-value"), "used")],
        expression=finding.source.expression,
        extension=[_about(finding.variable, day, told.today)],
    )


def _about(variable: str, day: date | None, today: date) -> Element:
    return RECORD_VALUE.having(
        variable=variable,
        date=None if day is None else day.isoformat(),
        ageInDays=None if day is None else _age(day, today),
    )


def _age(day: date, today: date) -> int:
    """Days since; a day that has begun elsewhere only is today."""
    return max((today - day).days, 0)
