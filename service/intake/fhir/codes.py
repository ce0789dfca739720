"""Which terminology a code is of, in the spellings that records use.

FHIR has one address for each terminology; records also bring OIDs, national editions
and, for diagnoses as Vietnamese health insurance wants them, no system at all.
"""

import re
from collections.abc import Mapping
from typing import Literal

from service.intake.fhir.models import CodeableConcept, Coding

Terminology = Literal["snomed", "icd10", "atc", "rxnorm", "loinc"]

# https://hl7.org/fhir/R4/terminologies-systems.html; OIDs from the HL7 OID registry.
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
    "http://fhir.hl7.org.vn/core/CodeSystem/vn-loinc-cs": "loinc",
}
# VN Core has CodeSystem/vn-icd10-cs, the Ministry of Health CodeSystem/icd10, other
# nations theirs: where they are read here, all agree with WHO's classification.
_AN_EDITION_OF_ICD10 = re.compile(r"icd-?10", re.IGNORECASE)
_LOOKS_LIKE: Mapping[Terminology, re.Pattern[str]] = {
    "loinc": re.compile(r"\d{1,7}-\d"),
    "atc": re.compile(r"[A-Z]\d\d[A-Z]{2}(\d\d)?", re.IGNORECASE),
    # The marks are those of ICD-10's pairs of cause and manifestation.
    "icd10": re.compile(r"[A-Z]\d\d(\.?[A-Z\d]{1,4})?[†*+]?", re.IGNORECASE),
}


def terminology(coding: Coding) -> Terminology | None:
    """Which of the known terminologies a code is of; None: of another.

    A code without a system is taken for what its form says.
    """
    if coding.system:
        known = _SYSTEMS.get(coding.system)
        if known is None and _AN_EDITION_OF_ICD10.search(coding.system):
            return "icd10"
        return known
    for known, form in _LOOKS_LIKE.items():
        if form.fullmatch(coding.code or ""):
            return known
    return None


def codes(concept: CodeableConcept, wanted: Terminology) -> list[str]:
    """The codes of one terminology in a CodeableConcept, as they were sent."""
    return [
        coding.code
        for coding in concept.coding
        if coding.code and terminology(coding) == wanted
    ]


def texts(concept: CodeableConcept) -> list[str]:
    """What a CodeableConcept says in words."""
    found = [concept.text, *(coding.display for coding in concept.coding)]
    return [text for text in found if text]
