"""The validators themselves: each must be able to refuse."""

import json

import pytest

from tests.contract.fhir.validators import (
    Validators,
    broken_constraints,
    python_problems,
)

VALID = {
    "resourceType": "RiskAssessment",
    "status": "final",
    "subject": {"reference": "Patient/1"},
    "prediction": [{"probabilityDecimal": 17.8399}],
}


def test_a_valid_resource_passes(validators: Validators) -> None:
    assert validators.problems(json.dumps(VALID)) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"subject": "Patient/1"}, id="a string instead of an object"),
        pytest.param({"prediction": {}}, id="an object instead of an array"),
        pytest.param({"occurrenceDateTime": "yesterday"}, id="a date that is none"),
        pytest.param({"risk": 1}, id="an element that R4 does not have"),
        pytest.param({"mitigation": ["rest"]}, id="an array instead of a string"),
    ],
)
def test_the_python_validator_refuses(change: dict[str, object]) -> None:
    assert python_problems(json.dumps(VALID | change))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "done"}, "status"),
        ({"risk": 1}, "Unexpected property"),
        ({"subject": {"reference": "Observation/1"}}, "Invalid type for reference"),
        ({"prediction": [{"probabilityDecimal": "17"}]}, "Number type expected"),
        ({"performer": {"reference": "x", "type": "Patient"}}, "Invalid type"),
    ],
)
def test_the_node_validator_refuses(
    validators: Validators, change: dict[str, object], told: str
) -> None:
    (problem,) = validators._node.problems(json.dumps(VALID | change))

    assert told in problem


@pytest.mark.parametrize(
    ("resource", "key"),
    [
        ({"note": []}, "ele-1"),
        ({"subject": None}, "ele-1"),
        ({"prediction": [{"probabilityDecimal": 101}]}, "ras-2"),
        ({"contained": [{"id": "a"}]}, "dom-3"),
        ({"extension": [{"url": "a"}]}, "ext-1"),
        ({"extension": [{"url": "a", "valueCode": "b", "extension": [1]}]}, "ext-1"),
        (
            {"resourceType": "Bundle", "entry": [{"fullUrl": "a"}, {"fullUrl": "a"}]},
            "bdl-7",
        ),
    ],
)
def test_a_broken_constraint_is_found(resource: dict[str, object], key: str) -> None:
    assert key in " ".join(broken_constraints(resource))
