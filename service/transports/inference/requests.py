"""The protocol's request: its JSON, and the bytes that may follow it.

Open Inference Protocol, inference_rest.md, `$inference_request`; binary tensors as in
Triton's extension. What neither defines is ignored, as they ask; an optional field
that is null counts as absent, because clients write their empty fields so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from service.clinical.language import Text
from service.clinical.problems import shown
from service.intake.json_text import read_json
from service.transports.inference.errors import InferenceError

HEADER_LENGTH = "inference-header-content-length"
Parameters = dict[str, object]

_WRONG_LENGTH = Text(
    "Inference-Header-Content-Length must be the number of bytes of the JSON that"
    " begins the body.",
    "Inference-Header-Content-Length phải là số byte của phần JSON ở đầu nội dung.",
)
_NOT_THE_PROTOCOL = Text(
    "The request is not the protocol's: {why}.",
    "Yêu cầu không đúng giao thức: {why}.",
)
_UNWRITABLE_ID = Text(
    "id has half of a surrogate pair, which cannot be sent back.",
    "id chứa nửa cặp ký tự thay thế (surrogate) nên không thể gửi trả lại.",
)
_NOT_OFFERED = Text(
    "There is no output '{name}'; there are: {offered}.",
    "Không có đầu ra '{name}'; hiện có: {offered}.",
)
_REPEATED = Text(
    "Output '{name}' is asked for more than once.",
    "Đầu ra '{name}' được yêu cầu nhiều lần.",
)


class InputTensor(msgspec.Struct):
    """`$request_input`; without `data` its bytes follow the JSON."""

    name: str
    shape: list[int]
    datatype: str
    parameters: Parameters | None = None
    data: list[object] | None = None


class RequestedOutput(msgspec.Struct):
    """`$request_output`."""

    name: str
    parameters: Parameters | None = None


class InferenceRequest(msgspec.Struct):
    """`$inference_request`."""

    inputs: list[InputTensor]
    id: str | None = None
    parameters: Parameters | None = None
    outputs: list[RequestedOutput] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedOutput:
    """An output to give, and whether as bytes behind the JSON."""

    name: str
    binary: bool


def read_request(
    body: bytes, json_length: str | None
) -> tuple[InferenceRequest, bytes]:
    """The request, and the bytes behind its JSON.

    Args:
        body: The whole body.
        json_length: The header `Inference-Header-Content-Length`, if it was sent.

    Raises:
        InferenceError: The body is not what the protocol describes.
        MalformedJsonError: The JSON cannot be read; bare NaN can.
    """
    end = len(body)
    if json_length is not None:
        if not (json_length.isascii() and json_length.isdecimal()):
            raise InferenceError(_WRONG_LENGTH)
        # A longer number is longer than any body, and slow to read.
        end = int(json_length[:10])
        if end > len(body):
            raise InferenceError(_WRONG_LENGTH)
    try:
        request = msgspec.convert(read_json(body[:end], nan=True), InferenceRequest)
    except msgspec.ValidationError as error:
        raise InferenceError(_NOT_THE_PROTOCOL.format(why=error)) from None
    try:
        (request.id or "").encode()
    except UnicodeEncodeError:
        raise InferenceError(_UNWRITABLE_ID) from None
    return request, body[end:]


def wanted_outputs(
    request: InferenceRequest, offered: Sequence[str]
) -> list[WantedOutput]:
    """The outputs asked for, in that order; all that are offered if none is named.

    Raises:
        InferenceError: One is not offered, or named twice.
    """
    by_default = (request.parameters or {}).get("binary_data_output") is True
    if not request.outputs:
        return [WantedOutput(name=name, binary=by_default) for name in offered]
    wanted: dict[str, WantedOutput] = {}
    for output in request.outputs:
        if output.name not in offered or output.name in wanted:
            text = _REPEATED if output.name in wanted else _NOT_OFFERED
            raise InferenceError(
                text.format(name=shown(output.name), offered=", ".join(offered))
            )
        binary = (output.parameters or {}).get("binary_data", by_default)
        wanted[output.name] = WantedOutput(name=output.name, binary=binary is True)
    return list(wanted.values())
