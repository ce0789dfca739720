"""Whatever stands in a coded resource, it is read, told or refused; nothing else."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import given, strategies as st

from service.intake.fhir import conditions, family, medications
from service.intake.fhir.finding import (
    Entry,
    Finding,
    Ignored,
    InvalidRecordError,
    RecordProblem,
)
from service.intake.fhir.indications import without_other_reason
from service.intake.fhir.references import resolved
from tests.unit.intake.fhir.coded import ATC, ICD10, TODAY, concept, status

REFERENCE = {"reference": "#m", "display": "Metformin"}
CONTAINED = [{"resourceType": "Medication", "id": "m", "code": concept("A10", ATC)}]
SOUND: dict[str, dict[str, object]] = {
    "Condition": {
        "code": concept("E11.9", ICD10, text="Đái tháo đường"),
        "clinicalStatus": status("active"),
        "verificationStatus": status("confirmed"),
        "onsetDateTime": "2020-01-01",
        "onsetPeriod": {"start": "2020"},
        "abatementDateTime": "2021",
        "recordedDate": "2020-01-01",
    },
    "MedicationRequest": {
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": concept("A10BA02", ATC, display="Metformin"),
        "medicationReference": REFERENCE,
        "contained": CONTAINED,
        "authoredOn": "2026-01-01",
    },
    "MedicationStatement": {
        "status": "active",
        "medicationReference": REFERENCE,
        "contained": CONTAINED,
        "effectivePeriod": {"start": "2026-01", "end": "2026-02"},
        "dateAsserted": "2026-01-01",
    },
    "FamilyMemberHistory": {
        "status": "completed",
        "relationship": concept("MTH", "http://example.org", text="Mẹ"),
        "condition": [{"code": concept("E11", ICD10)}],
        "date": "2026",
    },
}
READERS: dict[str, Callable[[Entry, date], Iterator[Finding | Ignored]]] = {
    "Condition": conditions.findings,
    "MedicationRequest": medications.findings,
    "MedicationStatement": medications.findings,
    "FamilyMemberHistory": family.findings,
}

texts = st.text(st.characters(), max_size=20) | st.sampled_from(
    ["2026-02-30", "0000", "9999-12-31", "0001-01-01", "\ud800", "diabetes", "#m"]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=6,
)


def with_one_changed(value: object, change: st.DataObject) -> object:
    """The same JSON with one element, at any depth, replaced by anything."""
    if isinstance(value, dict) and value and change.draw(st.booleans()):
        name = change.draw(st.sampled_from(sorted(value)))
        return {**value, name: with_one_changed(value[name], change)}
    if isinstance(value, list) and value and change.draw(st.booleans()):
        return [with_one_changed(value[0], change), *value[1:]]
    return change.draw(anything)


@pytest.mark.parametrize("resource_type", SOUND)
@given(change=st.data())
def test_one_strange_element_is_read_told_or_refused(
    resource_type: str, change: st.DataObject
) -> None:
    changed = with_one_changed(SOUND[resource_type], change)
    if not isinstance(changed, dict):
        return
    resource = {**changed, "resourceType": resource_type}
    (entry,) = resolved([Entry(resource=resource, expression=resource_type)])
    left: list[Finding | Ignored] = []
    refused: list[RecordProblem] = []
    try:
        found = list(READERS[resource_type](entry, TODAY))
        left += without_other_reason(found, [entry], TODAY)
    except InvalidRecordError as refusal:
        refused += refusal.problems
    assert all(one.source is entry and one.variable for one in left)
    assert all(
        problem.issue == "structure" and problem.expression.startswith(resource_type)
        for problem in refused
    )
