"""The operation itself: a record in, a RiskAssessment of each model asked out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from service.clinical.language import Language
from service.engine.assessment import conclusion_of
from service.engine.engine import RiskEngine
from service.intake.fhir.finding import InvalidRecordError, Record
from service.intake.fhir.record import read_record
from service.intake.json_text import read_json
from service.observability.metrics import Metrics
from service.transports.fhir.asked import Asked, read_asked
from service.transports.fhir.elements import Element
from service.transports.fhir.identity import NAMESPACE
from service.transports.fhir.outcome import RefusedError
from service.transports.fhir.record_outcome import Told, record_outcome, unreadable
from service.transports.fhir.risk_assessment import Context, risk_assessment
from service.transports.present import told


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call, with what the service says of all of them."""

    engine: RiskEngine
    metrics: Metrics
    language: Language
    interval: bool
    maximum_ages: Mapping[str, float]
    request_id: str
    strict: bool
    """Whether values that cannot be read are refused instead of left out."""
    patient_id: str | None
    """The id in the URL."""
    today: date


def answer(body: bytes, call: Call) -> tuple[Element, Language]:
    """The collection that is returned, and the language of its texts.

    Raises:
        MalformedJsonError: The body is not JSON.
        RefusedError: It is no record of a patient who can be assessed.
    """
    with call.metrics.stage("validate"):
        manifests = {n: b.manifest for n, b in call.engine.bundles.items()}
        asked = read_asked(
            read_json(body),
            served=manifests,
            language=call.language,
            today=call.today,
        )
        record = _record(asked, call)
    answers = call.engine.assess(record.patient, asked.models, interval=call.interval)
    with call.metrics.stage("present"):
        notices = told(answers, record.patient, record.notices, call.engine.inputs)
        context = Context(
            record=record,
            conclusion=conclusion_of(record.patient, answers),
            notices=notices,
            language=asked.language,
            horizons=asked.horizons,
        )
        outcome = record_outcome(
            Told(
                record=record,
                notices=notices,
                language=asked.language,
                today=asked.today,
            )
        )
        resources = [*(risk_assessment(one, context) for one in answers), outcome]
        return _collection(resources, call.request_id), asked.language


def _record(asked: Asked, call: Call) -> Record:
    try:
        record = read_record(
            asked.entries,
            today=asked.today,
            maximum_ages=call.maximum_ages,
            patient_id=call.patient_id,
        )
    except InvalidRecordError as error:
        raise RefusedError(error.problems, asked.language) from None
    if call.strict and (problems := unreadable(record)):
        raise RefusedError(problems, asked.language)
    call.metrics.record_read(record.outcomes)
    return record


def _collection(resources: list[Element], request_id: str) -> Element:
    """A Bundle; each entry's address is its own, and the same for the same request."""
    return {
        "resourceType": "Bundle",
        "identifier": {"system": f"{NAMESPACE}request", "value": request_id},
        "type": "collection",
        "entry": [
            {
                "fullUrl": uuid5(NAMESPACE_URL, f"{request_id}/{number}").urn,
                "resource": resource,
            }
            for number, resource in enumerate(resources)
        ],
    }
