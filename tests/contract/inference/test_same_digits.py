"""A patient gets the same digits from a tensor as from REST."""

from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
from litestar.testing import TestClient

from service.transports.inference.openapi import EXAMPLE
from service.transports.openapi import EXAMPLE_PATIENT
from tests.contract.inference.calls import (
    INFER,
    INPUTS,
    ROW,
    infer,
    outputs,
    risk_by_rest,
    row_of,
)
from tests.unit.people import FULL, person


def assert_same(found: dict[str, list[float]], assessed: dict[str, Any]) -> None:
    assert found["risk"] == [risk["probability"] for risk in assessed["risks"]]
    assert found["log_odds"] == [assessed["log_odds"]]
    assert found["base"] == [assessed["base_log_odds"]]
    assert found["contributions"] == [
        reason["log_odds"] for reason in assessed["contributions"]
    ]


def test_a_patient_of_whom_everything_is_known(client: TestClient[Any]) -> None:
    assert row_of(person(**FULL), INPUTS) == ROW
    assert_same(outputs(infer(client, ROW)), risk_by_rest(client, **FULL))


def test_the_documents_example_is_its_rest_example(client: TestClient[Any]) -> None:
    found = outputs(client.post(INFER, json=EXAMPLE))

    assert found["risk"] == [0.1610042, 0.2837856]
    assert_same(found, risk_by_rest(client, **EXAMPLE_PATIENT))


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    known=st.fixed_dictionaries(
        {},
        optional={
            "bmi": st.floats(15, 50),
            "systolic_bp": st.floats(120, 200),
            "family_history_diabetes": st.sampled_from(["none", "first_degree"]),
            "fasting_glucose": st.floats(3, 6.9),
            "hba1c": st.floats(3.5, 6.4),
            "triglycerides": st.floats(0.3, 9),
            "alt": st.floats(5, 300),
        },
    ),
    age=st.integers(20, 90),
    sex=st.sampled_from(["female", "male"]),
)
def test_every_patient_gets_the_digits_of_rest(
    client: TestClient[Any], known: dict[str, object], age: int, sex: str
) -> None:
    values = {"age": age, "sex": sex, **known}
    assessed = risk_by_rest(client, **values)

    found = outputs(infer(client, row_of(person(**values), INPUTS)))

    assert_same(found, assessed)
