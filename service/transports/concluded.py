"""From the conclusion about a patient to the REST API's, in the reader's language."""

from collections.abc import Sequence

from service.clinical.advice import Advice
from service.clinical.conclusion import Conclusion
from service.clinical.glycaemia import GLYCAEMIC_GUIDELINE, GlycaemicStatus
from service.clinical.language import Language
from service.clinical.variables import VARIABLES
from service.engine.assessment import Assessment
from service.engine.narrative import frequency
from service.transports import schemas
from service.transports.digits import DIGITS


def present_conclusion(
    conclusion: Conclusion,
    assessed: Sequence[Assessment],
    language: Language,
) -> schemas.Conclusion:
    """The conclusion, with the words of the assessment whose risk it names."""
    leading = conclusion.risk
    return schemas.Conclusion(
        status=_status(conclusion.status, language),
        next_step=present_advice(conclusion.next_step, language),
        risk=next(
            (
                _leading(one, language)
                for one in assessed
                if leading is not None and one.manifest.name == leading.bundle
            ),
            None,
        ),
    )


def _status(status: GlycaemicStatus, language: Language) -> schemas.GlycaemicStatus:
    return schemas.GlycaemicStatus(
        code=status.code,
        label=status.label[language],
        text=status.text[language],
        tests=[
            schemas.GlucoseTest(
                variable=one.variable,
                label=VARIABLES[one.variable].label[language],
                value=one.compared.value,
                unit=one.compared.unit,
                code=one.code,
                threshold=one.compared.threshold,
            )
            for one in status.tests
        ],
        guideline=GLYCAEMIC_GUIDELINE[language],
        caution=None if status.caution is None else status.caution[language],
    )


def _leading(answer: Assessment, language: Language) -> schemas.LeadingRisk:
    manifest = answer.manifest
    return schemas.LeadingRisk(
        bundle=manifest.name,
        outcome=manifest.outcome.label[language],
        horizon_years=manifest.bands.horizon_years,
        probability=round(answer.band_probability, DIGITS),
        band=answer.band,
        text=frequency(answer)[language],
    )


def present_advice(advice: Advice, language: Language) -> schemas.Advice:
    """A step, in the reader's language."""
    return schemas.Advice(
        code=advice.code,
        text=advice.text[language],
        within_days=advice.within_days,
    )
