"""The figures behind a card for machines, in the words and digits of the REST API.

An extension as CDS Hooks 2.0 has it (section "Extensions"): a JSON object under a name
that is nobody else's.
"""

from collections.abc import Iterator, Sequence

from service.clinical.conclusion import Conclusion
from service.engine.assessment import Answer, Assessment, NotAssessed
from service.intake.fhir.finding import Record
from service.transports.digits import DIGITS

EXTENSION = "urn:diabetes-risk:assessment"


def figures(
    answers: Sequence[Answer], conclusion: Conclusion, record: Record
) -> dict[str, object]:
    """Every bundle's answer, without what a human reads; nothing empty."""
    advice = conclusion.next_step.code
    parts = {
        "conclusion": _conclusion(conclusion),
        "assessments": [
            _assessment(a, advice) for a in answers if isinstance(a, Assessment)
        ],
        "not_assessed": list(_not_assessed(answers)),
    }
    return {
        "as_of": record.as_of.isoformat(),
        **{name: part for name, part in parts.items() if part},
    }


def _conclusion(conclusion: Conclusion) -> dict[str, object]:
    step, risk = conclusion.next_step, conclusion.risk
    parts = {
        "status": conclusion.status.code,
        "next_step": step.code,
        "within_days": step.within_days,
        "bundle": None if risk is None else risk.bundle,
    }
    return {name: part for name, part in parts.items() if part is not None}


def _assessment(assessment: Assessment, advice: str) -> dict[str, object]:
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
        "advice": advice,
    }


def _not_assessed(answers: Sequence[Answer]) -> Iterator[dict[str, object]]:
    for answer in answers:
        if isinstance(answer, NotAssessed):
            yield {"bundle": answer.manifest.name, "code": answer.reason.code}
