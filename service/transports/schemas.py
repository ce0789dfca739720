"""The answers of the REST API, as their readers see them.

Fields may be added in later versions, never renamed or removed. Probabilities are
between 0 and 1; log-odds are natural logarithms.
"""

from typing import Annotated

from msgspec import Meta, Struct

from service.transports.reference_scores import ReferenceScore

Scalar = float | str | bool


class BundleReference(Struct):
    name: str
    version: str


class Risk(Struct):
    horizon_years: Annotated[float, Meta(description="Years from now; 0 is now.")]
    probability: Annotated[float, Meta(ge=0, le=1)]


class Band(Struct):
    code: Annotated[str, Meta(description="low, moderate, high or very_high.")]
    label: str
    horizon_years: Annotated[float, Meta(description="The horizon that decides it.")]
    source: Annotated[str, Meta(description="Where the cut-offs come from.")]


class Advice(Struct):
    """A step that a clinician may take next."""

    code: str
    text: str
    within_days: Annotated[
        int | None, Meta(description="At the latest; null: no date is asked.")
    ]


class Contribution(Struct):
    """What one input adds to the log-odds; exact path-dependent TreeSHAP."""

    variable: str
    label: str
    value: Annotated[Scalar | None, Meta(description="Canonical; null: not measured.")]
    unit: Annotated[str | None, Meta(description="UCUM; null: no unit.")]
    measured: bool
    modifiable: bool
    log_odds: float
    odds_ratio: Annotated[float, Meta(description="exp(log_odds).")]


class MissingInput(Struct):
    """The risk if an unknown input had a typical low or high value."""

    variable: str
    label: str
    unit: str | None
    low: Scalar
    high: Scalar
    horizon_years: float
    probability_if_low: float
    probability_if_high: float


class RiskRange(Struct):
    horizon_years: float
    low: Annotated[float, Meta(ge=0, le=1)]
    high: Annotated[float, Meta(ge=0, le=1)]


class Interval(Struct):
    """Ranges of the risk, how often they should hold, and what that means."""

    level: Annotated[float, Meta(description="0.9: nine times of ten.")]
    risks: list[RiskRange]
    meaning: str


class Unfamiliar(Struct):
    """A way in which the patient is unlike the people the model learned from."""

    code: Annotated[str, Meta(description="value_outside or unusual_combination.")]
    variables: list[str]
    text: str


class Standing(Struct):
    """Where the patient stands among the training people of the same sex and age."""

    percentile: Annotated[
        float,
        Meta(
            ge=0,
            le=100,
            description="Of 100 of them, how many the model gives less; 1 and 99 "
            "also stand for all beyond.",
        ),
    ]
    sex: str
    age_from: int
    age_to: Annotated[int, Meta(description="The last year of age that is included.")]
    text: str
    population: Annotated[str, Meta(description="Who the training people are.")]


class Assessment(Struct):
    """One bundle's answer; base_log_odds + sum of contributions = log_odds."""

    bundle: BundleReference
    outcome: str
    risks: list[Risk]
    band: Band
    advice: Advice
    base_log_odds: float
    log_odds: Annotated[float, Meta(description="Of the first horizon's risk.")]
    contributions: list[Contribution]
    missing: Annotated[list[MissingInput], Meta(description="Most important first.")]
    interval: Annotated[
        Interval | None, Meta(description="null: switched off in request or setting.")
    ]
    if_known: Annotated[
        Interval | None, Meta(description="null: nothing is missing, or switched off.")
    ]
    unfamiliar: Annotated[
        list[Unfamiliar], Meta(description="Empty: like the training people.")
    ]
    standing: Annotated[
        Standing | None,
        Meta(description="null: no training people of this sex and age."),
    ]
    narrative: str


class Criterion(Struct):
    """A diagnostic criterion and the value that reached it, in the unit sent."""

    variable: str
    label: str
    value: float
    unit: str
    threshold: float


class NotAssessed(Struct):
    """Why a bundle gives this patient no risk, and the next step."""

    bundle: str
    code: str
    text: str
    next_step: str
    criteria: list[Criterion]


class Notice(Struct):
    variable: str
    code: str
    text: str
    bundle: Annotated[
        str | None, Meta(description="The bundle it concerns; null: the record.")
    ]


class GlucoseTest(Struct):
    """A known glucose test, in the unit sent, and the class it falls in."""

    variable: str
    label: str
    value: float
    unit: str
    code: Annotated[str, Meta(description="normal, prediabetes or diabetes_range.")]
    threshold: Annotated[
        float, Meta(description="Where that class begins; of normal, where it ends.")
    ]


class GlycaemicStatus(Struct):
    """What the known glucose tests say together, before any score."""

    code: Annotated[
        str,
        Meta(
            description="normal, prediabetes, diabetes_range, discordant, not_known or "
            "known_diabetes."
        ),
    ]
    label: str
    text: str
    tests: list[GlucoseTest]
    guideline: Annotated[str, Meta(description="Where the thresholds come from.")]
    caution: Annotated[
        str | None, Meta(description="When the test it rests on misleads; null: none.")
    ]


class LeadingRisk(Struct):
    """The figure that adds to the status: of one bundle, at its bands' horizon."""

    bundle: str
    outcome: str
    horizon_years: Annotated[float, Meta(description="Years from now; 0 is now.")]
    probability: Annotated[float, Meta(ge=0, le=1)]
    band: Annotated[str, Meta(description="low, moderate, high or very_high.")]
    text: str


class Conclusion(Struct):
    """The one conclusion about the patient: status, next step, then the risk."""

    status: GlycaemicStatus
    next_step: Advice
    risk: Annotated[
        LeadingRisk | None, Meta(description="null: no bundle gives a risk.")
    ]


class RiskResponse(Struct):
    conclusion: Conclusion
    assessments: list[Assessment]
    not_assessed: list[NotAssessed]
    notices: list[Notice]
    reference_scores: Annotated[
        list[ReferenceScore],
        Meta(description="Published scores; empty where no risk is given."),
    ]
    request_id: str


class RiskChange(Struct):
    horizon_years: float
    before: float
    after: float


class Comparison(Struct):
    """One bundle's risks for the patient as sent and as changed."""

    bundle: str
    risks: list[RiskChange]
    log_odds_change: float
    caution: Annotated[str, Meta(description="What this comparison does not say.")]


class WhatIfResponse(Struct):
    before: RiskResponse
    after: RiskResponse
    comparisons: list[Comparison]
    caution: str
    request_id: str


class Error(Struct):
    """One thing wrong with a request."""

    pointer: Annotated[str, Meta(description="JSON pointer (RFC 6901) to the value.")]
    code: str
    message: str


class Problem(Struct):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Error]
    request_id: str
