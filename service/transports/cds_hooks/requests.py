"""A call of the CDS service, read once, with everything that is wrong with it.

Elements that are not read are passed over: clients send more than the specification
has. The access token is kept out of every text, also of this object's own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from service.clinical.language import Language, Text
from service.clinical.patient import Problem
from service.transports.cds_hooks.discovery import HOOK
from service.transports.cds_hooks.elements import UUID, Elements
from service.transports.cds_hooks.fhir_server import BEARER_TOKEN, FHIR_ID
from service.transports.requests import InvalidRequestError

_BEARER = re.compile("bearer", re.IGNORECASE)

_AN_ID = Text("The id of a FHIR resource is expected.", "Cần id của tài nguyên FHIR.")
_A_UUID = Text("A UUID is expected.", "Cần một UUID.")
_A_TOKEN = Text(
    "A bearer token (RFC 6750) is expected.", "Cần một bearer token (RFC 6750)."
)
_ONLY_BEARER = Text("Accepted: Bearer.", "Chấp nhận: Bearer.")
_A_BODY = Text("The body must be an object.", "Nội dung phải là một đối tượng.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HookRequest:
    """One firing of the hook for one patient."""

    hook_instance: str
    """The client's own UUID of this firing."""
    patient_id: str
    encounter_id: str | None
    fhir_server: str | None
    token: str | None = field(repr=False)
    """Opens the client's FHIR server for this call alone."""
    prefetch: Mapping[str, object] = field(repr=False)
    """As sent: a key may be absent, null, an OperationOutcome or data."""
    draft_orders: object = field(repr=False)
    """A Bundle of what is being ordered, where the client sends it; else None."""


def read_hook_request(body: object, language: Language) -> HookRequest:
    """Read a call as the specification's section "Calling a CDS Service" has it.

    Raises:
        InvalidRequestError: With everything that is wrong.
    """
    problems: list[Problem] = []
    call = read_object(body, language, problems)
    call.choice("hook", [HOOK])
    hook_instance = call.text("hookInstance", UUID, _A_UUID)
    token, server = None, call.text("fhirServer", required=False)
    if authorization := call.nested("fhirAuthorization", required=False):
        token = authorization.text("access_token", BEARER_TOKEN, _A_TOKEN)
        authorization.text("token_type", _BEARER, _ONLY_BEARER)
        call.text("fhirServer")
    prefetch = call.nested("prefetch", required=False)
    patient_id, encounter_id = None, None
    draft_orders: object = None
    if context := call.nested("context"):
        context.text("userId")
        patient_id = context.text("patientId", FHIR_ID, _AN_ID)
        encounter_id = context.text("encounterId", FHIR_ID, _AN_ID, required=False)
        draft_orders = context.values.get("draftOrders")
    if problems or patient_id is None or hook_instance is None:
        raise InvalidRequestError(dict.fromkeys(problems), language)
    return HookRequest(
        hook_instance=hook_instance,
        patient_id=patient_id,
        encounter_id=encounter_id,
        fhir_server=server,
        token=token,
        prefetch=prefetch.values if prefetch else {},
        draft_orders=draft_orders,
    )


def read_object(body: object, language: Language, problems: list[Problem]) -> Elements:
    """The body's elements.

    Raises:
        InvalidRequestError: The body is no object.
    """
    if not isinstance(body, Mapping):
        raise InvalidRequestError([Problem("", "wrong_type", _A_BODY)], language)
    return Elements(body, "", problems)
