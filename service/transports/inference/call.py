"""The handler that calls a model: a tensor in, the outputs asked for out.

The model is called without the service around it: no eligibility, no units, no words.
No patient is assessed, so none is counted; rows and times are.
"""

from functools import partial
from http import HTTPStatus
from time import perf_counter
from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import RawBody, SkipValidation
from litestar.status_codes import HTTP_200_OK

from service.engine.bundle import Bundle
from service.observability.metrics import Metrics
from service.transports.context import beside
from service.transports.inference.answers import InferenceResponse, encode
from service.transports.inference.columns import refuse_implausible
from service.transports.inference.errors import compressed, described
from service.transports.inference.metadata import OUTPUTS
from service.transports.inference.openapi import InferOperation
from service.transports.inference.operations import OF_A_MODEL, named
from service.transports.inference.requests import (
    HEADER_LENGTH,
    read_request,
    wanted_outputs,
)
from service.transports.inference.tensors import read_rows
from service.transports.load import Load

# Some hundred rows: about as long on the event loop as a patient's whole answer.
AT_ONCE = 16 * 1024


@post(
    "/infer",
    status_code=HTTP_200_OK,
    operation_class=InferOperation,
    operation_id=named("Infer"),
    summary="Call a model with a tensor",
    responses={
        HTTP_200_OK: ResponseSpec(
            InferenceResponse,
            description="The outputs asked for, in that order.",
            generate_examples=False,
        ),
        **OF_A_MODEL,
        **described(
            HTTPStatus.REQUEST_TIMEOUT,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    },
)
async def infer(
    body: RawBody,
    request: Request[Any, Any, Any],
    bundle: NamedDependency[SkipValidation[Bundle]],
    metrics: NamedDependency[SkipValidation[Metrics]],
) -> Response[bytes]:
    """What the model answers to each row, whoever the rows are of.

    The numbers are those the model sees: canonical units, a choice's number. Nothing
    is converted and nobody's eligibility is checked; a number that no patient can have
    is refused.
    """
    headers = request.headers
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise compressed()
    answer = partial(_answer, body, headers.get(HEADER_LENGTH), bundle, metrics)
    if len(body) <= AT_ONCE:
        return answer()
    load: Load = request.app.state.load
    load.heavy.take()
    return await beside(answer)


def _answer(
    body: bytes, json_length: str | None, bundle: Bundle, metrics: Metrics
) -> Response[bytes]:
    manifest = bundle.manifest
    with metrics.stage("validate"):
        call, binary = read_request(body, json_length)
        wanted = wanted_outputs(call, OUTPUTS)
        rows = read_rows(call.inputs, binary, len(manifest.inputs))
        refuse_implausible(rows, manifest.inputs)
    began = perf_counter()
    scores = bundle.scorer.score(rows)
    metrics.scored(perf_counter() - began)
    metrics.rows(answered=len(rows), refused=0)
    with metrics.stage("present"):
        content, headers = encode(manifest, call, wanted, scores)
    return Response(content, headers=headers)
