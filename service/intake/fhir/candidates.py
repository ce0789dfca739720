"""The values that a record has for one variable, and which of them counts.

What changes (a measurement, a habit, a pregnancy) is taken from the latest day and, in
that, from the latest moment; what lasts (a diagnosis, a family history) from whoever
says the most. Of one moment, what is final counts before what is preliminary and what
corrects before what it corrects. The order of the record never decides.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TypeGuard

from service.clinical.criteria import criteria_met
from service.clinical.eligibility import CONFIRMING, DIAGNOSTIC_CRITERIA
from service.clinical.language import Text, numeral
from service.clinical.patient import InvalidPatientError, Measurement, Patient
from service.clinical.reading import read_measurement
from service.clinical.recency import MAXIMUM_AGE_YEARS
from service.clinical.variable import Variable
from service.intake.fhir.dates import read_instant
from service.intake.fhir.finding import Entry, Finding, Ignored

DAYS_PER_YEAR = 365.25
# The day has changed already for a sender further east.
TIME_ZONES_DAYS = 1
# A sender who swaps two values does so always; what is older is not worth a try.
MAX_CONTRADICTIONS = 20
_CRITERIA = {criterion.variable: criterion for criterion in DIAGNOSTIC_CRITERIA}
_EFFECTIVE = ("effectiveDateTime", "effectiveInstant")
# https://hl7.org/fhir/R4/valueset-observation-status.html, the later word last.
_STATUSES = ("registered", "preliminary", "final", "amended", "corrected")


@dataclass(slots=True)
class Candidates:
    """What a record says of one variable; the best stands last in `waiting`."""

    variable: Variable
    today: date
    maximum_age: float | None
    """In years; None: it does not expire."""
    waiting: list[Finding]
    expired: list[Finding] = field(default_factory=list)
    """Too old, with the one that was ignored as such; the latest stands last."""
    ignored: list[Ignored] = field(default_factory=list)

    def best(self) -> Finding | None:
        """The value that counts; those before it that cannot be used are ignored."""
        while self.waiting:
            reason = self._why_not(self.waiting[-1])
            if reason is None:
                return self.waiting[-1]
            self.drop(*reason)
        return None

    def drop(self, code: str, text: Text) -> None:
        """Do without the best value, and say why."""
        finding = self._set_aside(code, text)
        if code == "too_old":  # those before that day need not be told one by one
            old = [one for one in self.waiting if _is_dated_until(finding, one)]
            self.waiting = [
                one for one in self.waiting if not _is_dated_until(finding, one)
            ]
            self.expired = [*old, finding]
        elif code == "contradiction" and self._is_hopeless():
            while self.waiting:
                self._set_aside(code, text)

    def _set_aside(self, code: str, text: Text) -> Finding:
        finding = self.waiting.pop()
        self.ignored.append(
            Ignored(
                source=finding.source,
                code=code,
                text=text,
                variable=self.variable.name,
                on=finding.on,
            )
        )
        return finding

    def _is_hopeless(self) -> bool:
        contradictions = sum(one.code == "contradiction" for one in self.ignored)
        return contradictions >= MAX_CONTRADICTIONS

    def prefer(self, source: Entry) -> None:
        """Put first what this resource says of the variable."""
        self.waiting.sort(key=lambda finding: finding.source is source)

    def is_expired(self, finding: Finding) -> bool:
        """Whether a value is older than its limit."""
        if finding.on is None or self.maximum_age is None:
            return False
        return (self.today - finding.on).days > self.maximum_age * DAYS_PER_YEAR

    def is_diagnostic(self, finding: Finding) -> bool:
        """Whether a value of a diagnostic test can be read and meets its criterion."""
        criterion = _CRITERIA[self.variable.name]
        try:
            measured = self.measurement(finding)
        except InvalidPatientError:
            return False
        return bool(criteria_met([criterion], Patient({criterion.variable: measured})))

    def past_diagnostic(self) -> Finding | None:
        """The latest of the older values that met a criterion, if the best does not.

        Of the best's own moment there may be one that it corrected.
        """
        best = self.best()
        if self.variable.name not in _CRITERIA or (best and self.is_diagnostic(best)):
            return None
        until = math.inf if best is None or best.on is None else _moment(best)
        older = [
            one
            for one in (*self.expired, *self.waiting[:-1])
            if one.on is not None and _moment(one) < until
        ]
        older.sort(key=_order, reverse=True)
        return next((one for one in older if self.is_diagnostic(one)), None)

    def measurement(self, finding: Finding) -> Measurement:
        """A value in its canonical unit.

        Raises:
            InvalidPatientError: It has the wrong unit or no patient has it.
        """
        return read_measurement(self.variable, finding.value)

    def _why_not(self, finding: Finding) -> tuple[str, Text] | None:
        label = self.variable.label
        if finding.on and (finding.on - self.today).days > TIME_ZONES_DAYS:
            return "in_future", _IN_FUTURE.format(label=label, day=day_text(finding.on))
        try:
            self.measurement(finding)
        except InvalidPatientError as refusal:
            (problem,) = refusal.problems
            return problem.code, problem.text
        # A diagnosis does not expire; random glucose makes none without symptoms.
        stays = self.variable.name in CONFIRMING and self.is_diagnostic(finding)
        if self.is_expired(finding) and not stays:
            return "too_old", _TOO_OLD.format(
                label=label,
                day=day_text(finding.on or self.today),
                years=numeral(self.maximum_age or 0),
            )
        return None


def in_order(variable: Variable, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one variable, the one that counts first at the end.

    Of one moment the larger value counts, or the stronger answer; of equal ones any, but
    always the same. What cannot be read stands before these, so that it is told.
    """

    def key(finding: Finding) -> tuple[object, ...]:
        order, size = _order(finding), _size(variable, finding.value)
        name = finding.source.reference or ""
        return (size, order, name) if lasts(variable) else (order, size, name)

    return sorted(findings, key=key)


def lasts(variable: Variable) -> bool:
    """Whether a later answer does not undo an earlier one."""
    return variable.kind != "quantity" and variable.name not in MAXIMUM_AGE_YEARS


def day_text(day: date) -> Text:
    """A day as each language writes it."""
    return Text(day.isoformat(), f"{day.day:02}/{day.month:02}/{day.year}")


def _is_dated_until(limit: Finding, finding: Finding) -> bool:
    return bool(finding.on and limit.on and finding.on <= limit.on)


def _order(finding: Finding) -> tuple[float, int]:
    """By moment, then by how final it is."""
    status = finding.source.resource.get("status")
    final = _STATUSES.index(status if status in _STATUSES else "final")
    return _moment(finding), final


def _moment(finding: Finding) -> float:
    """When it was measured, the start of its day if no more is known; undated first."""
    if finding.on is None:
        return -math.inf
    moment = _timestamp(_written(finding.source.resource))
    if moment is not None:
        return moment
    return datetime.combine(finding.on, time(), UTC).timestamp()


def _written(resource: Mapping[str, object]) -> object:
    period = resource.get("effectivePeriod")
    ends = [period.get(end) for end in ("end", "start")] if _is_object(period) else []
    written = [resource.get(element) for element in _EFFECTIVE] + ends
    return next((one for one in written if one), resource.get("issued"))


def _is_object(element: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(element, Mapping)


def _timestamp(written: object) -> float | None:
    moment = read_instant(written) if isinstance(written, str) else None
    return None if moment is None else moment.timestamp()


def _size(variable: Variable, value: object) -> float:
    try:
        return read_measurement(variable, value).number
    except InvalidPatientError:
        return math.inf


_IN_FUTURE = Text(
    "{label}: its day, {day}, is still to come.",
    "{label}: ngày {day} chưa đến.",
)
_TOO_OLD = Text(
    "{label}: the latest, of {day}, is past its maximum age (years: {years}).",
    "{label}: kết quả gần nhất ngày {day} đã quá giới hạn {years} năm.",
)
