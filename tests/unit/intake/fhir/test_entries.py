"""Taking a record apart: every kind of Bundle, and what is none."""

import pytest

from service.intake.fhir.entries import bundle_entries, resource_entry
from service.intake.fhir.finding import InvalidRecordError

PATIENT = {"resourceType": "Patient", "id": "p1"}


def refusal(bundle: object) -> tuple[str, str]:
    with pytest.raises(InvalidRecordError) as caught:
        bundle_entries(bundle)
    (problem,) = caught.value.problems
    assert problem.text.en != problem.text.vi
    return problem.expression, problem.issue


def bundle(*rows: object, kind: str = "collection") -> dict[str, object]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(rows)}


@pytest.mark.parametrize(
    "kind", ["collection", "transaction", "batch", "searchset", "document"]
)
def test_each_kind_of_bundle_that_carries_a_record_is_opened(kind: str) -> None:
    (entry,) = bundle_entries(
        bundle({"fullUrl": "urn:uuid:7", "resource": PATIENT}, kind=kind)
    )

    assert entry.resource == PATIENT
    assert entry.expression == "Bundle.entry[0].resource"
    assert entry.full_url == "urn:uuid:7"
    assert entry.type == "Patient"
    assert entry.reference == "Patient/p1"


def test_inner_bundles_are_opened_in_their_place() -> None:
    page = bundle({"resource": {"resourceType": "Observation"}}, kind="searchset")

    found = bundle_entries(
        bundle({"resource": page}, {"resource": PATIENT}), "Parameters.parameter[1]"
    )

    assert [(entry.type, entry.expression) for entry in found] == [
        (
            "Observation",
            "Parameters.parameter[1].entry[0].resource.entry[0].resource",
        ),
        ("Patient", "Parameters.parameter[1].entry[1].resource"),
    ]


def test_rows_without_a_resource_are_passed_over() -> None:
    deletion = {"request": {"method": "DELETE", "url": "Observation/1"}}

    assert bundle_entries(bundle(deletion)) == []
    assert bundle_entries({"resourceType": "Bundle", "type": "searchset"}) == []


def test_a_resource_without_an_id_is_referred_to_by_its_full_url() -> None:
    entry = resource_entry({"resourceType": "Observation"}, "X", "urn:uuid:7")

    assert entry.reference == "urn:uuid:7"


@pytest.mark.parametrize(
    ("sent", "expression", "issue"),
    [
        ([], "Bundle", "structure"),
        ("Bundle", "Bundle", "structure"),
        ({}, "Bundle.resourceType", "structure"),
        (PATIENT, "Bundle.resourceType", "structure"),
        (bundle(kind="history"), "Bundle.type", "not-supported"),
        ({"resourceType": "Bundle"}, "Bundle.type", "not-supported"),
        ({**bundle(), "type": ["batch"]}, "Bundle.type", "not-supported"),
        ({**bundle(), "entry": {}}, "Bundle.entry", "structure"),
        ({**bundle(), "entry": "x"}, "Bundle.entry", "structure"),
        (bundle(None), "Bundle.entry[0]", "structure"),
        (bundle({"resource": 3}), "Bundle.entry[0].resource", "structure"),
        (
            bundle({"resource": {"resourceType": 3}}),
            "Bundle.entry[0].resource.resourceType",
            "structure",
        ),
        (
            bundle({"resource": {**PATIENT, "id": {"value": "p1"}}}),
            "Bundle.entry[0].resource.id",
            "value",
        ),
        (
            bundle({"resource": {**PATIENT, "id": "a/b"}}),
            "Bundle.entry[0].resource.id",
            "value",
        ),
        (
            bundle({"fullUrl": "\ud800", "resource": PATIENT}),
            "Bundle.entry[0].fullUrl",
            "value",
        ),
    ],
)
def test_what_is_damaged_is_refused_where_it_is(
    sent: object, expression: str, issue: str
) -> None:
    assert refusal(sent) == (expression, issue)


def test_bundles_nested_without_end_are_refused() -> None:
    inner = bundle()
    for _ in range(200):
        inner = bundle({"resource": inner})

    assert refusal(inner) == (
        "Bundle.entry[0].resource.entry[0].resource.entry[0].resource",
        "not-supported",
    )
