"""Whether a diagnosis holds: since when, until when, and how sure it is.

A diagnosis of an encounter, as health insurance wants them, has no clinical status; it
holds unless the record says that it ended.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from service.clinical.language import Text
from service.clinical.patient import Notice
from service.intake.fhir.dates import read_date
from service.intake.fhir.finding import Entry, Finding, Ignored
from service.intake.fhir.models import CodeableConcept, Condition, Period, read

# https://hl7.org/fhir/R4/valueset-condition-clinical.html; what is in remission, or
# came back, is still there.
_ENDED = {"inactive", "resolved"}
# https://hl7.org/fhir/R4/valueset-condition-ver-status.html
_NOT_CONFIRMED = {"unconfirmed", "provisional", "differential", "refuted"}
# The day has changed already for a sender further east.
_TIME_ZONES = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A Condition as its readers see it."""

    entry: Entry
    concept: CodeableConcept
    on: date | None
    """When it began, else when it was recorded."""
    state: Literal["active", "ended", "unsaid"]
    abated: bool
    doubt: tuple[str, Text] | None
    """Why it must not be used: a code and its words."""

    def says(
        self, variable: str, value: object, notice: Notice | None = None
    ) -> Finding:
        return Finding(
            variable=variable,
            value=value,
            source=self.entry,
            on=self.on,
            notice=notice,
        )

    def not_used(self, variable: str, code: str, text: Text) -> Ignored:
        return Ignored(
            source=self.entry, code=code, text=text, variable=variable, on=self.on
        )


def read_diagnosis(entry: Entry, today: date) -> Diagnosis:
    """Read a Condition as of `today`.

    Raises:
        InvalidRecordError: An element that is read has another type than R4 gives it.
    """
    condition = read(entry, Condition)
    began = _days(
        today,
        condition.onset_date_time,
        *_bounds(condition.onset_period),
        condition.recorded_date,
    )
    start, end = _bounds(condition.abatement_period)
    over = next(_days(today, condition.abatement_date_time, end, start), None)
    # An age, a string or a range says that it is over, not when.
    told = any(element.startswith("abatement") for element in entry.resource)
    abated = over <= today if over else told
    status = _code(condition.clinical_status)
    state: Literal["active", "ended", "unsaid"] = "active" if status else "unsaid"
    if status in _ENDED or (status is None and abated):
        state = "ended"
    return Diagnosis(
        entry=entry,
        concept=condition.code,
        # What is recorded has begun: a day to come is an error of that day alone.
        on=next((day for day in began if day <= today + _TIME_ZONES), None),
        state=state,
        abated=abated,
        doubt=_doubt(_code(condition.verification_status)),
    )


def _bounds(period: Period | None) -> tuple[str | None, str | None]:
    return (period.start, period.end) if period else (None, None)


def _days(today: date, *written: str | None) -> Iterator[date]:
    """Those of these that are dates."""
    for text in written:
        if text and (found := read_date(text)):
            yield found.day(today)


def _code(concept: CodeableConcept | None) -> str | None:
    """The code of a status, whatever system it was given, or however it was worded."""
    if concept is None:
        return None
    said = (*(coding.code for coding in concept.coding), concept.text)
    return next((text.strip().lower().replace(" ", "-") for text in said if text), None)


def _doubt(verification: str | None) -> tuple[str, Text] | None:
    if verification == "entered-in-error":
        return "entered_in_error", Text(
            "This diagnosis was entered in error.", "Chẩn đoán này đã được ghi nhầm."
        )
    if verification in _NOT_CONFIRMED:
        return "unconfirmed", Text(
            "This diagnosis is not confirmed, or was refuted.",
            "Chẩn đoán này chưa được xác định hoặc đã bị loại trừ.",
        )
    return None
