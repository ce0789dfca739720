"""`POST /page/assess`: what `POST /v1/risk` answers, for the page's own scripts."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import RawBody, SkipValidation
from litestar.status_codes import HTTP_200_OK

from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.transports.context import in_language
from service.transports.risk import answer_to, read_body
from service.transports.schemas import RiskResponse


@post("/page/assess", status_code=HTTP_200_OK, sync_to_thread=False)
def assess(
    body: RawBody,
    request: Request[Any, Any, Any],
    engine: NamedDependency[SkipValidation[RiskEngine]],
    metrics: NamedDependency[SkipValidation[Metrics]],
) -> Response[RiskResponse]:
    """Risk, reasons and advice for one patient."""
    with metrics.stage("validate"):
        asked = read_body(body, request, engine)
    return in_language(asked.language, answer_to(asked, request, engine, metrics))
