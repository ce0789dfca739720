"""Orders a clinician can place from the card, and whether one is placed already.

A test is suggested only when the open orders are known and none of them is for a test
of glucose: an order is never suggested twice. Each is a draft and a proposal
(https://hl7.org/fhir/R4/valueset-request-intent.html): who accepts it, orders it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from service.clinical.eligibility import DIAGNOSTIC_CRITERIA
from service.clinical.language import Language, Text
from service.clinical.variables import VARIABLES, listing
from service.intake.fhir.finding import Entry
from service.transports.cds_hooks.cards import Action, Suggestion
from service.transports.cds_hooks.requests import HookRequest

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
OPEN_STATUSES = ("draft", "active", "on-hold")

# Codes are LOINC's, with its own names; canonical units are those of Vietnam.
_TESTS: Mapping[str, tuple[str, str]] = {
    "fasting_glucose": (
        "14771-0",
        "Fasting glucose [Moles/volume] in Serum or Plasma",
    ),
    "hba1c": ("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"),
}
_ORDER = Text("Order {test}", "Chỉ định {test}")
_DESCRIPTION = Text(
    "Creates a draft order: {test}. It is not sent until it is signed.",
    "Tạo chỉ định nháp: {test}. Chỉ định chỉ có hiệu lực khi được ký.",
)
_REASON = Text("Screening for diabetes", "Tầm soát đái tháo đường")
# Orders by local codes alone; a wrong match only withholds a suggestion.
_WORDS = ("glucose", "a1c", "glycat", "đường huyết", "đường máu", "ogtt")
_CODES = frozenset(
    code
    for criterion in DIAGNOSTIC_CRITERIA
    for code in VARIABLES[criterion.variable].loinc
)


def is_ordered(orders: Sequence[Entry]) -> bool:
    """Whether an order of a glucose test or of HbA1c is open among these."""
    return any(
        order.resource.get("status") in OPEN_STATUSES
        and _is_of_glucose(order.resource.get("code"))
        for order in orders
        if order.type == "ServiceRequest"
    )


def suggest(
    tests: Sequence[str], call: HookRequest, now: datetime, language: Language
) -> list[Suggestion]:
    """A suggestion for each test, the first of them recommended."""
    return [
        Suggestion(
            label=_ORDER.format(test=listing([test]))[language],
            uuid=str(uuid5(UUID(call.hook_instance), test)),
            is_recommended=test == tests[0],
            actions=[
                Action(
                    type="create",
                    description=_DESCRIPTION.format(test=listing([test]))[language],
                    resource=_service_request(test, call, now, language),
                )
            ],
        )
        for test in tests
    ]


def _service_request(
    test: str, call: HookRequest, now: datetime, language: Language
) -> dict[str, object]:
    """See https://hl7.org/fhir/R4/servicerequest.html."""
    code, display = _TESTS[test]
    order: dict[str, object] = {
        "resourceType": "ServiceRequest",
        "status": "draft",
        "intent": "proposal",
        "category": [_concept(SNOMED, "108252007", "Laboratory procedure")],
        "code": {
            **_concept(LOINC, code, display),
            "text": VARIABLES[test].label[language],
        },
        "subject": {"reference": f"Patient/{call.patient_id}"},
        "occurrenceDateTime": now.date().isoformat(),
        "authoredOn": now.isoformat(timespec="seconds"),
        "reasonCode": [
            {
                **_concept(SNOMED, "171183004", "Diabetes mellitus screening"),
                "text": _REASON[language],
            }
        ],
    }
    if call.encounter_id is not None:
        order["encounter"] = {"reference": f"Encounter/{call.encounter_id}"}
    return order


def _concept(system: str, code: str, display: str) -> dict[str, object]:
    return {"coding": [{"system": system, "code": code, "display": display}]}


def _is_of_glucose(concept: object) -> bool:
    for text in _texts(concept):
        lowered = text.casefold()
        if text in _CODES or any(word in lowered for word in _WORDS):
            return True
    return False


def _texts(concept: object) -> Iterator[str]:
    """Every code, name and text of a CodeableConcept, however it is built."""
    if not isinstance(concept, Mapping):
        return
    codings = concept.get("coding")
    for part in (concept, *(codings if isinstance(codings, list) else ())):
        if isinstance(part, Mapping):
            yield from (
                str(part[name]) for name in ("code", "display", "text") if name in part
            )
