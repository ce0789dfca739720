"""Whether the conclusion is worth a clinician's attention, and which test it asks for.

Cards for what needs no action are what clinicians learn to dismiss, so there is one card
at most, and none where the next step is years away or no step of this service at all.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from service.clinical.conclusion import Conclusion
from service.clinical.glycaemia import PREDIABETES
from service.intake.fhir.finding import Record

# What tells glucose status apart from the diagnostic range; a random value does not.
GLUCOSE_TESTS = tuple(criterion.variable for criterion in PREDIABETES)
# 3087/QD-BYT (2020): at raised risk a normal test is repeated every year.
TEST_HOLDS = timedelta(days=366)
# A quiet answer would be false calm: a result that was, or may be, diagnostic.
ALARMING = {"past_diagnostic_value", "later_unread"}
ORDERED = ("fasting_glucose", "hba1c")
_TEST_IS_DUE = {"measure_glucose", "test_now_and_intervene", "confirm_diabetes"}
_DUE_EVERY_YEAR = {"rescreen_yearly", "prediabetes_care", "intensive_prediabetes_care"}


def tests_of_the_year(record: Record, today: date) -> frozenset[str]:
    """Glucose tests whose value used is not older than a year, or has no date."""
    return frozenset(
        found.variable
        for found in record.used
        if found.variable in GLUCOSE_TESTS
        and (found.on is None or found.on >= today - TEST_HOLDS)
    )


def is_worth_a_card(
    conclusion: Conclusion, record: Record, tests: Collection[str]
) -> bool:
    """Whether there is something to do now, or a result to look at.

    Args:
        conclusion: About the patient.
        record: What it rests on.
        tests: Glucose tests that need not be repeated yet.
    """
    quiet = _is_quiet(conclusion, tests)
    return not quiet or is_to_check(conclusion, record, tests)


def is_to_check(conclusion: Conclusion, record: Record, tests: Collection[str]) -> bool:
    """Whether there is a card only because a result should be looked at."""
    return (
        conclusion.risk is not None
        and _is_quiet(conclusion, tests)
        and any(notice.code in ALARMING for notice in record.notices)
    )


def tests_to_order(conclusion: Conclusion, tests: Collection[str]) -> tuple[str, ...]:
    """The tests that the next step asks for, the one to prefer first.

    Fasting glucose comes first: a commune health station can measure it, and HbA1c
    misleads with thalassaemia and anaemia, which are common in Vietnam.
    """
    wanted = set(_wanted(conclusion, tests))
    return tuple(test for test in ORDERED if test in wanted)


def _wanted(conclusion: Conclusion, tests: Collection[str]) -> Iterator[str]:
    code = conclusion.next_step.code
    if code == "repeat_abnormal_test":
        for one in conclusion.status.tests:
            if one.code == "diabetes_range":
                yield one.variable
    elif code in _TEST_IS_DUE or (code in _DUE_EVERY_YEAR and not tests):
        yield from (test for test in ORDERED if test not in tests)


def _is_quiet(conclusion: Conclusion, tests: Collection[str]) -> bool:
    step = conclusion.next_step
    if step.within_days is None or step.within_days > TEST_HOLDS.days:
        return True
    return step.code == "rescreen_yearly" and bool(tests)
