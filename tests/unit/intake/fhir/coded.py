"""Resources of a record as EMRs write them, and what a reader said of one."""

from collections.abc import Iterable
from datetime import date

from service.intake.fhir.finding import Entry, Finding, Ignored

TODAY = date(2026, 11, 22)

SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ATC = "http://www.whocc.no/atc"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


def entry(resource_type: str, **elements: object) -> Entry:
    """A resource alone; elements that are None are left out."""
    kept = {name: value for name, value in elements.items() if value is not None}
    return Entry(
        resource={"resourceType": resource_type, **kept}, expression=resource_type
    )


def concept(
    code: str | None = None,
    system: str | None = SNOMED,
    *,
    text: str | None = None,
    display: str | None = None,
) -> dict[str, object]:
    """A CodeableConcept of one coding, of a text, or of both."""
    coding = {"system": system, "code": code, "display": display}
    known = {name: value for name, value in coding.items() if value is not None}
    made: dict[str, object] = {"coding": [known]} if code else {}
    return made | ({"text": text} if text else {})


def status(code: str | None) -> dict[str, object] | None:
    """A clinical or verification status."""
    return None if code is None else {"coding": [{"code": code}]}


def condition(
    code: dict[str, object],
    clinical: str | None = None,
    verification: str | None = None,
    **elements: object,
) -> Entry:
    return entry(
        "Condition",
        code=code,
        clinicalStatus=status(clinical),
        verificationStatus=status(verification),
        **elements,
    )


def said(found: Iterable[Finding | Ignored]) -> list[tuple[str | None, object]]:
    """Each variable with its value, or with the code of why it was not used."""
    return [
        (one.variable, one.value if isinstance(one, Finding) else one.code)
        for one in found
    ]


def notices(found: Iterable[Finding | Ignored]) -> list[str]:
    """Codes of what was told about how values were read."""
    return [one.notice.code for one in found if isinstance(one, Finding) and one.notice]
