"""One model's answer as a RiskAssessment (https://hl7.org/fhir/R4/riskassessment.html).

The same figures as the REST API's, digit by digit: probabilities as percentages, which
is what constraint ras-2 says they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.clinical.conclusion import Conclusion
from service.clinical.criteria import Comparison
from service.clinical.language import Language, Text
from service.clinical.patient import Notice
from service.clinical.variables import VARIABLES
from service.engine.assessment import Answer, Assessment, NotAssessed
from service.engine.manifest import Manifest
from service.engine.narrative import narrate
from service.intake.fhir.finding import Record
from service.transports.fhir.contribution import contributions, log_odds
from service.transports.fhir.elements import Element, coding, concept, element
from service.transports.fhir.extensions import ADVICE, CONCLUSION, NOT_ASSESSED
from service.transports.fhir.identity import code_system
from service.transports.fhir.narrative import narrative
from service.transports.fhir.origin import references
from service.transports.fhir.prediction import predictions
from service.transports.fhir.record_outcome import ROUTINE
from service.transports.fhir.subject import subject_of

_DEVICE = "model"
_KIND = Text("Diabetes risk model", "Mô hình nguy cơ đái tháo đường")
_MET = Text(
    "{label}: {value} (from {threshold}).", "{label}: {value} (từ {threshold})."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the answers of all models about one record share."""

    record: Record
    conclusion: Conclusion
    notices: Sequence[Notice]
    language: Language
    horizons: Sequence[float]
    """Years from now to answer for; empty: every horizon there is."""


def risk_assessment(answer: Answer, context: Context) -> Element:
    """The resource: final with its predictions, or cancelled with the reason."""
    if isinstance(answer, Assessment):
        return _assessed(answer, context)
    return _not_assessed(answer, context)


def _assessed(answer: Assessment, context: Context) -> Element:
    language = context.language
    in_words = narrate(answer, language)
    next_step = context.conclusion.next_step
    advice = coding(code_system("advice"), next_step.code)
    told = [
        *(way.text[language] for way in answer.unfamiliar),
        *_noticed(answer.manifest, context),
    ]
    return _resource(
        answer.manifest,
        context,
        status="final",
        text=in_words,
        extension=[
            log_odds(answer),
            *contributions(answer, context.record, language),
            ADVICE.of(concept(None, advice)),
        ],
        parts=element(
            prediction=list(
                predictions(
                    answer, context.record, context.horizons, in_words, language
                )
            ),
            mitigation=next_step.text[language],
            note=[{"text": text} for text in told],
        ),
    )


def _not_assessed(answer: NotAssessed, context: Context) -> Element:
    language, reason = context.language, answer.reason
    text, next_step = reason.text[language], reason.next_step.text[language]
    code = coding(code_system("not-assessed"), reason.code)
    told = [
        *(_met(criterion)[language] for criterion in reason.criteria),
        *_noticed(answer.manifest, context),
    ]
    return _resource(
        answer.manifest,
        context,
        status="cancelled",
        text=f"{text} {next_step}",
        extension=[NOT_ASSESSED.of(concept(text, code))],
        parts=element(mitigation=next_step, note=[{"text": text} for text in told]),
    )


def _resource(
    manifest: Manifest,
    context: Context,
    *,
    status: str,
    text: str,
    extension: Sequence[Element],
    parts: Element,
) -> Element:
    record, language = context.record, context.language
    named = f"{manifest.name} {manifest.version}"
    model = coding(code_system("model"), manifest.name, version=manifest.version)
    outcome = manifest.outcome
    return {
        "resourceType": "RiskAssessment",
        "language": language,
        "text": narrative([context.conclusion.text[language], text], language),
        "contained": [_device(manifest, language)],
        "extension": [_conclusion(context.conclusion, language), *extension],
        "status": status,
        "method": concept(named, model),
        "code": concept(
            outcome.label[language], coding(code_system("outcome"), outcome.code)
        ),
        "subject": subject_of(record.subject),
        "occurrenceDateTime": record.as_of.isoformat(),
        "performer": {"reference": f"#{_DEVICE}", "type": "Device", "display": named},
        "basis": references(record.used, language),
        **parts,
    }


def _conclusion(conclusion: Conclusion, language: Language) -> Element:
    """What is the same in the answers of all models: it is about the patient."""
    status, step = conclusion.status, conclusion.next_step
    return CONCLUSION.having(
        status=concept(
            status.label[language],
            coding(code_system("glycaemic-status"), status.code),
        ),
        nextStep=concept(step.text[language], coding(code_system("advice"), step.code)),
        withinDays=step.within_days,
        model=None if conclusion.risk is None else conclusion.risk.bundle,
        text=conclusion.text[language],
    )


def _device(manifest: Manifest, language: Language) -> Element:
    """The model as the device that assessed, in the version that did."""
    return {
        "resourceType": "Device",
        "id": _DEVICE,
        "deviceName": [{"name": manifest.name, "type": "model-name"}],
        "type": concept(_KIND[language]),
        "version": [{"value": manifest.version}],
    }


def _noticed(manifest: Manifest, context: Context) -> Iterator[str]:
    """What this model's reader should know of the record."""
    for notice in context.notices:
        concerned = notice.bundle in {None, manifest.name}
        if concerned and notice.code not in ROUTINE:
            yield notice.text[context.language]


def _met(criterion: Comparison) -> Text:
    """A diagnostic criterion with the value that reached it, in the unit sent."""
    return _MET.format(
        label=VARIABLES[criterion.variable].label,
        value=criterion.value_text,
        threshold=criterion.threshold_text,
    )
