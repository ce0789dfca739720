"""From the engine's answers to the REST API's, in the reader's language."""

import math
from collections.abc import Collection, Sequence

from service.clinical.advice import Advice
from service.clinical.bands import BANDS
from service.clinical.eligibility import ineligibility
from service.clinical.language import Language
from service.clinical.patient import Notice, Patient
from service.clinical.variable import Value
from service.clinical.variables import VARIABLES
from service.engine import assessment as engine
from service.engine.interval import Interval
from service.engine.narrative import narrate
from service.engine.unused import (
    competing_death,
    not_counted,
    not_used,
    other_ancestry,
)
from service.transports import schemas
from service.transports.concluded import present_advice, present_conclusion
from service.transports.digits import DIGITS, ODDS_DECIMALS, VALUE_DECIMALS
from service.transports.reference_scores import present_scores


def present(
    answers: Sequence[engine.Answer],
    patient: Patient,
    notices: Sequence[Notice] = (),
    *,
    inputs_of_any: Collection[str],
    language: Language,
    request_id: str,
) -> schemas.RiskResponse:
    """All answers about one patient, with the notices of whoever read the record."""
    conclusion = engine.conclusion_of(patient, answers)
    assessed = [one for one in answers if isinstance(one, engine.Assessment)]
    return schemas.RiskResponse(
        conclusion=present_conclusion(conclusion, assessed, language),
        assessments=[
            _assessment(answer, conclusion.next_step, language) for answer in assessed
        ],
        not_assessed=[
            _not_assessed(answer, language)
            for answer in answers
            if isinstance(answer, engine.NotAssessed)
        ],
        notices=[
            schemas.Notice(
                variable=notice.variable,
                code=notice.code,
                text=notice.text[language],
                bundle=notice.bundle,
            )
            for notice in told(answers, patient, notices, inputs_of_any)
        ],
        reference_scores=(
            [] if ineligibility(patient) else present_scores(patient, language)
        ),
        request_id=request_id,
    )


def told(
    answers: Sequence[engine.Answer],
    patient: Patient,
    notices: Sequence[Notice],
    inputs_of_any: Collection[str],
) -> tuple[Notice, ...]:
    """Every notice in the order of its weight; what a figure leaves out first."""
    asked = [one.manifest for one in answers if isinstance(one, engine.Assessment)]
    return (
        *about_figures(answers, patient),
        *notices,
        *patient.notices,
        *(n for one in asked for n in not_used(one, patient, inputs_of_any)),
    )


def about_figures(
    answers: Sequence[engine.Answer], patient: Patient
) -> tuple[Notice, ...]:
    """What the reader must know before relying on a figure."""
    asked = [one.manifest for one in answers if isinstance(one, engine.Assessment)]
    return tuple(
        notice
        for rule in (not_counted, other_ancestry, competing_death)
        for one in asked
        for notice in rule(one, patient)
    )


def _assessment(
    answer: engine.Assessment, advice: Advice, language: Language
) -> schemas.Assessment:
    manifest = answer.manifest
    return schemas.Assessment(
        bundle=schemas.BundleReference(name=manifest.name, version=manifest.version),
        outcome=manifest.outcome.label[language],
        risks=[
            schemas.Risk(
                horizon_years=risk.horizon_years,
                probability=round(risk.probability, DIGITS),
            )
            for risk in answer.risks
        ],
        band=schemas.Band(
            code=answer.band,
            label=BANDS[answer.band][language],
            horizon_years=manifest.bands.horizon_years,
            source=manifest.bands.source[language],
        ),
        advice=present_advice(advice, language),
        base_log_odds=round(answer.base, DIGITS),
        log_odds=round(answer.log_odds, DIGITS),
        contributions=[_contribution(c, language) for c in answer.contributions],
        missing=[
            schemas.MissingInput(
                variable=missing.variable.name,
                label=missing.variable.label[language],
                unit=missing.variable.unit,
                low=_rounded(missing.low),
                high=_rounded(missing.high),
                horizon_years=manifest.bands.horizon_years,
                probability_if_low=round(missing.probability_if_low, DIGITS),
                probability_if_high=round(missing.probability_if_high, DIGITS),
            )
            for missing in answer.missing
        ],
        interval=_interval(answer.interval, language),
        if_known=_interval(answer.if_known, language),
        unfamiliar=[
            schemas.Unfamiliar(
                code=way.code, variables=list(way.variables), text=way.text[language]
            )
            for way in answer.unfamiliar
        ],
        standing=_standing(answer, language),
        narrative=narrate(answer, language),
    )


def _standing(answer: engine.Assessment, language: Language) -> schemas.Standing | None:
    found = answer.standing
    if found is None:
        return None
    return schemas.Standing(
        percentile=round(found.percentile, DIGITS),
        sex=found.sex,
        age_from=found.age_from,
        age_to=found.age_to,
        text=found.text[language],
        population=answer.manifest.training.population[language],
    )


def _interval(found: Interval | None, language: Language) -> schemas.Interval | None:
    if found is None:
        return None
    return schemas.Interval(
        level=found.level,
        risks=[
            schemas.RiskRange(
                horizon_years=ends.horizon_years,
                low=round(ends.low, DIGITS),
                high=round(ends.high, DIGITS),
            )
            for ends in found.risks
        ],
        meaning=found.meaning[language],
    )


def _contribution(
    contribution: engine.Contribution, language: Language
) -> schemas.Contribution:
    variable, value = contribution.variable, contribution.value
    return schemas.Contribution(
        variable=variable.name,
        label=variable.label[language],
        value=None if value is None else _rounded(value),
        unit=variable.unit,
        measured=value is not None,
        modifiable=variable.modifiable,
        log_odds=round(contribution.log_odds, DIGITS),
        odds_ratio=round(math.exp(contribution.log_odds), ODDS_DECIMALS),
    )


def _not_assessed(
    answer: engine.NotAssessed, language: Language
) -> schemas.NotAssessed:
    reason = answer.reason
    return schemas.NotAssessed(
        bundle=answer.manifest.name,
        code=reason.code,
        text=reason.text[language],
        next_step=reason.next_step.text[language],
        criteria=[
            schemas.Criterion(
                variable=met.variable,
                label=VARIABLES[met.variable].label[language],
                value=met.value,
                unit=met.unit,
                threshold=met.threshold,
            )
            for met in reason.criteria
        ],
    )


def _rounded(value: Value) -> Value:
    return round(value, VALUE_DECIMALS) if isinstance(value, float) else value
