"""From the model's scores to the protocol's response, as JSON or with bytes behind it.

In JSON a number has the digits that REST gives; as bytes it is the model's float32,
which rounds to the same.
"""

from collections.abc import Sequence

import msgspec

from service.engine.manifest import Manifest
from service.engine.scorer import Scores
from service.transports.digits import DIGITS
from service.transports.inference.metadata import DATATYPE
from service.transports.inference.requests import (
    HEADER_LENGTH,
    InferenceRequest,
    WantedOutput,
)

JSON = "application/json"
BYTES = "application/octet-stream"


class OutputTensor(msgspec.Struct, omit_defaults=True):
    """`$response_output`; without `data` its bytes follow the JSON."""

    name: str
    shape: list[int]
    datatype: str
    parameters: dict[str, int] | None = None
    data: list[float] | None = None


class InferenceResponse(msgspec.Struct, omit_defaults=True, kw_only=True):
    """`$inference_response`; `id` only if the request had one."""

    model_name: str
    model_version: str
    id: str | None = None
    outputs: list[OutputTensor]


def encode(
    manifest: Manifest,
    request: InferenceRequest,
    wanted: Sequence[WantedOutput],
    scores: Scores,
) -> tuple[bytes, dict[str, str]]:
    """The body and its headers; the bytes are in the order of the outputs."""
    outputs: list[OutputTensor] = []
    behind: list[bytes] = []
    for output in wanted:
        values = getattr(scores, output.name)
        tensor = OutputTensor(output.name, list(values.shape), DATATYPE)
        if output.binary:
            behind.append(values.astype("<f4").tobytes())
            tensor.parameters = {"binary_data_size": len(behind[-1])}
        else:
            tensor.data = [round(value, DIGITS) for value in values.ravel().tolist()]
        outputs.append(tensor)
    response = InferenceResponse(
        model_name=manifest.name,
        model_version=manifest.version,
        id=request.id,
        outputs=outputs,
    )
    body = msgspec.json.encode(response)
    if not behind:
        return body, {"content-type": JSON}
    headers = {"content-type": BYTES, HEADER_LENGTH: str(len(body))}
    return b"".join([body, *behind]), headers
