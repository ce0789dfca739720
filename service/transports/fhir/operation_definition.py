"""`GET /fhir/OperationDefinition/diabetes-risk`: how the operation is called."""

from service.transports.fhir.elements import Element
from service.transports.fhir.extensions import EXTENSIONS
from service.transports.fhir.identity import OPERATION, OPERATION_ID, RELEASED
from service.transports.fhir.parameters import PARAMETERS, Parameter

_DESCRIPTION = (
    "Calibrated, explained risk of type 2 diabetes, from what a record has. It informs;"
    " the clinician decides."
)
_RETURNED = (
    "A collection: a RiskAssessment of each model asked, final with its predictions or"
    " cancelled with the reason, and an OperationOutcome that tells what of the record"
    " was used, how old it is, and what was not used and why."
)


def operation_definition() -> Element:
    """The OperationDefinition."""
    extensions = ", ".join(extension.url for extension in EXTENSIONS.values())
    return {
        "resourceType": "OperationDefinition",
        "id": OPERATION_ID,
        "url": OPERATION,
        "version": RELEASED,
        "name": "DiabetesRisk",
        "title": "Diabetes risk",
        "status": "active",
        "kind": "operation",
        "date": RELEASED,
        "description": _DESCRIPTION,
        "affectsState": False,
        "code": OPERATION_ID,
        "comment": (
            "Instead of Parameters a Bundle may be sent as it is: collection,"
            " transaction, batch, searchset or document. Prefer: handling=strict asks"
            " for a refusal instead of an answer that leaves out values that cannot be"
            f" read. Extensions of the answer: {extensions}; each is described by"
            " GET StructureDefinition/ and the end of its URL."
        ),
        "resource": ["Patient"],
        "system": True,
        "type": False,
        "instance": True,
        "parameter": [
            *(_input(parameter) for parameter in PARAMETERS.values()),
            {
                "name": "return",
                "use": "out",
                "min": 1,
                "max": "1",
                "documentation": _RETURNED,
                "type": "Bundle",
            },
        ],
    }


def _input(parameter: Parameter) -> Element:
    return {
        "name": parameter.name,
        "use": "in",
        "min": 0,
        "max": parameter.maximum,
        "documentation": parameter.meaning,
        "type": parameter.type,
    }
