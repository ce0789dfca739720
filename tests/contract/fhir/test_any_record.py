"""Whatever is sent, the answer is valid FHIR: an assessment or a refusal, no failure."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from litestar.testing import TestClient

from tests.contract.fhir.records import (
    HEADERS,
    OPERATION,
    WELL_KNOWN,
    bundle,
    condition,
    parameters,
    record,
)
from tests.contract.fhir.validators import Validators

FUZZ = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ABSURD = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        10**400,
        1e308,
        -1e-308,
        "",
        " ",
        "\x00",
        "\ud800",
        "x" * 300,
        "5,6 mmol/L",
        "mg/dL",
        "0000-00-00",
        "9999-12-31T23:59:60Z",
        "http://loinc.org",
        "Patient/p1",
        "entered-in-error",
        "<b>&amp;</b>",
        [],
        {},
        [None],
        [[]],
        {"coding": [{}]},
        {"value": "5"},
        {"resourceType": "Bundle", "type": "batch", "entry": [{}]},
    ]
)
ANYTHING = st.recursive(
    ABSURD | st.text() | st.floats(allow_nan=False) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
PERSON = WELL_KNOWN[0] | {
    "identifier": [
        {
            "use": "official",
            "type": {"coding": [{"system": "http://x.test", "code": "NI"}]},
            "system": "http://fhir.hl7.org.vn/core/sid/cccd",
            "value": "012345678901",
        }
    ]
}
DRUG = {
    "resourceType": "MedicationRequest",
    "id": "m1",
    "status": "active",
    "intent": "order",
    "medicationCodeableConcept": {
        "coding": [{"system": "http://www.whocc.no/atc", "code": "C09AA02"}]
    },
    "subject": {"reference": "Patient/p1"},
    "authoredOn": "2026-10-01",
}
RECORD = (PERSON, *WELL_KNOWN[1:], condition("38341003"), DRUG)
BODIES = [
    record(*RECORD, horizon=5, language="en", model="incident-diabetes"),
    bundle(*RECORD, kind="transaction"),
    parameters({"name": "patient", "resource": PERSON}),
]


def places(element: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple]:
    """The path to every element within."""
    steps: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(element, dict):
        steps = iter(element.items())
    elif isinstance(element, list):
        steps = iter(enumerate(element))
    for step, inner in steps:
        yield (*path, step)
        yield from places(inner, (*path, step))


def put(body: Any, path: tuple[str | int, ...], value: object) -> None:
    """Replace one element; a path that another change took away is passed over."""
    for step in path[:-1]:
        try:
            body = body[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(body, dict) or (
        isinstance(body, list) and isinstance(path[-1], int) and path[-1] < len(body)
    ):
        body[path[-1]] = value


@st.composite
def damaged(draw: st.DrawFn) -> object:
    """A record with one to three elements replaced."""
    body = copy.deepcopy(draw(st.sampled_from(BODIES)))
    paths = list(places(body))
    for _ in range(draw(st.integers(1, 3))):
        # A copy: what is put in one place may be altered by the next.
        value = copy.deepcopy(draw(ABSURD | ANYTHING))
        put(body, draw(st.sampled_from(paths)), value)
    return body


def answered_or_refused(
    client: TestClient[Any], validators: Validators, text: str
) -> None:
    answer = client.post(OPERATION, content=text, headers=HEADERS)

    resource = validators.check(answer.text)
    if answer.status_code == 200:
        assert resource["resourceType"] == "Bundle"
    else:
        assert answer.status_code in {400, 422}, answer.text
        assert resource["resourceType"] == "OperationOutcome"


@FUZZ
@given(body=damaged())
def test_no_damaged_record_makes_it_fail(
    client: TestClient[Any], validators: Validators, body: object
) -> None:
    answered_or_refused(client, validators, json.dumps(body))


@pytest.mark.parametrize("value", [None, [], {}, "\ud800"], ids=repr)
def test_nothing_in_any_place_makes_it_fail(
    client: TestClient[Any], validators: Validators, value: object
) -> None:
    for path in places(BODIES[1]):
        body = copy.deepcopy(BODIES[1])
        put(body, path, value)
        answered_or_refused(client, validators, json.dumps(body))


@FUZZ
@given(body=ANYTHING)
def test_no_other_json_makes_it_fail(
    client: TestClient[Any], validators: Validators, body: object
) -> None:
    answered_or_refused(client, validators, json.dumps(body))


@FUZZ
@given(name=st.sampled_from(["accept", "content-type", "prefer"]), value=st.text())
def test_no_header_makes_it_fail(
    client: TestClient[Any], name: str, value: str
) -> None:
    sent = HEADERS | {name: value.encode("utf-8", "replace")}
    answer = client.post(OPERATION, content=json.dumps(BODIES[0]), headers=sent)

    assert answer.status_code in {200, 406, 415}
