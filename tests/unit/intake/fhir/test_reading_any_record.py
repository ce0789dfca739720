"""Reading whatever may be sent: a record or reasons, never another exception."""

import copy
import json
from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings, strategies as st

from service.clinical.recency import MAXIMUM_AGE_YEARS
from service.clinical.variables import VARIABLES
from service.intake.fhir.entries import bundle_entries
from service.intake.fhir.finding import InvalidRecordError, Record, RecordProblem
from service.intake.fhir.record import read_record
from tests.unit.intake.fhir.records import (
    TODAY,
    WOMAN,
    Resource,
    condition,
    observation,
    pressure,
)

FULL: list[Resource] = [
    WOMAN,
    observation("4548-4", 5.4, "%", id="o1", issued="2026-11-01T10:00:00+07:00"),
    observation("1558-6", valueString="5,6 mmol/L", on="2026-10"),
    observation("2345-7", valueQuantity={"value": 33, "comparator": ">"}),
    observation("8302-2", valueInteger=158, on=None, issued="2026-10-01T08:00:00Z"),
    observation("72166-2", valueCodeableConcept={"coding": [{"code": "LA18978-9"}]}),
    pressure(138, 82, effectivePeriod={"start": "2026-10-01", "end": "2026-10-02"}),
    condition(
        "http://hl7.org/fhir/sid/icd-10",
        "I10",
        clinicalStatus={"coding": [{"code": "active"}]},
        onsetDateTime="2015",
    ),
    {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "authoredOn": "2026-10-01",
        "medicationReference": {"reference": "#m"},
        "contained": [
            {
                "resourceType": "Medication",
                "id": "m",
                "code": {
                    "coding": [{"system": "http://www.whocc.no/atc", "code": "C08CA01"}]
                },
            }
        ],
    },
    {
        "resourceType": "FamilyMemberHistory",
        "status": "completed",
        "patient": {"reference": "Patient/p1"},
        "relationship": {"coding": [{"code": "MTH"}]},
        "condition": [
            {
                "code": {
                    "coding": [{"system": "http://snomed.info/sct", "code": "44054006"}]
                }
            }
        ],
    },
]
Path = tuple[str | int, ...]


def bundle(*resources: object) -> Resource:
    rows = [
        {"fullUrl": f"urn:uuid:{n}", "resource": r} for n, r in enumerate(resources)
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": rows}


def paths(element: object, path: Path = ()) -> Iterator[Path]:
    """Where every element of a JSON value stands."""
    yield path
    children: list[tuple[str | int, object]] = []
    if isinstance(element, dict):
        children = list(element.items())
    elif isinstance(element, list):
        children = list(enumerate(element))
    for name, child in children:
        yield from paths(child, (*path, name))


def replaced(element: object, path: Path, by: object) -> object:
    if not path:
        return by
    changed = copy.deepcopy(element)
    place = changed
    for name in path[:-1]:
        place = place[name]  # type: ignore[index]
    place[path[-1]] = by  # type: ignore[index]
    return changed


def read(sent: object) -> tuple[Record | None, tuple[RecordProblem, ...]]:
    try:
        return (
            read_record(
                bundle_entries(sent), today=TODAY, maximum_ages=MAXIMUM_AGE_YEARS
            ),
            (),
        )
    except InvalidRecordError as refusal:
        return None, refusal.problems


numbers = (
    st.integers()
    | st.integers(min_value=10**300, max_value=10**400)
    | st.floats(allow_nan=False)
    | st.floats(0, 300)
)
texts = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    ["2026-11-01", "0001", "9999-12-31", "mg/dL", "female", "<5", "1.234", "{", "{0}"]
)
leaves = st.none() | st.booleans() | numbers | texts
anything = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=5,
)
places = st.sampled_from(list(paths(bundle(*FULL))))


@settings(max_examples=400)
@given(st.lists(st.tuples(places, anything), min_size=1, max_size=3))
def test_whatever_stands_in_any_place_is_read_or_refused(
    changes: list[tuple[Path, object]],
) -> None:
    """Only `InvalidRecordError` is raised, and all that is told can be sent."""
    sent: object = bundle(*FULL)
    for path, value in changes:
        try:
            sent = replaced(sent, path, value)
        except (KeyError, IndexError, TypeError):  # the place is gone
            continue

    found, problems = read(sent)

    assert (found is None) == bool(problems)
    for problem in problems:
        assert problem.expression.encode("ascii")
        assert problem.text.en.encode()
        assert problem.text.vi.encode()
    for told in [*found.ignored, *found.notices] if found else []:
        assert told.text.en.encode()
        assert told.text.vi.encode()
    for finding in found.used if found else []:
        assert (finding.source.reference or "").isprintable()
        assert finding.on is None or isinstance(finding.on, date)


observations = st.builds(
    observation,
    st.sampled_from([code for v in VARIABLES.values() for code in v.loinc]),
    st.sampled_from([-1, 0.5, 5.4, 7.5, 35, 80, 130, 170]),
    st.sampled_from([None, "mg/dL", "mmol/L", "%", "kg", "cm", "mm[Hg]", "?"]),
    on=st.sampled_from([None, "2014", "2026-09-01", "2026-11-01", "2027-01-01"]),
    status=st.sampled_from(["final", "final", "cancelled"]),
)
pressures = st.builds(
    pressure,
    st.sampled_from([70, 120, 140]),
    st.sampled_from([60, 80, 130]),
    effectiveDateTime=st.sampled_from(["2026-09-01", "2026-11-01"]),
)


@given(st.data(), st.lists(observations | pressures, max_size=12))
def test_the_order_of_the_record_decides_nothing(
    data: st.DataObject, resources: list[Resource]
) -> None:
    named = ({**one, "id": f"o{number}"} for number, one in enumerate(resources))
    sent = [WOMAN, *named]
    one, _ = read(bundle(*sent))
    other, _ = read(bundle(*data.draw(st.permutations(sent))))

    assert one is not None
    assert other is not None
    assert other.values == one.values
    assert other.as_of == one.as_of
    assert other.notices == one.notices
    assert _told(other) == _told(one)


def _told(found: Record) -> list[str]:
    """What was ignored of which resource, in one order."""
    return sorted(
        json.dumps([one.source.resource, one.variable, one.code, one.text.en])
        for one in found.ignored
    )
