"""The parts of the OpenAPI document that come from the clinical table.

Litestar describes the answers from their types. Request bodies are read by the
clinical table, which tells every problem at once, so they are described from it too.
"""

from dataclasses import dataclass

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

from service.clinical.language import LANGUAGES
from service.clinical.units import Unit
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES

NULL = Schema(type=OpenAPIType.NULL)

EXAMPLE_PATIENT = {
    "age": 54,
    "sex": "female",
    "height": 155,
    "weight": 62,
    "systolic_bp": 138,
    "fasting_glucose": {"value": 106, "unit": "mg/dL"},
    "family_history_diabetes": "first_degree",
}
EXAMPLE_REQUEST = {
    "patient": EXAMPLE_PATIENT,
    "bundles": ["incident-diabetes"],
    "language": "vi",
}
EXAMPLE_CHANGES = {"weight": {"change": -5, "unit": "kg"}, "systolic_bp": 125}


def _object(properties: dict[str, Schema | Reference], *required: str) -> Schema:
    return Schema(
        type=OpenAPIType.OBJECT,
        properties=properties,
        required=list(required) or None,
        additional_properties=False,
    )


def _in_unit(variable: Variable, unit: Unit) -> Schema:
    limits = (unit.from_canonical(variable.low), unit.from_canonical(variable.high))
    number = Schema(type=OpenAPIType.NUMBER, minimum=limits[0], maximum=limits[1])
    spelled = Schema(type=OpenAPIType.STRING, enum=[unit.code])
    if unit == variable.units[0]:
        canonical = Schema(any_of=[spelled, NULL])
        return _object({"value": number, "unit": canonical}, "value")
    return _object({"value": number, "unit": spelled}, "value", "unit")


def _values(variable: Variable) -> list[Schema | Reference]:
    """The forms in which a value of this variable may be sent."""
    if variable.kind == "yes_no":
        return [Schema(type=OpenAPIType.BOOLEAN)]
    if variable.kind == "choice":
        return [Schema(type=OpenAPIType.STRING, enum=list(variable.codes))]
    plain = Schema(type=OpenAPIType.NUMBER, minimum=variable.low, maximum=variable.high)
    return [plain, *(_in_unit(variable, unit) for unit in variable.units)]


def _property(variable: Variable) -> Schema:
    unit = f" Plain numbers are in {variable.unit}." if variable.unit else ""
    forms = _values(variable)
    return Schema(
        any_of=forms if variable.required else [*forms, NULL],
        title=variable.label.en,
        description=f"{variable.label.en} ({variable.label.vi}).{unit}",
    )


def _change(variable: Variable) -> Schema:
    forms = _values(variable)
    if variable.kind == "quantity":
        units = [unit.code for unit in variable.units]
        by = _object(
            {
                "change": Schema(type=OpenAPIType.NUMBER),
                "unit": Schema(type=OpenAPIType.STRING, enum=units),
            },
            "change",
        )
        forms = [*forms, by]
    return Schema(any_of=forms, title=variable.label.en)


_PATIENT = _object(
    {name: _property(variable) for name, variable in VARIABLES.items()},
    *(name for name, variable in VARIABLES.items() if variable.required),
)
_PATIENT.description = (
    "What is known of one patient; null or absent means not measured. A value is a"
    " plain number in the canonical unit, or a number with its UCUM unit."
)
_CHANGES = _object({name: _change(v) for name, v in VARIABLES.items() if v.modifiable})
_CHANGES.min_properties = 1
_PATIENT.title, _CHANGES.title = "Patient", "Changes"

# Written out where used: Litestar keeps components for schemas it made itself.
_ENVELOPE: dict[str, Schema | Reference] = {
    "patient": _PATIENT,
    "bundles": Schema(
        any_of=[
            Schema(
                type=OpenAPIType.ARRAY,
                items=Schema(type=OpenAPIType.STRING),
                min_items=1,
            ),
            NULL,
        ],
        description="Bundles to ask; all that are served if absent.",
    ),
    "language": Schema(
        any_of=[Schema(type=OpenAPIType.STRING, enum=list(LANGUAGES)), NULL],
        description="Language of the texts; else Accept-Language decides.",
    ),
    "interval": Schema(
        any_of=[Schema(type=OpenAPIType.BOOLEAN), NULL],
        description="Whether to give ranges of the risk; else the setting decides.",
    ),
}
_REQUEST = _object(_ENVELOPE, "patient")
_ROW = _object(
    {**_ENVELOPE, "id": Schema(any_of=[Schema(type=OpenAPIType.STRING), NULL])},
    "patient",
)
_WHAT_IF = _object(
    {**_ENVELOPE, "changes": _CHANGES},
    "patient",
    "changes",
)


def _body(schema: Schema, example: object) -> RequestBody:
    media_type = OpenAPIMediaType(
        schema=schema, examples={"a patient": Example(value=example)}
    )
    return RequestBody(content={"application/json": media_type}, required=True)


@dataclass
class RiskOperation(Operation):
    """Documents the body of `POST /v1/risk`."""

    def __post_init__(self) -> None:
        self.request_body = _body(_REQUEST, EXAMPLE_REQUEST)


@dataclass
class WhatIfOperation(Operation):
    """Documents the body of `POST /v1/risk/what-if`."""

    def __post_init__(self) -> None:
        example = EXAMPLE_REQUEST | {"changes": EXAMPLE_CHANGES}
        self.request_body = _body(_WHAT_IF, example)


@dataclass
class BatchOperation(Operation):
    """Documents the body of `POST /v1/risk/batch`."""

    def __post_init__(self) -> None:
        rows = Schema(
            type=OpenAPIType.ARRAY,
            items=Schema(any_of=[_PATIENT, _ROW]),
        )
        self.request_body = _body(rows, [EXAMPLE_PATIENT])
        self.request_body.content["application/x-ndjson"] = OpenAPIMediaType(
            schema=Schema(type=OpenAPIType.STRING)
        )


@dataclass
class FileOperation(Operation):
    """Documents the media types of `GET /v1/bundles/{name}/files/{file}`."""

    def __post_init__(self) -> None:
        text, bytes_ = Schema(type=OpenAPIType.STRING), Schema()
        forms = {
            "application/json": Schema(type=OpenAPIType.OBJECT),
            "application/xml": text,
            "image/png": bytes_,
            "image/svg+xml": text,
            "text/markdown": text,
        }
        answer = OpenAPIResponse(
            description="The file, as it was verified.",
            content={form: OpenAPIMediaType(schema=s) for form, s in forms.items()},
        )
        same = OpenAPIResponse(description="The file is the one of If-None-Match.")
        self.responses = {**(self.responses or {}), "200": answer, "304": same}
