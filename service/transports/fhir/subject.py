"""Whose risk it is, as the sender calls them.

National identifiers of VN Core pass through to the answer, so that a hospital can file
it, and go nowhere else.
"""

import re
from collections.abc import Mapping

from service.intake.fhir.finding import Entry
from service.transports.fhir.elements import Element, concept, element

# The system ends so in VN Core (fhir.hl7.org.vn/core/sid/cccd, the citizen's card, and
# .../bhyt, the health insurance card); the first that a patient has names them best.
_PREFERRED = ("/sid/cccd", "/sid/bhyt")
_USES = ("usual", "official", "temp", "secondary", "old")

# FHIR's string, and its uri and code (R4, datatypes.html), as long as an identifier is.
_TEXT = re.compile(r"[^\x00-\x1f\ud800-\udfff]{1,256}")
_WORD = re.compile(r"[!-~]{1,256}")


def subject_of(patient: Entry) -> Element:
    """A reference to the patient, by address and by identifier where they have one."""
    return element(
        reference=patient.reference, type="Patient", identifier=_best(patient)
    )


def _best(patient: Entry) -> Element:
    """The identifier that names the patient best; empty if there is none."""
    known = map(_identifier, _list(patient.resource, "identifier"))
    return min((one for one in known if "value" in one), key=_rank, default={})


def _rank(identifier: Element) -> int:
    system = str(identifier.get("system", ""))
    ranks = (n for n, end in enumerate(_PREFERRED) if system.endswith(end))
    return next(ranks, len(_PREFERRED))


def _identifier(sent: object) -> Element:
    """An identifier as it was sent, without what R4 does not allow."""
    use = _matching(sent, "use", _WORD)
    return element(
        use=use if use in _USES else None,
        type=_type(sent),
        system=_matching(sent, "system", _WORD),
        value=_matching(sent, "value", _TEXT),
    )


def _type(sent: object) -> Element:
    kind = sent.get("type") if isinstance(sent, Mapping) else None
    codings = (
        element(
            system=_matching(one, "system", _WORD),
            code=_matching(one, "code", _WORD),
            display=_matching(one, "display", _TEXT),
        )
        for one in _list(kind, "coding")
    )
    return concept(_matching(kind, "text", _TEXT), *(one for one in codings if one))


def _list(sent: object, name: str) -> list[object]:
    found = sent.get(name) if isinstance(sent, Mapping) else None
    return found if isinstance(found, list) else []


def _matching(sent: object, name: str, pattern: re.Pattern[str]) -> str | None:
    found = sent.get(name) if isinstance(sent, Mapping) else None
    return found if isinstance(found, str) and pattern.fullmatch(found) else None
