"""Which Observations are read, from where in them, and as of which day."""

from datetime import date

import pytest

from service.clinical.variables import VARIABLES
from tests.unit.intake.fhir.records import (
    LOINC,
    Resource,
    ignored,
    notices,
    observation,
    pressure,
    record,
    refusals,
    the_refusal,
    values,
)

QUANTITIES = [
    (variable.name, code, (variable.low + variable.high) / 2, variable.unit)
    for variable in VARIABLES.values()
    if variable.kind == "quantity" and not variable.required
    for code in variable.loinc
]


def coded(*codings: tuple[str | None, str]) -> Resource:
    return {
        "coding": [
            {"code": code} if system is None else {"system": system, "code": code}
            for system, code in codings
        ]
    }


@pytest.mark.parametrize(("name", "code", "value", "unit"), QUANTITIES)
def test_every_code_of_the_table_is_read(
    name: str, code: str, value: float, unit: str
) -> None:
    found = record(observation(code, value, unit))

    assert values(found) == {name: pytest.approx(value, abs=0.001)}
    assert ignored(found) == []
    (used,) = [one for one in found.used if one.variable == name]
    assert used.source.expression == "Bundle.entry[1].resource"
    assert used.on == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("name", "answered", "expected"),
    [
        ("smoking", {"valueCodeableConcept": coded((LOINC, "LA18978-9"))}, "never"),
        ("smoking", {"valueString": "đã bỏ"}, "former"),
        ("pregnant", {"valueCodeableConcept": coded((LOINC, "LA26683-5"))}, False),
        ("physically_active", {"valueBoolean": True}, True),
        ("daily_fruit_or_vegetables", {"valueBoolean": False}, False),
        ("high_glucose_ever", {"valueString": "Có"}, True),
        (
            "family_history_diabetes",
            {"valueCodeableConcept": {"text": "parent, sibling or child"}},
            "first_degree",
        ),
        ("alcohol", {"valueCodeableConcept": {"text": "never"}}, "never"),
    ],
)
def test_answers_are_read_from_codes_words_and_booleans(
    name: str, answered: Resource, expected: object
) -> None:
    found = record(observation(VARIABLES[name].loinc[0], **answered))

    assert values(found) == {name: expected}
    assert ignored(found) == []


def test_a_bare_yes_to_family_history_is_the_least_it_says() -> None:
    found = record(observation("97063-2", valueBoolean=True))

    assert values(found) == {"family_history_diabetes": "second_degree"}
    assert notices(found) == [("family_history_diabetes", "least_it_says")]


def test_an_answer_that_is_not_known_is_told_with_its_code_and_not_its_words() -> None:
    answer = coded(("http://snomed.info/sct", "266927001"))
    found = record(
        observation("72166-2", valueCodeableConcept=answer),
        observation("11331-6", valueString="A life story"),
    )

    assert ignored(found) == [
        ("smoking", "unknown_answer"),
        ("alcohol", "unknown_answer"),
    ]
    assert [one.text.en for one in found.ignored] == [
        "Smoking: the answer '266927001' is none that is known here.",
        "Alcohol: the answer 'value[x]' is none that is known here.",
    ]


def test_components_of_a_panel_are_read_by_their_own_codes() -> None:
    found = record(pressure(138, 82))

    assert values(found) == {"systolic_bp": 138, "diastolic_bp": 82}


def test_a_value_and_components_of_one_observation_are_both_read() -> None:
    weight = {"code": coded((LOINC, "29463-7")), "valueQuantity": {"value": 62}}
    found = record(observation("8302-2", 158, "cm", component=[weight]))

    assert values(found) == {"height": 158, "weight": 62}


@pytest.mark.parametrize(
    "codings",
    [
        [("http://hospital.vn/tests", "GLU"), (LOINC, "1558-6")],
        [(LOINC, "1558-6"), (LOINC, "2345-7")],
        [(LOINC, "2345-7"), (LOINC, "1558-6")],
        [("urn:oid:2.16.840.1.113883.6.1", "1558-6")],
        [(None, "1558-6")],
    ],
)
def test_any_of_several_codes_may_name_the_variable(
    codings: list[tuple[str | None, str]],
) -> None:
    """The general code of glucose beside the one for fasting takes nothing away."""
    found = record(observation("", 5.4, "mmol/L", code=coded(*codings)))

    assert values(found) == {"fasting_glucose": 5.4}


def test_codes_of_two_measurements_name_neither() -> None:
    both = coded((LOINC, "2085-9"), (LOINC, "2089-1"))
    found = record(observation("", 1.2, "mmol/L", code=both))

    assert values(found) == {}
    assert [one.code for one in found.ignored] == ["ambiguous"]


@pytest.mark.parametrize(
    "code",
    [
        {"text": "HbA1c"},
        coded(("http://hospital.vn/tests", "4548-4")),
        coded((LOINC, "718-7")),
        {},
    ],
)
def test_what_no_code_of_the_table_names_is_passed_over(code: Resource) -> None:
    found = record(observation("", 5.4, "%", code=code))

    assert (values(found), ignored(found)) == ({}, [])


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
def test_what_never_was_a_result_is_not_used(status: str) -> None:
    found = record(
        observation("4548-4", 9.1, "%", status=status), pressure(138, 82, status=status)
    )

    assert values(found) == {}
    assert ignored(found) == [
        ("hba1c", "entered_in_error"),
        ("systolic_bp", "entered_in_error"),
        ("diastolic_bp", "entered_in_error"),
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ({"effectiveDateTime": "2026-10-02T08:00:00+07:00"}, date(2026, 10, 2)),
        ({"effectiveDateTime": "2026-10"}, date(2026, 10, 15)),
        (
            {"effectivePeriod": {"start": "2026-10-01", "end": "2026-10-03"}},
            date(2026, 10, 3),
        ),
        ({"effectivePeriod": {"start": "2026-10-01"}}, date(2026, 10, 1)),
        ({"effectiveInstant": "2026-10-02T08:00:00Z"}, date(2026, 10, 2)),
        ({"issued": "2026-10-04T08:00:00Z"}, date(2026, 10, 4)),
        (
            {"effectiveDateTime": "2026-10-02", "issued": "2026-10-04T08:00:00Z"},
            date(2026, 10, 2),
        ),
    ],
)
def test_the_day_is_when_it_was_true_or_else_when_it_was_issued(
    written: Resource, day: date
) -> None:
    found = record(observation("4548-4", 5.4, "%", on=None, **written))

    assert found.as_of == day


def test_a_value_whose_date_cannot_be_read_is_not_used() -> None:
    found = record(observation("4548-4", 5.4, "%", on="01/11/2026"))

    assert values(found) == {}
    assert ignored(found) == [("hba1c", "unreadable")]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"code": "4548-4"}, "code"),
        ({"code": {"coding": [{"code": 4548}]}}, "code.coding[0].code"),
        ({"valueQuantity": {"value": "5,4"}}, "value.value"),
        ({"valueQuantity": [5.4]}, "value"),
        ({"effectiveDateTime": 2026}, "effective"),
        ({"component": [None]}, "component[0]"),
        ({"subject": "Patient/p1"}, "subject"),
        ({"\ud800": 1}, ""),
    ],
)
def test_an_element_of_another_type_than_fhir_gives_it_refuses_the_record(
    change: Resource, place: str
) -> None:
    damaged = {**observation("4548-4", 5.4, "%"), **change}
    expression = f"Bundle.entry[1].resource.{place}".rstrip(".")

    assert the_refusal(damaged) == (expression, "structure")


def test_every_damaged_resource_is_told_up_to_a_useful_number() -> None:
    damaged = observation("4548-4", valueQuantity=[])

    assert len(refusals(damaged, damaged)) == 2
    assert len(refusals(*[damaged] * 500)) == 20
