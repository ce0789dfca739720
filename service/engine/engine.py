"""The risk engine: patients in, every bundle's answer out.

All transports call it, so a patient gets the same answer by every way. A patient
costs one run of the graph: the row itself and, beside it, the rows that tell how
much each missing input could matter.
"""

from collections.abc import Mapping, Sequence
from time import perf_counter
from types import MappingProxyType
from typing import Protocol

import numpy as np

from service.clinical.bands import advise, band_of
from service.clinical.eligibility import Ineligibility, ineligibility, lacks
from service.clinical.patient import Patient
from service.clinical.variables import VARIABLES
from service.engine.assessment import (
    Answer,
    Assessment,
    Contribution,
    NotAssessed,
    Risk,
)
from service.engine.bundle import Bundle
from service.engine.manifest import Manifest
from service.engine.missing import missing_inputs, probes


class Observer(Protocol):
    """Told of every answer and of the time the graph took, for metrics."""

    def answered(self, answer: Answer) -> None: ...

    def scored(self, seconds: float) -> None: ...


class RiskEngine:
    """Assess patients with verified bundles."""

    def __init__(self, bundles: Sequence[Bundle], observer: Observer) -> None:
        self.bundles: Mapping[str, Bundle] = MappingProxyType(
            {bundle.manifest.name: bundle for bundle in bundles}
        )
        self._observer = observer

    def assess(self, patient: Patient, names: Sequence[str]) -> list[Answer]:
        """Every named bundle's answer about one patient.

        Raises:
            KeyError: There is no bundle of that name.
        """
        return self.assess_many([patient], names)[0]

    def assess_many(
        self, patients: Sequence[Patient], names: Sequence[str]
    ) -> list[list[Answer]]:
        """Answers in the order of the patients, and for each in that of the names."""
        columns = [self._answers(self.bundles[name], patients) for name in names]
        rows = [list(row) for row in zip(*columns, strict=True)]
        for row in rows:
            for answer in row:
                self._observer.answered(answer)
        return rows

    def _answers(self, bundle: Bundle, patients: Sequence[Patient]) -> list[Answer]:
        reasons = [_reason(bundle.manifest, patient) for patient in patients]
        scored = iter(
            self._score(
                bundle,
                [
                    patient
                    for patient, reason in zip(patients, reasons, strict=True)
                    if reason is None
                ],
            )
        )
        return [
            next(scored) if reason is None else NotAssessed(bundle.manifest, reason)
            for reason in reasons
        ]

    def _score(self, bundle: Bundle, patients: Sequence[Patient]) -> list[Assessment]:
        if not patients:
            return []
        inputs = bundle.manifest.inputs
        groups = [
            [patient.vector(inputs), *probes(bundle.manifest, patient)]
            for patient in patients
        ]
        rows = np.array([row for group in groups for row in group], dtype=np.float32)
        began = perf_counter()
        scores = bundle.scorer.score(rows)
        self._observer.scored(perf_counter() - began)
        assessments, start = [], 0
        for patient, group in zip(patients, groups, strict=True):
            end = start + len(group)
            assessments.append(
                _assessment(
                    bundle.manifest,
                    patient,
                    risk=scores.risk[start:end].tolist(),
                    log_odds=float(scores.log_odds[start, 0]),
                    added=scores.contributions[start].tolist(),
                )
            )
            start = end
        return assessments


def _reason(manifest: Manifest, patient: Patient) -> Ineligibility | None:
    reason = ineligibility(patient)
    if reason is None and (absent := patient.missing(manifest.required_inputs)):
        return lacks(absent)
    return reason


def _assessment(
    manifest: Manifest,
    patient: Patient,
    *,
    risk: list[list[float]],
    log_odds: float,
    added: list[float],
) -> Assessment:
    """Put together one patient's answer; `risk` has the probes' rows after its own."""
    deciding = manifest.horizons_years.index(manifest.bands.horizon_years)
    band = band_of(risk[0][deciding], manifest.bands.levels)
    return Assessment(
        manifest=manifest,
        risks=tuple(map(Risk, manifest.horizons_years, risk[0])),
        band=band,
        advice=advise(band, patient),
        log_odds=log_odds,
        contributions=tuple(
            Contribution(VARIABLES[name], patient.value(name), log_odds)
            for name, log_odds in zip(manifest.inputs, added, strict=True)
        ),
        missing=missing_inputs(manifest, patient, [row[deciding] for row in risk[1:]]),
    )
