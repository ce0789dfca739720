"""Whose record it is, and which of its resources are about that person.

Two patients in one record are refused: mixing their values is the worst that reading
can do. A resource about somebody else, such as a donor or a fetus, is not used.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from service.clinical.language import Text
from service.intake.fhir.finding import Entry, InvalidRecordError, RecordProblem
from service.intake.fhir.models import Identifier, Patient, Reference, read

_RELATIVE = re.compile(r"/(Patient/[A-Za-z0-9_.-]+)$")


class About(msgspec.Struct, frozen=True, rename="camel"):
    """Whom a resource is about, and whether its meaning may be changed."""

    subject: Reference | None = None
    patient: Reference | None = None
    # https://hl7.org/fhir/R4/observation.html: what it is about, if not the subject.
    focus: tuple[Reference, ...] = ()
    modifier_extension: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """The patient's entry and the references that mean this patient."""

    entry: Entry
    references: frozenset[str]
    identifiers: frozenset[Identifier]

    def is_meant_by(self, about: About) -> bool:
        """Whether a resource is about this patient.

        A reference that is left out, or is a search, is taken as this patient's: the
        record has one patient only. So is an identifier, unless the patient has another
        one of its system.
        """
        named = (about.subject, about.patient, *about.focus)
        return all(one is None or self._is_meant(one) for one in named)

    def _is_meant(self, named: Reference) -> bool:
        if named.reference is not None:
            return self._is(named.reference)
        if named.type is not None and not named.type.endswith("Patient"):
            return False
        identifier = named.identifier
        if identifier is None or identifier.value is None:
            return True
        own = {one.value for one in self.identifiers if one.system == identifier.system}
        return not own or identifier.value in own

    def _is(self, reference: str) -> bool:
        unversioned = reference.partition("/_history/")[0]
        return (
            unversioned in self.references
            or unversioned.startswith("Patient?")
            or any(unversioned.endswith(f"/{known}") for known in self.references)
        )


def find_subject(entries: Sequence[Entry], patient_id: str | None) -> Subject:
    """The one patient of a record.

    Args:
        entries: Resources of the record; the same Patient may be there repeatedly.
        patient_id: The id that the request names, if it names one.

    Raises:
        InvalidRecordError: No patient, two patients, or another than was named.
    """
    patients = [entry for entry in entries if entry.type == "Patient"]
    if not patients:
        raise InvalidRecordError([_NO_PATIENT])
    first, *others = patients
    identity, content = _identity(first), read(first, Patient)
    for other in others:
        if _identity(other) != identity or read(other, Patient) != content:
            raise InvalidRecordError([_two_patients(other)])
    known_id = first.resource.get("id")
    if patient_id is not None and known_id not in {None, patient_id}:
        raise InvalidRecordError([_another_patient(first)])
    known_id = known_id or patient_id
    references = {f"Patient/{known_id}"} if known_id else set()
    for url in filter(None, (patient.full_url for patient in patients)):
        references.add(url)
        # `https://hospital.example/fhir/Patient/1` is what `Patient/1` refers to.
        references.update(_RELATIVE.findall(url))
    identifiers = frozenset(
        one for patient in patients for one in _identifiers(patient)
    )
    return Subject(first, frozenset(references), identifiers)


def _identity(patient: Entry) -> object:
    """What two copies of one Patient share."""
    return patient.resource.get("id") or patient.full_url or patient.expression


def _identifiers(patient: Entry) -> Iterator[Identifier]:
    """Those of a Patient that can be compared; a damaged one says nothing."""
    sent = patient.resource.get("identifier")
    for one in sent if isinstance(sent, list | tuple) else ():
        try:
            yield msgspec.convert(one, Identifier)
        except (msgspec.ValidationError, UnicodeEncodeError):
            continue


_NO_PATIENT = RecordProblem(
    expression="Patient",
    issue="required",
    text=Text(
        "The record has no Patient; age and sex are needed.",
        "Hồ sơ không có tài nguyên Patient; cần biết tuổi và giới tính.",
    ),
)


def _two_patients(second: Entry) -> RecordProblem:
    return RecordProblem(
        expression=second.expression,
        issue="business-rule",
        text=Text(
            "A second patient; send the record of one patient.",
            "Có bệnh nhân thứ hai; chỉ gửi hồ sơ của một bệnh nhân.",
        ),
    )


def _another_patient(patient: Entry) -> RecordProblem:
    return RecordProblem(
        expression=f"{patient.expression}.id",
        issue="invariant",
        text=Text(
            "This is not the patient whom the request names.",
            "Đây không phải bệnh nhân mà yêu cầu nêu.",
        ),
    )
