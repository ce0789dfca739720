"""The predictions of a RiskAssessment: one for each horizon.

`whenRange` is the ages between which the probability applies (R4, "age range of the
subject to which the specified probability applies"); now is a range of one age.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from service.clinical.bands import BANDS
from service.clinical.language import Language, Text
from service.engine.assessment import Assessment
from service.engine.interval import Interval
from service.engine.manifest import Outcome
from service.intake.fhir.finding import Record
from service.transports.fhir.elements import (
    Element,
    coding,
    concept,
    element,
    percentage,
    quantity,
)
from service.transports.fhir.extensions import IF_KNOWN, INTERVAL, Extension
from service.transports.fhir.identity import (
    RISK_PROBABILITY,
    SNOMED_CT,
    code_system,
)

_TYPE_2_DIABETES, _DIABETES = "44054006", "73211009"
# Of an outcome that is not named here, only that it is diabetes is known.
_SNOMED: Mapping[str, str] = {"incident-type-2-diabetes": _TYPE_2_DIABETES}

# R4 has nothing above `high` that is less than certain.
_QUALITATIVE: Mapping[str, str] = {
    "low": "low",
    "moderate": "moderate",
    "high": "high",
    "very_high": "high",
}
_YEARS = Text("years", "năm")
_AGE_DECIMALS = 4


def predictions(
    answer: Assessment,
    record: Record,
    horizons: Sequence[float],
    rationale: str,
    language: Language,
) -> Iterator[Element]:
    """The predictions for these horizons, or for all if none are named.

    Band and reasons stand where they belong: at the horizon that decides the band; the
    reasons at the first if that one was not asked for.
    """
    deciding = answer.manifest.bands.horizon_years
    shown = [r for r in answer.risks if not horizons or r.horizon_years in horizons]
    explained = deciding
    if deciding not in {risk.horizon_years for risk in shown}:
        explained = shown[0].horizon_years
    for risk in shown:
        years = risk.horizon_years
        yield element(
            extension=[
                *_range(INTERVAL, answer.interval, years, language),
                *_range(IF_KNOWN, answer.if_known, years, language),
            ],
            outcome=_outcome(answer.manifest.outcome, language),
            probabilityDecimal=percentage(risk.probability),
            qualitativeRisk=_band(answer.band, language) if years == deciding else None,
            whenRange=_ages(record, years, language),
            rationale=rationale if years == explained else None,
        )


def _outcome(outcome: Outcome, language: Language) -> Element:
    return concept(
        outcome.label[language],
        coding(SNOMED_CT, _SNOMED.get(outcome.code, _DIABETES)),
        coding(code_system("outcome"), outcome.code),
    )


def _band(band: str, language: Language) -> Element:
    return concept(
        BANDS[band][language],
        coding(RISK_PROBABILITY, _QUALITATIVE[band]),
        coding(code_system("band"), band),
    )


def _ages(record: Record, years: float, language: Language) -> Element:
    age = record.patient.measurements["age"].number
    now = Decimal(str(round(age, _AGE_DECIMALS))).normalize()
    then = now + Decimal(str(years))
    return {
        end: quantity(Decimal(f"{value:f}"), _YEARS[language], "a")
        for end, value in (("low", now), ("high", then))
    }


def _range(
    extension: Extension, found: Interval | None, years: float, language: Language
) -> Iterator[Element]:
    if found is None:
        return
    ends = found.at(years)
    yield extension.having(
        level=found.level,
        range={
            "low": quantity(percentage(ends.low), "%", "%"),
            "high": quantity(percentage(ends.high), "%", "%"),
        },
        meaning=found.meaning[language],
    )
