"""What a diagnosis says, by its code, its status and its day."""

from datetime import date

import pytest

from service.intake.fhir.conditions import findings
from service.intake.fhir.finding import InvalidRecordError
from tests.unit.intake.fhir.coded import (
    ICD10,
    TODAY,
    concept,
    condition,
    entry,
    notices,
    said,
)

T2DM = concept("44054006")


@pytest.mark.parametrize(
    "code",
    [
        concept("44054006"),
        concept("73211009"),
        concept("46635009"),
        concept("368581000119106"),  # neuropathy due to type 2 diabetes
        concept("422034002"),  # retinopathy
        concept("127013003"),  # kidney disease
        concept("E11.9", ICD10),
        concept("E119", ICD10),
        concept("e11", ICD10),
        concept("E10.5", "http://hl7.org/fhir/sid/icd-10-cm"),
        concept("E14.9", "http://fhir.hl7.org.vn/core/CodeSystem/vn-icd10-cs"),
        concept("E11.2†", None),
        {"coding": [{"code": "T90", "system": "urn:icpc"}, {"code": "E11"}]},
        concept(text="Đái tháo đường típ 2"),
        concept(text="Bệnh  ĐTĐ type II"),
        concept(text="Bệnh đái tháo đường không phụ thuộc insuline"),
        concept("E08.9", "http://hl7.org/fhir/sid/icd-10-cm"),
        concept("H36.0*", ICD10),  # retinopathy, without its dagger code
        concept("DM2", "https://hospital.example/list", display="Tiểu đường"),
    ],
)
def test_diabetes_is_known_from_its_code_or_its_exact_name(
    code: dict[str, object],
) -> None:
    assert said(findings(condition(code), TODAY)) == [("known_diabetes", True)]


def test_a_diagnosis_read_from_its_name_is_told() -> None:
    found = list(findings(condition(concept(text="Đái tháo đường")), TODAY))
    assert notices(found) == ["read_from_name"]


@pytest.mark.parametrize(
    "code",
    [
        concept("E23.2", ICD10),  # diabetes insipidus
        concept("15771004"),  # diabetes insipidus
        concept("J20.9", ICD10),
        concept("Z83.4", ICD10),
        concept("44054006", "https://hospital.example/list"),
        {},
        concept(text="Viêm phế quản cấp"),
        # Codes whose own names speak of diabetes.
        concept("Z13.1", ICD10, text="Khám sàng lọc đái tháo đường"),
        concept("E23.2", ICD10, text="Diabetes insipidus"),
    ],
)
def test_other_diagnoses_say_nothing(code: dict[str, object]) -> None:
    assert said(findings(condition(code, recordedDate="2026-11-01"), TODAY)) == []


def test_words_that_say_otherwise_than_the_code_are_told_and_not_used() -> None:
    """A discharge is coded once, and its other diagnoses written behind the first."""
    found = findings(
        condition(concept("J20.9", ICD10, text="Viêm phế quản/ ĐTĐ type 2")), TODAY
    )
    assert said(found) == [("known_diabetes", "ambiguous")]


@pytest.mark.parametrize(
    ("display", "expected"),
    [
        ("Hyperosmolar coma due to type 1 diabetes mellitus (disorder)", True),
        ("Cataract due to diabetes mellitus", True),
        ("Newborn affected by maternal diabetes mellitus", "ambiguous"),
        ("No evidence of diabetes mellitus", "ambiguous"),
    ],
)
def test_a_complication_that_is_not_listed_is_read_by_what_it_is_due_to(
    display: str, expected: object
) -> None:
    found = list(findings(condition(concept("1", display=display)), TODAY))
    assert said(found) == [("known_diabetes", expected)]
    assert notices(found) == (["read_from_name"] if expected is True else [])


def test_a_complication_that_is_refuted_is_not_used() -> None:
    named = concept("1", display="Cataract due to diabetes mellitus")
    found = findings(condition(named, verification="refuted"), TODAY)
    assert said(found) == [("known_diabetes", "unconfirmed")]


@pytest.mark.parametrize(
    "text", ["Theo dõi đái tháo đường", "ĐTĐ type 2, tăng huyết áp", "Diabetes?"]
)
def test_words_that_only_mention_diabetes_are_told_and_not_used(text: str) -> None:
    found = findings(condition(concept(text=text)), TODAY)
    assert said(found) == [("known_diabetes", "unreadable")]


@pytest.mark.parametrize(
    ("clinical", "expected"),
    [
        ("active", ("known_diabetes", True)),
        ("recurrence", ("known_diabetes", True)),
        ("relapse", ("known_diabetes", True)),
        ("remission", ("known_diabetes", True)),
        (None, ("known_diabetes", True)),
        ("inactive", ("high_glucose_ever", True)),
        ("resolved", ("high_glucose_ever", True)),
    ],
)
def test_diabetes_stays_known_unless_it_is_said_to_be_over(
    clinical: str | None, expected: object
) -> None:
    found = list(findings(condition(T2DM, clinical), TODAY))
    assert said(found) == [expected]
    over = expected == ("high_glucose_ever", True)
    assert notices(found) == (["past_diabetes"] if over else [])


@pytest.mark.parametrize(
    "abatement",
    [
        {"abatementDateTime": "2020-01-01"},
        {"abatementPeriod": {"start": "2019", "end": "2020-03"}},
        {"abatementAge": {"value": 40}},
        {"abatementString": "sau phẫu thuật"},
    ],
)
def test_without_a_status_an_abatement_says_that_it_is_over(
    abatement: dict[str, object],
) -> None:
    found = findings(condition(T2DM, **abatement), TODAY)
    assert said(found) == [("high_glucose_ever", True)]


def test_an_abatement_still_to_come_ends_nothing() -> None:
    found = findings(condition(T2DM, abatementDateTime="2027-01-01"), TODAY)
    assert said(found) == [("known_diabetes", True)]


def test_a_day_of_diagnosis_that_is_to_come_is_an_error_of_that_day_alone() -> None:
    found = list(
        findings(
            condition(T2DM, onsetDateTime="2062-03-01", recordedDate="2026"), TODAY
        )
    )
    assert said(found) == [("known_diabetes", True)]
    assert found[0].on == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("element", "text", "expected"),
    [
        ("clinicalStatus", "Resolved", ("high_glucose_ever", True)),
        (
            "verificationStatus",
            "Entered in error",
            ("known_diabetes", "entered_in_error"),
        ),
    ],
)
def test_a_status_in_words_is_heard(element: str, text: str, expected: object) -> None:
    found = findings(entry("Condition", code=T2DM, **{element: {"text": text}}), TODAY)
    assert said(found) == [expected]


@pytest.mark.parametrize(
    ("verification", "expected"),
    [
        ("confirmed", True),
        (None, True),
        ("unconfirmed", "unconfirmed"),
        ("provisional", "unconfirmed"),
        ("differential", "unconfirmed"),
        ("refuted", "unconfirmed"),
        ("entered-in-error", "entered_in_error"),
    ],
)
def test_only_what_is_not_in_doubt_is_used(
    verification: str | None, expected: object
) -> None:
    found = findings(condition(T2DM, "active", verification), TODAY)
    assert said(found) == [("known_diabetes", expected)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (concept("15777000"), [("high_glucose_ever", True)]),
        (concept("714628002"), [("high_glucose_ever", True)]),
        (concept("390951007"), [("high_glucose_ever", True)]),
        (concept("9414007"), [("high_glucose_ever", True)]),
        (concept("R73.0", ICD10), [("high_glucose_ever", True)]),
        (concept("R73.03", ICD10), [("high_glucose_ever", True)]),
        (concept(text="Tiền đái tháo đường"), [("high_glucose_ever", True)]),
        (concept("472971004"), [("gestational_diabetes", True)]),
        (concept("Z86.32", ICD10), [("gestational_diabetes", True)]),
        (concept("11687002"), [("gestational_diabetes", True)]),
        (concept("160303001"), [("family_history_diabetes", "second_degree")]),
        (concept("Z83.3", ICD10), [("family_history_diabetes", "second_degree")]),
        (concept("416855002"), [("family_history_diabetes", "first_degree")]),
        (concept("160274005"), [("family_history_diabetes", "none")]),
    ],
)
@pytest.mark.parametrize("clinical", [None, "active", "resolved"])
def test_what_once_was_stays_true_whatever_its_status(
    code: dict[str, object], expected: object, clinical: str | None
) -> None:
    assert said(findings(condition(code, clinical), TODAY)) == expected


def test_a_bare_family_history_tells_that_the_least_was_taken() -> None:
    found = findings(condition(concept("Z83.3", ICD10)), TODAY)
    assert notices(found) == ["least_it_says"]


@pytest.mark.parametrize(
    "code",
    [
        concept("38341003"),
        concept("59621000"),
        concept("I10", ICD10),
        concept("I11.9", ICD10),
        concept("I15.0", ICD10),
        concept(text="Bệnh tăng huyết áp vô căn (nguyên phát)"),
        concept(text="THA độ 2"),
    ],
)
def test_hypertension_is_diagnosed_until_it_is_over(code: dict[str, object]) -> None:
    assert said(findings(condition(code), TODAY)) == [("hypertension", True)]
    over = findings(condition(code, "resolved"), TODAY)
    assert said(over) == [("hypertension", "not_active")]


def test_a_code_of_the_wrong_type_refuses_the_record_where_it_stands() -> None:
    broken = entry("Condition", code={"coding": [{"code": 44054006}]})
    with pytest.raises(InvalidRecordError) as refusal:
        list(findings(broken, TODAY))
    (problem,) = refusal.value.problems
    assert problem.expression == "Condition.code.coding[0].code"
    assert problem.issue == "structure"
