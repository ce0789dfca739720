"""What diagnoses say of a pregnancy: whether it goes on, and what it says besides."""

import pytest

from service.intake.fhir.conditions import findings
from tests.unit.intake.fhir.coded import ICD10, TODAY, concept, condition, said
from tests.unit.intake.fhir.records import record, values


@pytest.mark.parametrize(
    "code",
    [concept("77386006"), concept("72892002"), concept("Z34.0", ICD10)],
)
@pytest.mark.parametrize(
    ("clinical", "elements", "expected"),
    [
        ("active", {"onsetDateTime": "2026-08-01"}, [("pregnant", True)]),
        (None, {"recordedDate": "2026-08-01T08:00:00+07:00"}, [("pregnant", True)]),
        (None, {"onsetPeriod": {"start": "2026-08"}}, [("pregnant", True)]),
        ("active", {"onsetDateTime": "2026-02-01"}, [("pregnant", True)]),
        ("active", {"onsetDateTime": "2026-01-31"}, []),  # 42 weeks and a day ago
        ("active", {"onsetDateTime": "2019-05-01"}, []),
        ("active", {}, [("pregnant", True)]),
        (None, {}, []),
        ("resolved", {"onsetDateTime": "2026-08-01"}, [("pregnant", "not_active")]),
        ("resolved", {"onsetDateTime": "2019-05-01"}, []),
        (
            "active",
            {"onsetDateTime": "2026-03-01", "abatementDateTime": "2026-11-01"},
            [("pregnant", "not_active")],
        ),
    ],
)
def test_a_pregnancy_counts_while_it_can_still_go_on(
    code: dict[str, object],
    clinical: str | None,
    elements: dict[str, object],
    expected: object,
) -> None:
    assert said(findings(condition(code, clinical, **elements), TODAY)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("O24.4", [("gestational_diabetes", True), ("pregnant", True)]),
        ("O24.9", [("gestational_diabetes", True), ("pregnant", True)]),
        ("O24", [("gestational_diabetes", True), ("pregnant", True)]),
        ("O24.1", [("known_diabetes", True), ("pregnant", True)]),
        ("O10.0", [("hypertension", True), ("pregnant", True)]),
        ("O14.1", [("pregnant", True)]),
    ],
)
def test_a_diagnosis_of_pregnancy_says_both_of_its_things(
    code: str, expected: object
) -> None:
    found = findings(condition(concept(code, ICD10), recordedDate="2026-09-10"), TODAY)
    assert said(found) == expected


def test_gestational_diabetes_of_years_ago_is_no_pregnancy_of_today() -> None:
    old = condition(concept("O24.4", ICD10), "active", recordedDate="2015-03-01")
    assert said(findings(old, TODAY)) == [("gestational_diabetes", True)]


@pytest.mark.parametrize("code", ["O80", "O03", "O82.9", "Z39.2"])
def test_delivery_and_abortion_end_a_pregnancy(code: str) -> None:
    recent = condition(concept(code, ICD10), recordedDate="2026-10-01")
    old = condition(concept(code, ICD10), recordedDate="2019-10-01")
    assert said(findings(recent, TODAY)) == [("pregnant", False)]
    assert said(findings(old, TODAY)) == []
    assert said(findings(condition(concept(code, ICD10)), TODAY)) == []


def test_the_later_of_pregnancy_and_delivery_counts() -> None:
    antenatal = condition(concept("Z34.0", ICD10), recordedDate="2026-05-01")
    delivery = condition(concept("O80", ICD10), recordedDate="2026-10-01")
    again = condition(concept("Z34.0", ICD10), recordedDate="2026-11-20")

    assert values(record(antenatal.resource, delivery.resource)) == {"pregnant": False}
    assert values(record(antenatal.resource, delivery.resource, again.resource)) == {
        "pregnant": True
    }
