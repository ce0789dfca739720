"""The parts of the OpenAPI document that are not seen from the handler's types.

The body is read by hand, because bytes may follow its JSON, and so is described by
hand. A schema cannot say that the data must fill the shape: such a call gets 400.
"""

from dataclasses import dataclass

from litestar.openapi.spec import (
    Example,
    OpenAPIHeader,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
)

from service.transports.inference.answers import BYTES, JSON
from service.transports.inference.metadata import OUTPUTS
from service.transports.inference.tensors import DATATYPES, MAX_ROWS, NAME
from service.transports.openapi import NULL

_HEADER = "Inference-Header-Content-Length"
_LENGTH = Schema(type=OpenAPIType.INTEGER, minimum=0)
_ANY_BYTES = OpenAPIMediaType(
    schema=Schema(type=OpenAPIType.STRING, content_media_type=BYTES)
)

# The patient of REST's example, as incident-diabetes sees her.
EXAMPLE = {
    "id": "42",
    "inputs": [
        {
            "name": NAME,
            "shape": [1, 9],
            "datatype": "FP32",
            "data": [54, 0, 25.8064516, 138, 2, 5.88365897, None, None, None],
        }
    ],
}


def _optional(schema: Schema) -> Schema:
    return Schema(any_of=[schema, NULL])


def _object(properties: dict[str, Schema | Reference], *required: str) -> Schema:
    return Schema(
        type=OpenAPIType.OBJECT, properties=properties, required=list(required)
    )


def _array(items: Schema, least: int = 0) -> Schema:
    return Schema(type=OpenAPIType.ARRAY, items=items, min_items=least)


_TEXT = Schema(type=OpenAPIType.STRING)
_NUMBER = Schema(any_of=[Schema(type=OpenAPIType.NUMBER), NULL])
_PARAMETERS = _optional(Schema(type=OpenAPIType.OBJECT))
_INPUT = _object(
    {
        "name": Schema(type=OpenAPIType.STRING, enum=[NAME]),
        "shape": Schema(
            type=OpenAPIType.ARRAY,
            items=Schema(type=OpenAPIType.INTEGER, minimum=1),
            min_items=2,
            max_items=2,
            description=f"Rows (at most {MAX_ROWS}) and the model's columns.",
        ),
        "datatype": Schema(type=OpenAPIType.STRING, enum=list(DATATYPES)),
        "parameters": _PARAMETERS,
        "data": Schema(
            any_of=[_array(_NUMBER), _array(_array(_NUMBER)), NULL],
            description="Row-major, flat or by rows; null or NaN: not measured.",
        ),
    },
    "name",
    "shape",
    "datatype",
)
_OUTPUT = _object(
    {
        "name": Schema(type=OpenAPIType.STRING, enum=list(OUTPUTS)),
        "parameters": _PARAMETERS,
    },
    "name",
)
_REQUEST = _object(
    {
        "id": _optional(_TEXT),
        "parameters": _PARAMETERS,
        "inputs": Schema(
            type=OpenAPIType.ARRAY, items=_INPUT, min_items=1, max_items=1
        ),
        "outputs": _optional(_array(_OUTPUT)),
    },
    "inputs",
)


@dataclass
class InferOperation(Operation):
    """Documents the body of `infer` and the two forms of its answer."""

    def __post_init__(self) -> None:
        call = OpenAPIMediaType(
            schema=_REQUEST, examples={"one row": Example(value=EXAMPLE)}
        )
        self.request_body = RequestBody(
            content={JSON: call, BYTES: _ANY_BYTES}, required=True
        )
        self.parameters = [
            *(self.parameters or []),
            Parameter(
                name=_HEADER,
                param_in="header",
                schema=_LENGTH,
                description="The length of the JSON, if a tensor's bytes follow it.",
            ),
        ]
        answer = (self.responses or {}).get("200")
        if isinstance(answer, OpenAPIResponse):
            answer.content = {**(answer.content or {}), BYTES: _ANY_BYTES}
            told = "Sent if a tensor's bytes follow the JSON."
            answer.headers = {_HEADER: OpenAPIHeader(schema=_LENGTH, description=told)}
