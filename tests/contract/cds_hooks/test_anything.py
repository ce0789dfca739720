"""Whatever is sent to a hook or to its feedback: an answer or a reason, never a 5xx."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.ehr import FhirRecord
from tests.contract.cds_hooks.hooks import (
    RECORDS,
    SERVICE,
    hook,
    order,
    prefetch,
)

Path = tuple[str | int, ...]

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
NAMES = st.text(max_size=8) | st.sampled_from(
    ["resourceType", "entry", "resource", "type", "code", "coding", "link", "id"]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4)
    ),
    max_leaves=8,
)
NEVER_A_5XX = {200, 400, 412, 422}
FEEDBACK = {
    "feedback": [
        {
            "card": "4e0a3a1e-3283-4575-ab82-028d55fe2719",
            "outcome": "accepted",
            "acceptedSuggestions": [{"id": "e56e1945-20b3-4393-8503-a1a20fd73152"}],
            "overrideReason": {
                "reason": {"system": "urn:ehr", "code": "no"},
                "userComment": "later",
            },
            "outcomeTimestamp": "2026-11-22T02:15:00Z",
        }
    ]
}
often = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """The place of every element."""
    yield path
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, part in inner:
        yield from paths(part, (*path, key))


def replaced(value: object, path: Path, by: object) -> object:
    """The same, with something else in one place."""
    if not path:
        return by
    copy: Any = deepcopy(value)
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = by
    return copy


def call(ehr: Ehr) -> dict[str, Any]:
    """A call with something of everything."""
    record = [*RECORDS["much raised"], order("http://loinc.org", "2093-3")]
    return hook(
        fhirServer="https://ehr.vn/fhir",
        fhirAuthorization={"access_token": "t", "token_type": "Bearer"},
        prefetch=prefetch(FhirRecord(record), ehr.templates),
    )


def status(ehr: Ehr, path: str, body: object) -> int:
    """What is answered, also to what only Python calls JSON (`NaN`)."""
    response = ehr.http.post(path, content=json.dumps(body))
    if response.status_code == 422:
        assert response.json()["errors"]
    return response.status_code


@often
@given(body=JSON)
@pytest.mark.parametrize("path", [SERVICE, f"{SERVICE}/feedback"])
def test_any_json_gets_an_answer_or_a_reason(ehr: Ehr, path: str, body: object) -> None:
    assert status(ehr, path, body) in NEVER_A_5XX


@often
@given(body=st.binary(max_size=200))
def test_any_bytes_get_an_answer_or_a_reason(ehr: Ehr, body: bytes) -> None:
    assert ehr.http.post(SERVICE, content=body).status_code in {400, 422}


@often
@given(data=st.data(), by=JSON)
def test_a_call_with_anything_in_any_place_gets_an_answer_or_a_reason(
    ehr: Ehr, data: st.DataObject, by: object
) -> None:
    whole = call(ehr)
    path = data.draw(st.sampled_from(list(paths(whole))))

    assert status(ehr, SERVICE, replaced(whole, path, by)) in NEVER_A_5XX


@often
@given(data=st.data(), by=JSON)
def test_feedback_with_anything_in_any_place_gets_an_answer_or_a_reason(
    ehr: Ehr, data: st.DataObject, by: object
) -> None:
    path = data.draw(st.sampled_from(list(paths(FEEDBACK))))

    body = replaced(FEEDBACK, path, by)

    assert status(ehr, f"{SERVICE}/feedback", body) in NEVER_A_5XX - {412}
