"""What is found in a FHIR record: the words that its readers share.

A reader of one type of resource yields a `Finding` for what it understood and an
`Ignored` for what concerns the clinical table and could not be used. Which finding of
a variable counts is decided afterwards, in one place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from service.clinical.language import Text
from service.clinical.patient import Notice, Patient

# https://hl7.org/fhir/R4/valueset-issue-type.html, the ones that are used here.
IssueType = Literal[
    "structure",
    "required",
    "value",
    "invariant",
    "business-rule",
    "not-supported",
    "processing",
    "too-long",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One resource as it was sent, and where it stood."""

    resource: Mapping[str, object]
    expression: str
    """FHIRPath from the root of what was sent: `Bundle.entry[3].resource`."""
    full_url: str | None = None

    @property
    def type(self) -> str:
        """The resource's type."""
        return str(self.resource.get("resourceType"))

    @property
    def reference(self) -> str | None:
        """How the sender can find it again: `Observation/12`, else its full URL."""
        identity = self.resource.get("id")
        return f"{self.type}/{identity}" if identity else self.full_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one resource says of one variable."""

    variable: str
    value: object
    """As `read_patient` takes it: a number, `{"value", "unit"}`, a code, a bool."""
    source: Entry
    on: date | None
    """The day it was true; None: the record does not say."""
    notice: Notice | None = None
    """How it was read, where that is not plain to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """What a resource says of the clinical table and why it was not used."""

    source: Entry
    code: str
    text: Text
    variable: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A patient as read from a record, with the origin of every value."""

    patient: Patient
    values: Mapping[str, object]
    """What the patient was read from, as `POST /v1/risk` takes it."""
    subject: Entry
    """The Patient resource."""
    as_of: date
    """The day of the newest value used, for which the age was computed."""
    used: Sequence[Finding]
    ignored: Sequence[Ignored]
    notices: Sequence[Notice]

    @property
    def outcomes(self) -> list[str]:
        """What became of each thing it says: `used`, or why not."""
        return ["used"] * len(self.used) + [one.code for one in self.ignored]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProblem:
    """Why a record was refused, where, and as what kind of FHIR issue."""

    expression: str
    issue: IssueType
    text: Text


class InvalidRecordError(Exception):
    """A record that cannot be read; `problems` has every reason."""

    def __init__(self, problems: Iterable[RecordProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{p.expression} {p.issue}" for p in self.problems))
