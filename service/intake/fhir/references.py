"""Medications that stand in a resource of their own, put where they are read.

Some EMRs never name a drug in the prescription but refer to a Medication, which comes
with it in the record or does not come at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.intake.fhir.finding import Entry
from service.intake.fhir.medications import TYPES


def resolved(entries: Sequence[Entry]) -> list[Entry]:
    """The same entries, each drug that stands in another resource put where it is read.

    A reference to a Medication of the record is replaced by that Medication; one that
    leads out of the record by the name that the reference shows.
    """
    known: dict[str, Mapping[str, object]] = {}
    for entry in entries:
        if entry.type == "Medication":
            known |= dict.fromkeys(
                filter(None, (entry.reference, entry.full_url)), entry.resource
            )
    return [_resolved(entry, known) for entry in entries]


def _resolved(entry: Entry, known: Mapping[str, Mapping[str, object]]) -> Entry:
    reference = entry.resource.get("medicationReference")
    if entry.type not in TYPES or not isinstance(reference, Mapping):
        return entry
    target, display = reference.get("reference"), reference.get("display")
    unversioned = target.partition("/_history/")[0] if isinstance(target, str) else ""
    if unversioned in known:
        medication = {**known[unversioned], "id": "medication"}
        return replace(
            entry,
            resource={
                **entry.resource,
                "medicationReference": {"reference": "#medication"},
                "contained": [medication],
            },
        )
    if isinstance(display, str) and "medicationCodeableConcept" not in entry.resource:
        named = {"medicationCodeableConcept": {"text": display}}
        return replace(entry, resource={**entry.resource, **named})
    return entry
