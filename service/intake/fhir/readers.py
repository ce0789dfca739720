"""Every reader over every resource of a record.

Resources of types that say nothing of the clinical table (claims, encounters) are
passed over, unread and unchecked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from service.clinical.language import Text
from service.intake.fhir import (
    conditions,
    family,
    medications,
    observations,
    reasons,
)
from service.intake.fhir.finding import (
    Entry,
    Finding,
    Ignored,
    InvalidRecordError,
    RecordProblem,
)
from service.intake.fhir.indications import without_other_reason
from service.intake.fhir.models import read
from service.intake.fhir.references import resolved
from service.intake.fhir.subject import About, Subject
from service.intake.fhir.versions import latest

Reader = Callable[[Entry, date], Iterator[Finding | Ignored]]

READERS: Mapping[str, tuple[Reader, ...]] = MappingProxyType(
    {
        "Observation": (observations.findings,),
        "Condition": (conditions.findings,),
        "MedicationRequest": (medications.findings, reasons.findings),
        "MedicationStatement": (medications.findings, reasons.findings),
        "FamilyMemberHistory": (family.findings,),
    }
)
# Whoever mends these will send the record again and see the rest.
MAX_PROBLEMS = 20


def read_entries(
    entries: Sequence[Entry], subject: Subject, today: date
) -> list[Finding | Ignored]:
    """What all resources together say of the patient.

    Raises:
        InvalidRecordError: Resources are damaged; told for as many as are useful.
    """
    said: list[Finding | Ignored] = []
    own: list[Entry] = []
    problems: list[RecordProblem] = []
    for entry in latest(resolved(entries)):
        readers = READERS.get(entry.type)
        if readers is None:
            continue
        try:
            about = read(entry, About)
            found = [one for reader in readers for one in reader(entry, today)]
        except InvalidRecordError as refusal:
            problems += refusal.problems
            if len(problems) >= MAX_PROBLEMS:
                break
            continue
        if not subject.is_meant_by(about):
            said += _unusable(found, "other_subject", _OTHER_SUBJECT)
        elif about.modifier_extension:
            said += _unusable(found, "ambiguous", _MODIFIED)
        else:
            said += found
            own.append(entry)
    if problems:
        raise InvalidRecordError(problems)
    return list(without_other_reason(said, own, today))


def _unusable(
    found: Sequence[Finding | Ignored], code: str, text: Text
) -> Iterator[Ignored]:
    """What would have been used of a resource that must not be."""
    for one in found:
        if isinstance(one, Finding):
            yield Ignored(
                source=one.source,
                code=code,
                text=text,
                variable=one.variable,
                on=one.on,
            )


_OTHER_SUBJECT = Text(
    "This is about somebody else than the patient.",
    "Mục này không phải của bệnh nhân này.",
)
_MODIFIED = Text(
    "It has a modifierExtension, which may change its meaning and is not known here.",
    "Mục này có modifierExtension có thể làm đổi ý nghĩa mà ở đây không biết.",
)
