"""Orders a clinician can place from the card.

Each is a draft and a proposal (https://hl7.org/fhir/R4/valueset-request-intent.html):
who accepts it, orders it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from service.clinical.language import Language, Text
from service.clinical.variables import VARIABLES, listing
from service.transports.cds_hooks.cards import Action, Suggestion
from service.transports.cds_hooks.requests import HookRequest

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"

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
