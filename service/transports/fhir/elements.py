"""Elements of FHIR, written as JSON is: what there is nothing to say of is left out.

FHIR's JSON has no null and no empty array, object or string (R4, json.html).
"""

from collections.abc import Mapping
from decimal import Decimal

from service.transports.digits import DIGITS
from service.transports.fhir.identity import UCUM

Element = dict[str, object]

_NOTHING: tuple[object, ...] = (None, "", [], {}, ())


def element(**parts: object) -> Element:
    """An element of these parts, without those that are empty."""
    return {name: part for name, part in parts.items() if part not in _NOTHING}


def coding(
    system: str, code: str, display: str | None = None, version: str | None = None
) -> Element:
    """A Coding."""
    return element(system=system, version=version, code=code, display=display)


def concept(text: str | None, *codings: Mapping[str, object]) -> Element:
    """A CodeableConcept."""
    return element(coding=list(codings), text=text)


def quantity(value: float | Decimal, unit: str, code: str) -> Element:
    """A Quantity in a unit of UCUM."""
    return element(value=value, unit=unit, system=UCUM, code=code)


def percentage(probability: float) -> Decimal:
    """A probability (0 to 1) as RiskAssessment wants it: 0.178399 is 17.8399.

    In decimal arithmetic, so that the digits are those that the REST API shows.
    Constraint ras-2 of RiskAssessment (R4) tells that it is a percentage.
    """
    shown = Decimal(str(round(probability, DIGITS))).scaleb(2)
    return Decimal(f"{shown:f}")
