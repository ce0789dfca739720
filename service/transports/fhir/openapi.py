"""What the OpenAPI document says of `/fhir`.

A record's shape is FHIR's own and too large to repeat; its definition is linked, and
what this service adds is in the OperationDefinition.
"""

from dataclasses import dataclass
from http import HTTPStatus

from litestar.openapi.spec import (
    Example,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Reference,
    RequestBody,
    Schema,
)

from service.transports.fhir.identity import FHIR_JSON

EXAMPLE = {
    "resourceType": "Parameters",
    "parameter": [
        {
            "name": "patient",
            "resource": {
                "resourceType": "Patient",
                "id": "1",
                "gender": "female",
                "birthDate": "1972-05-04",
            },
        },
        {
            "name": "observation",
            "resource": {
                "resourceType": "Observation",
                "id": "2",
                "status": "final",
                "code": {"coding": [{"system": "http://loinc.org", "code": "1558-6"}]},
                "subject": {"reference": "Patient/1"},
                "effectiveDateTime": "2026-11-02",
                "valueQuantity": {
                    "value": 106,
                    "unit": "mg/dL",
                    "system": "http://unitsofmeasure.org",
                    "code": "mg/dL",
                },
            },
        },
        {"name": "date", "valueDate": "2026-11-22"},
        {"name": "language", "valueCode": "en"},
    ],
}


def _resource(*types: str) -> Schema:
    return Schema(
        type=OpenAPIType.OBJECT,
        properties={"resourceType": Schema(type=OpenAPIType.STRING, enum=list(types))},
        required=["resourceType"],
    )


def _content(schema: Schema) -> dict[str, OpenAPIMediaType]:
    return {FHIR_JSON: OpenAPIMediaType(schema=schema)}


def _answers(
    returned: str, *refusals: HTTPStatus
) -> dict[str, OpenAPIResponse | Reference]:
    """An answer, and the refusals there may be, as OperationOutcomes."""
    return {
        "200": OpenAPIResponse(
            description=f"A {returned}.", content=_content(_resource(returned))
        ),
        **{
            str(status.value): OpenAPIResponse(
                description=f"{status.phrase}.",
                content=_content(_resource("OperationOutcome")),
            )
            for status in refusals
        },
    }


@dataclass
class CallOperation(Operation):
    """Documents `POST .../$diabetes-risk`."""

    def __post_init__(self) -> None:
        content = _content(_resource("Parameters", "Bundle"))
        content[FHIR_JSON].examples = {"a record": Example(value=EXAMPLE)}
        self.request_body = RequestBody(content=content, required=True)
        self.responses = _answers(
            "Bundle",
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.NOT_ACCEPTABLE,
            HTTPStatus.REQUEST_TIMEOUT,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        )


@dataclass
class MetadataOperation(Operation):
    """Documents `GET /fhir/metadata`."""

    def __post_init__(self) -> None:
        self.responses = _answers("CapabilityStatement", HTTPStatus.NOT_ACCEPTABLE)


@dataclass
class OperationDefinitionOperation(Operation):
    """Documents `GET /fhir/OperationDefinition/{id}`."""

    def __post_init__(self) -> None:
        self.responses = _answers(
            "OperationDefinition", HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.NOT_FOUND
        )


@dataclass
class StructureDefinitionOperation(Operation):
    """Documents `GET /fhir/StructureDefinition/{id}`."""

    def __post_init__(self) -> None:
        self.responses = _answers(
            "StructureDefinition", HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.NOT_FOUND
        )
