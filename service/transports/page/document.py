"""`POST /page/document`: values and answers as a FHIR document, to be passed on.

For a teleconsultation: a Bundle of type document with the values that were entered and
a RiskAssessment of each model, as `/fhir/$diabetes-risk` makes them. Nothing in it
names the patient, because nothing here knows who it is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import RawBody, SkipValidation
from litestar.status_codes import HTTP_200_OK

from service.engine.assessment import Answer, conclusion_of
from service.engine.engine import RiskEngine
from service.intake.fhir.finding import Entry, Finding, Record
from service.observability.metrics import Metrics
from service.transports.context import request_id_of
from service.transports.fhir.elements import Element
from service.transports.fhir.identity import FHIR_JSON, NAMESPACE
from service.transports.fhir.negotiation import encode
from service.transports.fhir.risk_assessment import Context, risk_assessment
from service.transports.page.composition import Contents, composition
from service.transports.page.messages import Messages
from service.transports.page.observation import observation
from service.transports.page.view import entered
from service.transports.present import about_figures, told
from service.transports.release import site_of
from service.transports.requests import RiskRequest
from service.transports.risk import read_body

_AUTHOR = "diabetes-risk"


@post("/page/document", status_code=HTTP_200_OK, sync_to_thread=False)
def document(
    body: RawBody,
    request: Request[Any, Any, Any],
    engine: NamedDependency[SkipValidation[RiskEngine]],
    metrics: NamedDependency[SkipValidation[Metrics]],
) -> Response[bytes]:
    """The document about one patient, in the language that the request names."""
    with metrics.stage("validate"):
        asked = read_body(body, request, engine)
    answers = engine.assess(asked.patient, asked.bundles, interval=asked.interval)
    with metrics.stage("present"):
        made = _document(
            asked,
            answers,
            engine,
            at=request.app.state.clock(),
            request_id=request_id_of(request.scope),
            messages=site_of(request).messages[asked.language],
        )
    return Response(
        encode(made),
        media_type=f"{FHIR_JSON}; charset=utf-8",
        headers={"content-language": asked.language, "vary": "accept-language"},
    )


def _document(
    asked: RiskRequest,
    answers: Sequence[Answer],
    engine: RiskEngine,
    *,
    at: datetime,
    request_id: str,
    messages: Messages,
) -> Element:
    """Composition, patient, author, values and answers, each under its own address."""

    def address(name: str) -> str:
        return uuid5(NAMESPACE_URL, f"{request_id}/{name}").urn

    subject, author, first = address("patient"), address("author"), address("document")
    language, known = asked.language, asked.patient.measurements
    person: Element = {"resourceType": "Patient", "gender": asked.patient.value("sex")}
    values = {
        name: observation(known[name], subject, at, language)
        for name, value in asked.values.items()
        if value is not None and name != "sex"
    }
    record = _record(asked, person, values, at, address)
    conclusion = conclusion_of(asked.patient, answers)
    context = Context(
        record=record,
        conclusion=conclusion,
        notices=told(answers, asked.patient, (), engine.inputs),
        language=language,
        horizons=(),
    )
    given = {one.manifest.name: risk_assessment(one, context) for one in answers}
    contents = Contents(
        entered=[f"{one.label}: {one.text}" for one in entered(asked)],
        conclusion=conclusion.text[language],
        cautions=[
            notice.text[language] for notice in about_figures(answers, asked.patient)
        ],
        answers=answers,
        subject=subject,
        author=author,
        values=[address(name) for name in values],
        assessments=[address(name) for name in given],
    )
    resources = {
        first: composition(contents, at, messages),
        subject: person,
        author: _author(),
        **{address(name): made for name, made in (values | given).items()},
    }
    return {
        "resourceType": "Bundle",
        "identifier": {"system": f"{NAMESPACE}document", "value": request_id},
        "type": "document",
        "timestamp": at.isoformat(timespec="seconds"),
        "entry": [
            {"fullUrl": place, "resource": resource}
            for place, resource in resources.items()
        ],
    }


def _record(
    asked: RiskRequest,
    person: Element,
    values: Mapping[str, Element],
    at: datetime,
    address: Callable[[str], str],
) -> Record:
    """What was entered, as if it had been read from the document's own resources."""
    subject = Entry(resource=person, expression="patient", full_url=address("patient"))
    sources = {
        name: Entry(resource=made, expression=name, full_url=address(name))
        for name, made in values.items()
    }
    return Record(
        patient=asked.patient,
        values=asked.values,
        subject=subject,
        as_of=at.date(),
        used=[
            Finding(
                variable=name,
                value=asked.values[name],
                source=sources.get(name, subject),
                on=None,
            )
            for name in (*values, "sex")
        ],
        ignored=(),
        notices=(),
    )


def _author() -> Element:
    """The service as the device that wrote it."""
    return {
        "resourceType": "Device",
        "deviceName": [{"name": _AUTHOR, "type": "model-name"}],
        "version": [{"value": version("diabetes-risk")}],
    }
