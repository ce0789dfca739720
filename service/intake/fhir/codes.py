"""Which terminology a code is of, in the spellings that records use.

FHIR has one address for each terminology; records also bring OIDs, national editions
and, for diagnoses as Vietnamese health insurance wants them, no system at all.
"""

import re
from collections.abc import Mapping
from typing import Literal

from service.intake.fhir.models import CodeableConcept, Coding

Terminology = Literal["snomed", "icd10", "atc", "rxnorm", "loinc", "own"]

# https://hl7.org/fhir/R4/terminologies-systems.html; OIDs from the HL7 OID registry.
# Lower case, without `s` in https and a slash at the end, as they are looked up.
_SYSTEMS: Mapping[str, Terminology] = {
    "http://snomed.info/sct": "snomed",
    "urn:oid:2.16.840.1.113883.6.96": "snomed",
    "http://hl7.org/fhir/sid/icd-10": "icd10",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10",
    "urn:oid:2.16.840.1.113883.6.3": "icd10",
    "urn:oid:2.16.840.1.113883.6.90": "icd10",
    "http://www.whocc.no/atc": "atc",
    "urn:oid:2.16.840.1.113883.6.73": "atc",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "urn:oid:2.16.840.1.113883.6.88": "rxnorm",
    "http://loinc.org": "loinc",
    "urn:oid:2.16.840.1.113883.6.1": "loinc",
    # The Vietnamese edition keeps LOINC's codes.
    "http://fhir.hl7.org.vn/core/codesystem/vn-loinc-cs": "loinc",
    # The clinical table's own names, as this service writes them into its documents.
    "urn:diabetes-risk:fhir:codesystem:variable": "own",
}
# VN Core has CodeSystem/vn-icd10-cs, the Ministry of Health CodeSystem/icd10, other
# nations theirs: where they are read here, all agree with WHO's classification, whose
# own address ends in icd/release/10. ICD-10-PCS is of procedures.
_AN_EDITION_OF_ICD10 = re.compile(r"icd-?10(?!-?pcs)|icd/release/10")
# A national edition, and its version, stand behind SNOMED CT's own address.
_AN_EDITION_OF_SNOMED = "http://snomed.info/sct/"
# The marks are those of ICD-10's pairs of cause and manifestation. Some hospitals write
# all diagnoses of a visit into one code.
_ICD10 = r"[A-Z]\d\d(\.?[A-Z\d]{1,4})?[†*+]?"
_LOOKS_LIKE: Mapping[Terminology, re.Pattern[str]] = {
    "loinc": re.compile(r"\d{1,7}-\d"),
    "atc": re.compile(r"[A-Z]\d\d[A-Z]{2}(\d\d)?", re.IGNORECASE),
    "icd10": re.compile(rf"{_ICD10}([;,/ ]+{_ICD10})*", re.IGNORECASE),
}


def terminology(coding: Coding) -> Terminology | None:
    """Which of the known terminologies a code is of; None: of another.

    A code without a system is taken for what its form says.
    """
    if coding.system:
        return _named(coding.system)
    code = (coding.code or "").strip()
    return next((t for t, form in _LOOKS_LIKE.items() if form.fullmatch(code)), None)


def _named(system: str) -> Terminology | None:
    address = system.strip().lower().rstrip("/").replace("https://", "http://", 1)
    if address.startswith(_AN_EDITION_OF_SNOMED):
        return "snomed"
    if address not in _SYSTEMS and _AN_EDITION_OF_ICD10.search(address):
        return "icd10"
    return _SYSTEMS.get(address)


def codes(concept: CodeableConcept, wanted: Terminology) -> list[str]:
    """The codes of one terminology in a CodeableConcept, as they were sent."""
    return [
        coding.code.strip()
        for coding in concept.coding
        if coding.code and terminology(coding) == wanted
    ]


def texts(concept: CodeableConcept) -> list[str]:
    """What a CodeableConcept says in words."""
    found = [concept.text, *(coding.display for coding in concept.coding)]
    return [text for text in found if text]
