"""Whether a test of glucose is ordered already.

An order is never suggested twice: what may be such an order counts as one, in whatever
codes or words it is written, because a wrong match only withholds a suggestion.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from service.clinical.eligibility import DIAGNOSTIC_CRITERIA
from service.clinical.variables import VARIABLES
from service.intake.fhir.finding import Entry

# https://hl7.org/fhir/R4/valueset-request-status.html; any other may still be done.
_CLOSED = ("revoked", "completed", "entered-in-error")
_WORDS = (
    *("glucose", "glucoza", "blood sugar", "đường huyết", "đường máu"),
    *("đường trong máu", "a1c", "glycat", "glycosyl", "glycohemoglobin"),
    *("ogtt", "fpg", "fbs"),
)
# The enzyme G6PD, tested for before drugs against malaria, is no test of glucose.
_ENZYME = re.compile(r"glucose[ -]?6[ -]?phosph\w*")
_CODES = frozenset(
    (
        *(c for one in DIAGNOSTIC_CRITERIA for c in VARIABLES[one.variable].loinc),
        # LOINC: other ways to measure them, and the metabolic panels with glucose.
        *("4549-2", "41995-2", "1504-0", "2340-8", "2341-6"),
        *("24320-4", "24321-2", "24323-8", "51990-0"),
        # SNOMED CT: HbA1c; glucose: any, of blood, fasting, random.
        *("43396009", "36048009", "33747003", "271062006", "271061004"),
        *("83036", "82947"),  # CPT: HbA1c, glucose
    )
)


def is_ordered(orders: Sequence[Entry]) -> bool:
    """Whether an order of a glucose test or of HbA1c is open among these."""
    return any(
        order.resource.get("status") not in _CLOSED
        and any(map(_is_of_glucose, _texts(order.resource.get("code"))))
        for order in orders
        if order.type == "ServiceRequest"
    )


def _is_of_glucose(text: str) -> bool:
    written = _ENZYME.sub("", unicodedata.normalize("NFC", text).casefold())
    return text in _CODES or any(word in written for word in _WORDS)


def _texts(part: object) -> Iterator[str]:
    """Every text in a CodeableConcept, however it is built."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner)
