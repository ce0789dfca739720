"""Reading whatever may be sent: a patient or reasons, never another exception."""

import math

from hypothesis import given, strategies as st

from service.clinical.patient import InvalidPatientError, Patient, Problem
from service.clinical.reading import read_patient
from service.clinical.variables import VARIABLES

numbers = (
    st.integers()
    | st.integers(min_value=10**300, max_value=10**400)
    | st.floats()
    | st.floats(0, 300)
)
texts = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    ["female", "male", "never", "mg/dL", "mmol/L", "none"]
)
leaves = st.none() | st.booleans() | numbers | texts
pairs = st.fixed_dictionaries({}, optional={"value": leaves, "unit": leaves})
anything = (
    leaves
    | pairs
    | st.recursive(
        leaves,
        lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
        max_leaves=5,
    )
)
records = st.dictionaries(st.sampled_from(list(VARIABLES)) | texts, anything) | (
    st.fixed_dictionaries(
        {"age": st.integers(0, 120), "sex": st.sampled_from(["female", "male"])},
        optional={
            name: st.floats(variable.low, variable.high)
            if variable.kind == "quantity"
            else st.sampled_from(variable.codes or (True, False))
            for name, variable in VARIABLES.items()
            if name not in {"age", "sex"}
        },
    )
)


def read(values: dict[str, object]) -> tuple[Patient | None, tuple[Problem, ...]]:
    try:
        return read_patient(values), ()
    except InvalidPatientError as error:
        return None, error.problems


@given(records)
def test_whatever_is_sent_is_read_or_refused(values: dict[str, object]) -> None:
    """Only `InvalidPatientError` is raised, and nothing accepted is implausible."""
    patient, problems = read(values)

    assert (patient is None) == bool(problems)
    for problem in problems:
        assert problem.pointer.encode().startswith(b"/")
        assert problem.text.en.encode()
        assert problem.text.vi.encode()
    for measurement in patient.measurements.values() if patient else ():
        assert math.isfinite(measurement.number)
        if measurement.variable.kind == "quantity":
            assert measurement.variable.is_plausible(measurement.number)
