"""Diagnoses in the spellings of real records: none may hide what it says."""

import unicodedata

import pytest

from service.intake.fhir.conditions import findings
from tests.unit.intake.fhir.coded import ICD10, TODAY, concept, condition, notices, said

DIABETES = ("known_diabetes", True)
HYPERTENSION = ("hypertension", True)


@pytest.mark.parametrize("system", [ICD10, None])
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("E11.9 ", [DIABETES]),
        ("e11.9", [DIABETES]),
        ("E11.9;I10", [DIABETES, HYPERTENSION]),
        ("I10, E11.9", [DIABETES, HYPERTENSION]),
        ("J20.9 / E11", [DIABETES]),
        ("G63.2* E11.4†", [DIABETES]),
        ("J20.9;K29.7", []),
    ],
)
def test_every_code_of_several_in_one_is_read(
    system: str | None, code: str, expected: object
) -> None:
    assert said(findings(condition(concept(code, system)), TODAY)) == expected


@pytest.mark.parametrize("code", ["e 11.9", "E 11", "E11-E14", "E10-E14", "E11,9"])
def test_other_spellings_of_a_code_are_read(code: str) -> None:
    assert said(findings(condition(concept(code, ICD10)), TODAY)) == [DIABETES]


@pytest.mark.parametrize(
    "system",
    [
        "https://hl7.org/fhir/sid/icd-10",
        "http://hl7.org/fhir/sid/icd-10/",
        "HTTP://hl7.org/fhir/sid/ICD-10",
        "http://id.who.int/icd/release/10",
    ],
)
def test_other_spellings_of_icd_10_are_read(system: str) -> None:
    assert said(findings(condition(concept("E11.9", system)), TODAY)) == [DIABETES]


@pytest.mark.parametrize(
    "system",
    [
        "https://snomed.info/sct",
        "http://snomed.info/sct/900000000000207008",
        "http://snomed.info/sct/731000124108/version/20260301",
        None,
    ],
)
def test_an_edition_of_snomed_or_its_code_alone_is_read(system: str | None) -> None:
    found = findings(condition(concept("44054006", system)), TODAY)
    assert said(found) == [DIABETES]


def test_procedures_of_icd_10_pcs_are_no_diagnoses() -> None:
    pcs = concept("E11.9", "http://hl7.org/fhir/sid/icd-10-pcs")
    assert said(findings(condition(pcs), TODAY)) == []


def test_a_bare_number_does_not_silence_the_words_beside_it() -> None:
    local = concept("1234567", None, text="Đái tháo đường")
    assert said(findings(condition(local), TODAY)) == [DIABETES]


@pytest.mark.parametrize(
    "text",
    [
        "[E11] Bệnh đái tháo đường không phụ thuộc insuline",
        "E11-Bệnh đái tháo đường không phụ thuộc insuline/ E78-1 Rối loạn chuyển hóa",
        "J20.9 - Viêm phế quản; E11.9 - Đái tháo đường",
        "e11.9 dai thao duong",
        "dai thao duong type 2",
        "ĐTĐ2",
        "Đái tháo đường típ 2, chưa có biến chứng",
        "Type 2 diabetes mellitus without complications",
        "Diabetes mellitus type 2 (disorder)",
        unicodedata.normalize("NFD", "Đái tháo đường típ 2"),
    ],
)
def test_a_name_or_a_code_before_it_is_read_where_nothing_is_coded(text: str) -> None:
    found = list(findings(condition(concept(text=text)), TODAY))
    assert said(found) == [DIABETES]
    assert notices(found) == ["read_from_name"]


@pytest.mark.parametrize(
    "text",
    [
        "Mẹ bị đái tháo đường (E11)",
        "Không bị đái tháo đường",
        "Theo dõi ĐTĐ: E11.9",
        "E11.9? Đái tháo đường",
        "Bố mẹ: tăng huyết áp, đái tháo đường",
        "Family history of diabetes mellitus",
    ],
)
def test_words_about_others_or_in_doubt_are_told_and_not_used(text: str) -> None:
    found = findings(condition(concept(text=text)), TODAY)
    assert said(found) == [("known_diabetes", "unreadable")]


@pytest.mark.parametrize("text", ["Đái tháo nhạt", "Diabetes insipidus", "Thiếu B12"])
def test_words_that_only_look_alike_say_nothing(text: str) -> None:
    assert said(findings(condition(concept(text=text)), TODAY)) == []
