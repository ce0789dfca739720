"""Which answer is worth a clinician's attention, if any.

Cards for what needs no action are what clinicians learn to dismiss, so there is one card
at most: a value in the range of diabetes, else the bundle that finds most to do.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from service.clinical.bands import BANDS, PREDIABETES
from service.clinical.eligibility import ADULT_AGE, CONFIRMING
from service.engine.assessment import Answer, Assessment, NotAssessed
from service.intake.fhir.finding import Record

# What tells glucose status apart from the diagnostic range; a random value does not.
GLUCOSE_TESTS = tuple(criterion.variable for criterion in PREDIABETES)
# 3087/QD-BYT (2020): at raised risk a normal test is repeated every year.
TEST_HOLDS = timedelta(days=366)
# A quiet answer would be false calm: a result that was, or may be, diagnostic.
ALARMING = {"past_diagnostic_value", "later_unread"}
_TEST_IS_DUE = {"measure_glucose", "test_now_and_intervene", "rescreen_yearly"}


def tests_of_the_year(record: Record, today: date) -> frozenset[str]:
    """Glucose tests whose value used is not older than a year, or has no date."""
    return frozenset(
        found.variable
        for found in record.used
        if found.variable in GLUCOSE_TESTS
        and (found.on is None or found.on >= today - TEST_HOLDS)
    )


def choose(
    answers: Sequence[Answer], record: Record, tests: Collection[str]
) -> Answer | None:
    """The answer to show; None where nothing needs to be done.

    A score that a known test outranks is shown only if there is no other.

    Args:
        answers: Every bundle's answer about the patient.
        record: What they rest on.
        tests: Glucose tests that need not be repeated yet.
    """
    assessed = [one for one in answers if isinstance(one, Assessment)]
    for answer in answers:
        if isinstance(answer, NotAssessed) and answer.reason.criteria:
            return answer
    open_questions = [one for one in assessed if not one.answered_by] or assessed
    if not open_questions:
        return None
    first = max(open_questions, key=_weight)
    quiet = _is_quiet(first, tests)
    return None if quiet and not is_to_check(first, record, tests) else first


def is_to_check(answer: Answer, record: Record, tests: Collection[str]) -> bool:
    """Whether there is a card only because a result should be looked at."""
    return (
        isinstance(answer, Assessment)
        and _is_quiet(answer, tests)
        and any(notice.code in ALARMING for notice in record.notices)
    )


def tests_to_order(
    answer: Answer, record: Record, tests: Collection[str]
) -> tuple[str, ...]:
    """Tests that are due and not known, the one to prefer first.

    Fasting glucose comes first: a commune health station can measure it, and HbA1c
    misleads with thalassaemia and anaemia, which are common in Vietnam.
    """
    if isinstance(answer, Assessment):
        due = answer.advice.code in _TEST_IS_DUE
    else:
        due = _needs_confirming(answer, record)
    return tuple(
        test for test in ("fasting_glucose", "hba1c") if due and test not in tests
    )


def _weight(assessment: Assessment) -> tuple[int, bool]:
    """What is there now comes before what may come, at the same band."""
    severity = list(BANDS).index(assessment.band)
    return severity, not assessment.manifest.bands.horizon_years


def _is_quiet(assessment: Assessment, tests: Collection[str]) -> bool:
    code = assessment.advice.code
    return code == "rescreen_within_3_years" or (
        code == "rescreen_yearly" and bool(tests)
    )


def _needs_confirming(answer: NotAssessed, record: Record) -> bool:
    """Whether a second test would settle it; the young and pregnant are referred."""
    patient = record.patient
    confirming = [met for met in answer.reason.criteria if met.variable in CONFIRMING]
    return (
        len(confirming) < 2  # noqa: PLR2004  # two results make the diagnosis
        and not patient.value("pregnant")
        and patient.measurements["age"].number >= ADULT_AGE
    )
