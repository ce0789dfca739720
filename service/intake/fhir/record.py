"""A patient's record of FHIR resources, read into a `Patient` with every origin told.

Structural damage refuses the record. What is only clinically unusable, such as an
unknown unit, is set aside with its reason, and the next older value is taken.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from service.clinical.patient import InvalidPatientError, Patient
from service.clinical.reading import read_patient
from service.intake.fhir.finding import (
    Entry,
    Finding,
    InvalidRecordError,
    Record,
)
from service.intake.fhir.person import Person, read_person
from service.intake.fhir.readers import read_entries
from service.intake.fhir.selection import Selection, select
from service.intake.fhir.subject import Subject, find_subject

# An age that was asked, where no birth date is recorded.
AGE_STANDS_YEARS = 1.0


def read_record(
    entries: Sequence[Entry],
    *,
    today: date,
    maximum_ages: Mapping[str, float],
    patient_id: str | None = None,
) -> Record:
    """Read the one patient of a record.

    Args:
        entries: Resources of the record, in any order; others than those of a patient's
            state (claims, encounters) are passed over.
        today: The day asked about; what is later is not used.
        maximum_ages: Years by variable after which a value is too old.
        patient_id: The id that the request names, if it names one.

    Raises:
        InvalidRecordError: Damaged, of no or two patients, or without age or sex.
    """
    subject = find_subject(entries, patient_id)
    person = read_person(subject.entry, today)
    limits = {"age": AGE_STANDS_YEARS, **maximum_ages}
    selection = select(read_entries(entries, subject, today), today, limits)
    while True:  # every turn takes away at least one of the record's values
        used = _used(selection, person, today)
        values = {name: finding.value for name, finding in used.items()}
        if lacking := tuple(person.lacks(set(values))):
            raise InvalidRecordError(lacking)
        try:
            patient = read_patient(values)
        except InvalidPatientError as refusal:
            _set_aside(selection, person, refusal)
        else:
            return _record(selection, subject, used, patient, today)


def _used(selection: Selection, person: Person, today: date) -> dict[str, Finding]:
    """The values that count, with the patient's own age and sex before any other."""
    chosen = selection.chosen()
    age = person.age(selection.day(chosen, today))
    own = {finding.variable: finding for finding in (age, person.sex) if finding}
    return {**own, **{name: one for name, one in chosen.items() if name not in own}}


def _set_aside(
    selection: Selection, person: Person, refusal: InvalidPatientError
) -> None:
    """Drop the values that cannot be true together.

    Raises:
        InvalidRecordError: It is the patient's own age that cannot be.
    """
    for problem in refusal.problems:
        if problem.pointer == "/age" or not selection.set_aside(problem):
            raise InvalidRecordError(
                [person.problem("birthDate", "value", problem.text)]
            )


def _record(
    selection: Selection,
    subject: Subject,
    used: Mapping[str, Finding],
    patient: Patient,
    today: date,
) -> Record:
    return Record(
        patient=patient,
        values={name: finding.value for name, finding in used.items()},
        subject=subject.entry,
        as_of=selection.day(used, today),
        used=tuple(used.values()),
        ignored=tuple(selection.ignored(used)),
        notices=tuple(selection.notices(used)),
    )
