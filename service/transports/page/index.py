"""`GET /` and, for a browser without scripts, `POST /`: the page itself."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import RawBody, SkipValidation
from litestar.status_codes import HTTP_200_OK

from service.clinical.language import Language, as_language
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.transports.page.form import Form, by_variable, read_fields, read_form
from service.transports.page.site import page_language
from service.transports.page.stored import ASK_FIRST, NEVER, give, store
from service.transports.page.view import answered, refused
from service.transports.release import site_of
from service.transports.requests import (
    InvalidRequestError,
    RiskRequest,
    read_request,
)
from service.transports.risk import answer_to


@get("/", sync_to_thread=False)
def index(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The page with nothing entered, in the reader's language."""
    language = page_language(request)
    headers = {"content-language": language, "vary": "accept-language"}
    return give(request, site_of(request).index(language), ASK_FIRST, headers)


@post("/", status_code=HTTP_200_OK, sync_to_thread=False)
def submitted(
    body: RawBody,
    request: Request[Any, Any, Any],
    engine: NamedDependency[SkipValidation[RiskEngine]],
    metrics: NamedDependency[SkipValidation[Metrics]],
) -> Response[bytes]:
    """The page with what was entered, and its result or what must be mended."""
    fields = read_fields(body)
    language = as_language(fields.get("language")) or page_language(request)
    site = site_of(request)
    t = site.messages[language]
    form = read_form(fields, t)
    with metrics.stage("validate"):
        asked = _read(form, request, engine, language)
    if isinstance(asked, RiskRequest):
        answer = answer_to(asked, request, engine, metrics)
        at: datetime = request.app.state.clock()
        context = answered(form, asked, answer, engine, t=t, at=at)
        status = HTTPStatus.OK
    else:
        context, status = refused(form, asked), HTTPStatus.UNPROCESSABLE_ENTITY
    file = store("index.html", site.render("index.html", language, **context).encode())
    return give(request, file, NEVER, {"content-language": language}, status=status)


def _read(
    form: Form, request: Request[Any, Any, Any], engine: RiskEngine, language: Language
) -> RiskRequest | Mapping[str, str]:
    """What is asked, or by variable why it cannot be."""
    interval: bool = request.app.state.interval
    try:
        asked = read_request(
            {"patient": form.patient},
            served=tuple(engine.bundles),
            language=language,
            interval=interval,
        )
    except InvalidRequestError as refusal:
        return {**by_variable(refusal), **form.errors}
    return form.errors or asked
