"""What a CodeableConcept says, in the one spelling in which concepts are looked for.

Hospitals write several ICD-10 codes into one, put a code before its words, and type
without accents; none of that may hide a diagnosis.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

from service.intake.fhir.codes import codes, texts
from service.intake.fhir.models import CodeableConcept

_ICD10 = re.compile(r"(?<![A-Z\d])([A-Z]) ?(\d\d)(?:\.?([A-Z\d]{1,4}))?")
# `[E11] Bệnh …/ E78-1 Rối loạn …`: a code may begin a text, or a part of it. One that
# stands behind words may be anybody's: «mẹ bị ĐTĐ (E11)».
_WRITTEN = re.compile(r"(?:^|[/;])[\s(\[]*+([A-Z]\d\d(?:[.-]\d{1,2})?+)(?![A-Z\d?])")
_SNOMED_ID = re.compile(r"\d{6,18}")
_TYPE = re.compile(r"\b(typ|tip|tuyp|type) ?(1|2|i|ii)\b")
_NUMBERS = {"i": "1", "ii": "2"}
_SPACES = re.compile(r"[\s,.()\[\]]+")
# What a name may add without meaning another disease.
_ADDED = re.compile(
    r" (disorder|nos|unspecified|khong dac hieu|khong xac dinh|do (1|2|3|i|ii|iii)"
    r"|(with|without|co|da|khong|khong co|chua|chua co) (bien chung|complications?))$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A CodeableConcept as concepts are looked for in it."""

    snomed: frozenset[str]
    icd10: tuple[str, ...]
    written: tuple[str, ...]
    """Codes of ICD-10 that begin a text; only where nothing is coded."""
    names: tuple[str, ...]
    """What it is called; only where nothing is coded."""

    @classmethod
    def by(cls, concept: CodeableConcept) -> Self:
        """What `concept` says."""
        snomed = codes(concept, "snomed")
        icd10 = [one for code in codes(concept, "icd10") for one in _each(code)]
        words = () if snomed or icd10 else tuple(texts(concept))
        # A bare number may be anything, so it does not silence the words beside it.
        bare = [
            coding.code
            for coding in concept.coding
            if coding.code and not coding.system and _SNOMED_ID.fullmatch(coding.code)
        ]
        return cls(
            snomed=frozenset([*snomed, *bare]),
            icd10=tuple(icd10),
            written=tuple(one for text in words for one in _begun_with(text)),
            names=tuple(map(name, words)),
        )


def name(text: str) -> str:
    """One spelling of a name: lower case, no accents, single spaces, `type 2`."""
    plain = _SPACES.sub(" ", without_accents(text)).strip()
    plain = plain.removeprefix("benh ").replace("insuline", "insulin")
    return _TYPE.sub(
        lambda found: f"type {_NUMBERS.get(found[2], found[2])}", _ADDED.sub("", plain)
    )


def without_accents(text: str) -> str:
    """Lower case without accents, as many type Vietnamese."""
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _each(code: str) -> list[str]:
    """Every code that stands in one, undotted: E119 and I10 for `E11.9; I10`."""
    return [_unspecified("".join(found)) for found in _ICD10.findall(code.upper())]


def _begun_with(text: str) -> list[str]:
    return [one for found in _WRITTEN.findall(text.upper()) for one in _each(found)]


def _unspecified(code: str) -> str:
    """Three characters say as little as the fourth that means «unspecified»."""
    return "O249" if code == "O24" else code
