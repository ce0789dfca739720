"""The bodies of CDS Hooks in the OpenAPI document.

Described as far as they are read; what the specification has beyond that may be there.
"""

from dataclasses import dataclass

from litestar.openapi.spec import (
    Example,
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Reference,
    RequestBody,
    Schema,
)

from service.transports.cds_hooks.discovery import HOOK, PREFETCH
from service.transports.cds_hooks.feedback import OUTCOMES

_TEXT = Schema(type=OpenAPIType.STRING, min_length=1)
_ID = Schema(type=OpenAPIType.STRING, pattern=r"^[A-Za-z0-9._-]{1,64}$")
_UUID = Schema(
    type=OpenAPIType.STRING,
    pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
)
_NULL = Schema(type=OpenAPIType.NULL)
_RESOURCE = Schema(
    type=OpenAPIType.OBJECT,
    description="A FHIR R4 resource or Bundle; null: there is none.",
)


def _object(properties: dict[str, Schema], *required: str) -> Schema:
    """An object; null, which clients should not send, is read as absent."""
    described: dict[str, Schema | Reference] = {
        name: schema if name in required else Schema(any_of=[schema, _NULL])
        for name, schema in properties.items()
    }
    return Schema(
        type=OpenAPIType.OBJECT, properties=described, required=list(required) or None
    )


_CALL = _object(
    {
        "hook": Schema(type=OpenAPIType.STRING, enum=[HOOK]),
        "hookInstance": _UUID,
        "fhirServer": _TEXT,
        "fhirAuthorization": _object(
            {"access_token": _TEXT, "token_type": _TEXT}, "access_token", "token_type"
        ),
        "context": _object(
            {"userId": _TEXT, "patientId": _ID, "encounterId": _ID},
            "userId",
            "patientId",
        ),
        "prefetch": _object(dict.fromkeys(PREFETCH, _RESOURCE)),
    },
    "hook",
    "hookInstance",
    "context",
)
_FEEDBACK = _object(
    {
        "feedback": Schema(
            type=OpenAPIType.ARRAY,
            min_items=1,
            items=_object(
                {
                    "card": _TEXT,
                    "outcome": Schema(type=OpenAPIType.STRING, enum=list(OUTCOMES)),
                    "acceptedSuggestions": Schema(
                        type=OpenAPIType.ARRAY,
                        min_items=1,
                        items=_object({"id": _TEXT}, "id"),
                    ),
                    "overrideReason": _object(
                        {
                            "reason": _object(
                                {"code": _TEXT, "system": _TEXT}, "code", "system"
                            ),
                            "userComment": Schema(type=OpenAPIType.STRING),
                        }
                    ),
                    "outcomeTimestamp": Schema(
                        type=OpenAPIType.STRING, format=OpenAPIFormat.DATE_TIME
                    ),
                },
                "card",
                "outcome",
                "outcomeTimestamp",
            ),
        )
    },
    "feedback",
)
EXAMPLE_CALL = {
    "hook": HOOK,
    "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    "context": {"userId": "Practitioner/example", "patientId": "example"},
    "prefetch": {
        "patient": {
            "resourceType": "Patient",
            "id": "example",
            "gender": "female",
            "birthDate": "1972-05-02",
        },
        "observations": None,
        "conditions": None,
    },
}
EXAMPLE_FEEDBACK = {
    "feedback": [
        {
            "card": "4e0a3a1e-3283-4575-ab82-028d55fe2719",
            "outcome": "overridden",
            "outcomeTimestamp": "2026-11-22T02:15:00Z",
        }
    ]
}


def _body(schema: Schema, example: object) -> RequestBody:
    media_type = OpenAPIMediaType(
        schema=schema, examples={"a patient": Example(value=example)}
    )
    return RequestBody(content={"application/json": media_type}, required=True)


@dataclass
class CallOperation(Operation):
    """Documents the body of `POST /cds-services/{id}`."""

    def __post_init__(self) -> None:
        self.request_body = _body(_CALL, EXAMPLE_CALL)


@dataclass
class FeedbackOperation(Operation):
    """Documents the body of `POST /cds-services/{id}/feedback`."""

    def __post_init__(self) -> None:
        self.request_body = _body(_FEEDBACK, EXAMPLE_FEEDBACK)
