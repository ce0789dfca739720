"""`GET /fhir/metadata`: what of FHIR this service speaks.

It keeps no resources: a record comes with the question, and is forgotten with the
answer.
"""

from importlib.metadata import version

from service.transports.fhir.elements import Element
from service.transports.fhir.identity import (
    FHIR_JSON,
    FHIR_VERSION,
    NAMESPACE,
    OPERATION,
    OPERATION_ID,
    RELEASED,
    SECURITY_SERVICE,
)

_GUARDED = (
    "Bearer JSON Web Tokens of the authorization servers that this installation trusts;"
    " SMART backend services tokens are such. This statement and the definitions are"
    " open to all."
)
_LOCAL = "No keys are configured: only the machine it runs on is answered."
_OPERATION = {
    "name": OPERATION_ID,
    "definition": OPERATION,
    "documentation": f"Defined by GET OperationDefinition/{OPERATION_ID}.",
}


def capability_statement(base: str, *, guarded: bool, cors: bool) -> Element:
    """The CapabilityStatement of this installation.

    Args:
        base: The service's base URL in FHIR, `https://.../fhir`.
        guarded: Whether tokens are asked for.
        cors: Whether browsers of other origins may ask.
    """
    services = [
        {
            "coding": [
                {
                    "system": SECURITY_SERVICE,
                    "code": "SMART-on-FHIR",
                    "display": "SMART-on-FHIR",
                }
            ]
        }
    ]
    security: Element = {"cors": cors, "description": _GUARDED if guarded else _LOCAL}
    return {
        "resourceType": "CapabilityStatement",
        "url": f"{NAMESPACE}CapabilityStatement:{OPERATION_ID}",
        "version": RELEASED,
        "name": "DiabetesRisk",
        "title": "Diabetes risk",
        "status": "active",
        "date": RELEASED,
        "description": "Risk of type 2 diabetes from a record. Nothing is stored.",
        "kind": "instance",
        "software": {"name": "diabetes-risk", "version": version("diabetes-risk")},
        "implementation": {"description": "Diabetes risk service", "url": base},
        "fhirVersion": FHIR_VERSION,
        "format": ["json", FHIR_JSON],
        "rest": [
            {
                "mode": "server",
                "documentation": (
                    "One operation, on a record that is sent with it. Definitions:"
                    f" GET OperationDefinition/{OPERATION_ID}, and GET"
                    " StructureDefinition/[id] for the extensions of its answer."
                ),
                "security": security | ({"service": services} if guarded else {}),
                "resource": [
                    {"type": "Patient", "operation": [_OPERATION]},
                    {"type": "OperationDefinition", "interaction": [{"code": "read"}]},
                    {"type": "StructureDefinition", "interaction": [{"code": "read"}]},
                ],
                "operation": [_OPERATION],
            }
        ],
    }
