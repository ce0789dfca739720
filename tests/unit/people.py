"""Invented patients for the tests, read as any sender's would be."""

from service.clinical.patient import InvalidPatientError, Patient, Problem
from service.clinical.reading import read_patient

# Every input of incident-diabetes, all in their normal ranges.
FULL = {
    "age": 54,
    "sex": "female",
    "bmi": 25.8,
    "systolic_bp": 138,
    "family_history_diabetes": "first_degree",
    "fasting_glucose": 5.2,
    "hba1c": 5.4,
    "triglycerides": 1.6,
    "alt": 24,
}


def person(**values: object) -> Patient:
    """A woman of 54, of whom only `values` are known besides."""
    return read_patient({"age": 54, "sex": "female", **values})


def refusals(**values: object) -> tuple[Problem, ...]:
    """Every reason for which that woman's record is refused; none if it is read."""
    try:
        person(**values)
    except InvalidPatientError as error:
        return error.problems
    return ()


def the_refusal(**values: object) -> Problem:
    """The only reason for which that woman's record is refused."""
    (problem,) = refusals(**values)
    return problem


def in_unit(value: float, unit: str) -> dict[str, object]:
    """A value as a sender writes it together with its unit."""
    return {"value": value, "unit": unit}
