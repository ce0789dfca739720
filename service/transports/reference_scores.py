"""The published scores beside a bundle's answer, in the reader's language.

A score that is not meant for the patient is named with the reason and without points:
a number would be read as if it applied.
"""

from typing import Annotated

from msgspec import Meta, Struct

from service.clinical.language import Language
from service.clinical.patient import Patient
from service.clinical.point_score import ScoreBand, ScoreResult
from service.clinical.reference_scores import assess_scores


class ReferenceBand(Struct):
    code: str
    label: str


class ReferenceScore(Struct):
    """A published score: points, or the range they may take, with its band."""

    code: str
    name: str
    citation: str
    outcome: Annotated[str, Meta(description="What it predicts; not our outcome.")]
    value: Annotated[int | None, Meta(description="null: an item could change it.")]
    low: Annotated[int | None, Meta(description="Least possible points.")]
    high: Annotated[int | None, Meta(description="Most possible points.")]
    band: Annotated[
        ReferenceBand | None, Meta(description="null: an item could change it.")
    ]
    possible_bands: list[ReferenceBand]
    missing: Annotated[
        list[str], Meta(description="Variables that would settle the points.")
    ]
    not_applicable: Annotated[
        str | None, Meta(description="Why it is not meant for this patient.")
    ]


def present_scores(patient: Patient, language: Language) -> list[ReferenceScore]:
    """Every published score of this patient, in a fixed order."""
    known = patient.measurements.items()
    results = assess_scores({name: found.value for name, found in known})
    return [_presented(result, language) for result in results]


def _presented(result: ScoreResult, language: Language) -> ReferenceScore:
    score, reason = result.score, result.not_applicable
    applies = reason is None
    return ReferenceScore(
        code=score.code,
        name=score.name[language],
        citation=score.citation,
        outcome=score.outcome[language],
        value=result.value if applies else None,
        low=result.low if applies else None,
        high=result.high if applies else None,
        band=_band(result.band, language) if applies and result.band else None,
        possible_bands=[
            _band(band, language) for band in result.possible_bands if applies
        ],
        missing=list(result.missing) if applies else [],
        not_applicable=None if reason is None else reason[language],
    )


def _band(band: ScoreBand, language: Language) -> ReferenceBand:
    return ReferenceBand(code=band.code, label=band.label[language])
