"""Dates of FHIR in whatever precision they were written.

R4's date, dateTime and instant may stop at the year or the month, which is common for
births and diagnoses in Vietnam; what is not written is never made up in silence.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

# https://hl7.org/fhir/R4/datatypes.html#dateTime; seconds and zone are often left out.
_DATE = re.compile(
    r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2})"
    r"(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)
_MID_YEAR = (7, 2)
_MID_MONTH = 15


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a date may mean; one day unless it stops at month or year."""

    first: date
    last: date

    @property
    def is_partial(self) -> bool:
        """Whether the day itself was not written."""
        return self.first != self.last

    def day(self, today: date) -> date:
        """The day it is taken for: its middle, or today if that is still to come."""
        if not self.is_partial:
            return self.first
        if self.first.month != self.last.month:
            middle = date(self.first.year, *_MID_YEAR)
        else:
            middle = self.first.replace(day=_MID_MONTH)
        return today if self.first <= today < middle else middle


def read_date(text: str) -> Period | None:
    """What days a FHIR date, dateTime or instant means; None if it is none.

    The day is the one where it was written: a zone does not move it.
    """
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        year = int(found["year"])
        if found["month"] is None:
            return Period(date(year, 1, 1), date(year, 12, 31))
        month = int(found["month"])
        if found["day"] is None:
            days = calendar.monthrange(year, month)[1]
            return Period(date(year, month, 1), date(year, month, days))
        day = date(year, month, int(found["day"]))
    except ValueError:  # such as 30 February, or the year 0
        return None
    return Period(day, day)


def read_instant(text: str) -> datetime | None:
    """The moment of a date with a time, to order what was measured in one day.

    Without a zone it is taken as UTC: only the order within one sender matters.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def completed_years(born: date, on: date) -> int:
    """Age in completed years, as clinicians and cohorts count it."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
