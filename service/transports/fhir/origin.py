"""Where the values of an answer come from: resources, and how old each is."""

from collections.abc import Iterable, Sequence
from datetime import date

from service.clinical.language import Language, Text, numeral
from service.clinical.patient import Patient
from service.clinical.variables import VARIABLES, listing
from service.engine.narrative import value_text
from service.intake.fhir.finding import Finding, Record
from service.transports.fhir.elements import Element, element

_DAYS_A_YEAR = 365.25
_DAY, _DAYS = Text("{count} day", "{count} ngày"), Text("{count} days", "{count} ngày")
_YEARS = Text("{count} years", "{count} năm")


def origins(record: Record, variable: str) -> list[Finding]:
    """The findings that gave a variable its value, or those it is derived from."""
    own = [finding for finding in record.used if finding.variable == variable]
    sources = VARIABLES[variable].derived_from
    return own or [one for one in record.used if one.variable in sources]


def day_of(finding: Finding, record: Record) -> date | None:
    """The day of a value; what the Patient resource says is of no one day."""
    return None if finding.source is record.subject else finding.on


def oldest(findings: Iterable[Finding], record: Record) -> date | None:
    """The day of the oldest finding that has one."""
    days = (day_of(finding, record) for finding in findings)
    return min((day for day in days if day is not None), default=None)


def references(findings: Sequence[Finding], language: Language) -> list[Element]:
    """A reference to each resource, once, with what was read in it."""
    variables: dict[str, list[str]] = {}
    places: dict[str, str | None] = {}
    for finding in findings:
        place = finding.source.expression
        places[place] = finding.source.reference
        variables.setdefault(place, []).append(finding.variable)
    return [
        element(reference=reference, display=listing(variables[place])[language])
        for place, reference in places.items()
    ]


def shown_value(patient: Patient, variable: str, language: Language) -> str:
    """A known variable with its value, as a clinician reads it."""
    measured = patient.measurements[variable]
    label = measured.variable.label[language]
    return f"{label}: {value_text(measured.variable, measured.value, language)}"


def shown_day(day: date) -> Text:
    """A day as each language writes it."""
    return Text(day.isoformat(), f"{day:%d/%m/%Y}")


def shown_age(days: int) -> Text:
    """How old something is, in days, and from a year on in years."""
    if days < _DAYS_A_YEAR:
        return (_DAY if days == 1 else _DAYS).format(count=days)
    return _YEARS.format(count=numeral(days / _DAYS_A_YEAR, 1))
