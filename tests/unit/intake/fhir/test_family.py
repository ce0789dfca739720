"""How near the relative with diabetes is."""

import pytest

from service.intake.fhir.family import findings
from service.intake.fhir.finding import Entry, Finding
from tests.unit.intake.fhir.coded import (
    ICD10,
    TODAY,
    concept,
    entry,
    notices,
    said,
)

ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
FAMILY = "family_history_diabetes"


def relative(
    relationship: dict[str, object] | None,
    disease: dict[str, object] | None = None,
    **elements: object,
) -> Entry:
    return entry(
        "FamilyMemberHistory",
        status=elements.pop("status", "completed"),
        relationship=relationship,
        condition=[{"code": disease or concept("E11.9", ICD10)}],
        **elements,
    )


@pytest.mark.parametrize(
    ("relationship", "degree"),
    [
        *((concept(code, ROLE), "first_degree") for code in ("MTH", "FTH", "NSIS")),
        *((concept(code, ROLE), "first_degree") for code in ("BRO", "SIB", "DAUC")),
        *((concept(code, ROLE), "first_degree") for code in ("SON", "CHILD", "NMTH")),
        *((concept(code, ROLE), "second_degree") for code in ("MGRMTH", "PGRFTH")),
        *((concept(code, ROLE), "second_degree") for code in ("AUNT", "UNCLE")),
        *((concept(code, ROLE), "second_degree") for code in ("COUSN", "HSIB")),
        (concept("72705000"), "first_degree"),
        (concept("70924004"), "first_degree"),
        (concept("394859001"), "second_degree"),
        (concept(text="Mẹ"), "first_degree"),
        (concept(text="anh chị em ruột"), "first_degree"),
        (concept(text="Bà ngoại"), "second_degree"),
        (
            concept("M", "https://hospital.example/kin", display="Mother"),
            "first_degree",
        ),
    ],
)
def test_the_degree_follows_from_who_the_relative_is(
    relationship: dict[str, object], degree: str
) -> None:
    found = list(findings(relative(relationship), TODAY))
    assert said(found) == [(FAMILY, degree)]
    assert notices(found) == []


@pytest.mark.parametrize(
    "relationship", [concept("FAMMEMB", ROLE), concept("125679009"), None]
)
def test_a_relative_who_is_not_named_is_taken_for_one_of_second_degree(
    relationship: dict[str, object] | None,
) -> None:
    found = list(findings(relative(relationship), TODAY))
    assert said(found) == [(FAMILY, "second_degree")]
    assert notices(found) == ["least_it_says"]


@pytest.mark.parametrize(
    "code", ["MTHINLAW", "SPS", "STPFTH", "CHLDADOPT", "ADOPTM", "WIFE"]
)
def test_relatives_by_marriage_or_adoption_are_told_and_not_used(code: str) -> None:
    found = findings(relative(concept(code, ROLE)), TODAY)
    assert said(found) == [(FAMILY, "unknown_answer")]


@pytest.mark.parametrize(
    "disease",
    [
        concept("I10", ICD10),
        concept("11687002"),  # diabetes of a pregnancy
        concept("R73.0", ICD10),
        concept(text="Đái tháo nhạt"),
    ],
)
def test_other_diseases_of_a_relative_say_nothing(disease: dict[str, object]) -> None:
    found = findings(relative(concept("MTH", ROLE), disease), TODAY)
    assert said(found) == []


@pytest.mark.parametrize(
    "disease",
    [
        concept("44054006"),
        concept("430679000"),  # the situation written for the disease
        concept(text="Tiểu đường"),
    ],
)
def test_diabetes_of_a_relative_is_known_by_code_or_name(
    disease: dict[str, object],
) -> None:
    found = findings(relative(concept("MTH", ROLE), disease), TODAY)
    assert said(found) == [(FAMILY, "first_degree")]


def test_an_entry_in_error_is_told_and_not_used() -> None:
    wrong = relative(concept("MTH", ROLE), status="entered-in-error")
    assert said(findings(wrong, TODAY)) == [(FAMILY, "entered_in_error")]


def test_the_day_of_the_history_is_kept() -> None:
    (found,) = findings(relative(concept("MTH", ROLE), date="2024-05-06"), TODAY)
    assert isinstance(found, Finding)
    assert str(found.on) == "2024-05-06"
