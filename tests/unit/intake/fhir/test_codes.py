"""Codes are known in the spellings that real records use."""

import msgspec
import pytest

from service.clinical.variables import VARIABLES
from service.intake.fhir.answers import answer
from service.intake.fhir.codes import Terminology, terminology
from service.intake.fhir.models import Coding
from tests.unit.intake.fhir.coded import SNOMED

LOINC = "http://loinc.org"


@pytest.mark.parametrize(
    ("system", "code", "expected"),
    [
        ("http://snomed.info/sct", "44054006", "snomed"),
        ("urn:oid:2.16.840.1.113883.6.96", "44054006", "snomed"),
        ("http://hl7.org/fhir/sid/icd-10", "E11.9", "icd10"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "E11.9", "icd10"),
        ("http://terminology.hl7.org/CodeSystem/icd10", "E11.9", "icd10"),
        ("http://fhir.hl7.org.vn/core/CodeSystem/vn-icd10-cs", "E11.9", "icd10"),
        ("urn:oid:2.16.840.1.113883.6.3", "E11.9", "icd10"),
        ("urn:oid:2.16.840.1.113883.6.90", "E11.9", "icd10"),
        (None, "E11.9", "icd10"),
        (None, "E119", "icd10"),
        (None, "I10", "icd10"),
        (None, "E11.2†", "icd10"),
        ("http://www.whocc.no/atc", "A10BA02", "atc"),
        (None, "A10BA02", "atc"),
        ("http://www.nlm.nih.gov/research/umls/rxnorm", "6809", "rxnorm"),
        (LOINC, "4548-4", "loinc"),
        ("http://fhir.hl7.org.vn/core/CodeSystem/vn-loinc-cs", "4548-4", "loinc"),
        (None, "4548-4", "loinc"),
        # What has no clear form, or is of a hospital's own list, is not guessed.
        (None, "44054006", None),
        (None, "DM2", None),
        ("https://hospital.example/drugs", "A10BA02", None),
    ],
)
def test_a_code_is_known_by_its_system_or_else_by_its_form(
    system: str | None, code: str, expected: Terminology | None
) -> None:
    assert terminology(Coding(system=system, code=code)) == expected


@pytest.mark.parametrize(
    ("variable", "system", "code", "expected"),
    [
        ("smoking", SNOMED, "266919005", "never"),
        ("smoking", SNOMED, "8517006", "former"),
        ("smoking", SNOMED, "449868002", "current"),
        ("smoking", SNOMED, "77176002", "current"),
        ("smoking", SNOMED, "428041000124106", "current"),
        ("smoking", SNOMED, "428061000124105", "current"),
        ("smoking", SNOMED, "428071000124103", "current"),
        ("smoking", SNOMED, "266927001", None),
        ("smoking", LOINC, "LA18978-9", "never"),
        ("smoking", LOINC, "LA15920-4", "former"),
        ("smoking", LOINC, "LA18976-3", "current"),
        ("smoking", LOINC, "LA18977-1", "current"),
        ("smoking", LOINC, "LA18981-3", "current"),
        ("smoking", LOINC, "LA18982-1", "current"),
        ("smoking", LOINC, "LA18979-7", None),
        ("smoking", LOINC, "LA18980-5", None),
        ("alcohol", SNOMED, "228274009", "never"),
        ("alcohol", SNOMED, "82581004", "former"),
        ("alcohol", SNOMED, "219006", "current"),
        ("alcohol", SNOMED, "228276006", "current"),
        ("alcohol", SNOMED, "105542008", None),  # says nothing of the past
        ("pregnant", SNOMED, "77386006", True),
        ("pregnant", SNOMED, "60001007", False),
        ("pregnant", LOINC, "LA15173-0", True),
        ("pregnant", LOINC, "LA26683-5", False),
        ("pregnant", LOINC, "LA4489-6", None),
        ("physically_active", SNOMED, "373066001", True),
        ("physically_active", SNOMED, "373067005", False),
        ("high_glucose_ever", LOINC, "LA33-6", True),
        ("high_glucose_ever", LOINC, "LA32-8", False),
        ("high_glucose_ever", "http://terminology.hl7.org/CodeSystem/v2-0136", "N", 0),
        ("family_history_diabetes", LOINC, "LA33-6", "second_degree"),
        ("family_history_diabetes", LOINC, "LA32-8", "none"),
        ("sex", LOINC, "LA3-6", "female"),
        ("sex", SNOMED, "248153007", "male"),
    ],
)
def test_an_answer_is_read_from_its_code(
    variable: str, system: str, code: str, expected: object
) -> None:
    coding = Coding(system=system, code=code)
    assert answer(VARIABLES[variable], [coding], None) == expected


@pytest.mark.parametrize(
    ("variable", "text", "expected"),
    [
        ("smoking", "đang hút", "current"),
        ("smoking", "Đã bỏ", "former"),
        ("smoking", "Never", "never"),
        ("smoking", "thỉnh thoảng", None),
        ("pregnant", "Không", False),
        ("pregnant", "co", True),
        ("physically_active", "yes", True),
        ("physically_active", "", None),
    ],
)
def test_an_answer_in_words_is_read_as_in_a_spreadsheet(
    variable: str, text: str, expected: object
) -> None:
    assert answer(VARIABLES[variable], [], text) is expected


def test_a_smoker_whose_present_status_is_unknown_is_not_taken_for_a_current_one() -> (
    None
):
    coding = Coding(
        system=SNOMED, code="77176002", display="Smoker, current status unknown"
    )
    assert answer(VARIABLES["smoking"], [coding], None) is None


def test_two_codes_that_disagree_answer_nothing() -> None:
    codings = [Coding(code="266919005"), Coding(code="8517006")]
    assert answer(VARIABLES["smoking"], codings, "never") is None


def test_two_codes_that_agree_answer_once() -> None:
    codings = [Coding(code="266919005"), Coding(code="LA18978-9")]
    assert answer(VARIABLES["smoking"], codings, None) == "never"


def test_a_coding_without_code_or_system_is_of_no_terminology() -> None:
    assert terminology(msgspec.convert({}, Coding)) is None
