"""The figures behind a card for machines, in the words and digits of the REST API.

An extension as CDS Hooks 2.0 has it (section "Extensions"): a JSON object under a name
that is nobody else's.
"""

from collections.abc import Iterator, Sequence

from service.engine.assessment import Answer, Assessment, NotAssessed
from service.intake.fhir.finding import Record
from service.transports.present import DIGITS

EXTENSION = "urn:diabetes-risk:assessment"


def figures(answers: Sequence[Answer], record: Record) -> dict[str, object]:
    """Every bundle's answer, without what a human reads; nothing empty."""
    parts = {
        "assessments": [_assessment(a) for a in answers if isinstance(a, Assessment)],
        "not_assessed": list(_not_assessed(answers)),
    }
    return {
        "as_of": record.as_of.isoformat(),
        **{name: part for name, part in parts.items() if part},
    }


def _assessment(assessment: Assessment) -> dict[str, object]:
    manifest = assessment.manifest
    return {
        "bundle": {"name": manifest.name, "version": manifest.version},
        "outcome": manifest.outcome.code,
        "risks": [
            {
                "horizon_years": risk.horizon_years,
                "probability": round(risk.probability, DIGITS),
            }
            for risk in assessment.risks
        ],
        "band": assessment.band,
        "advice": assessment.advice.code,
    }


def _not_assessed(answers: Sequence[Answer]) -> Iterator[dict[str, object]]:
    for answer in answers:
        if isinstance(answer, NotAssessed):
            yield {"bundle": answer.manifest.name, "code": answer.reason.code}
