"""The risk engine: patients in, every bundle's answer out.

All transports call it, so a patient gets the same answer by every way. A patient
costs one run of the graph: the row itself and, behind it, the rows that tell how
much each missing input could matter, of which no spread is asked.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from time import perf_counter
from types import MappingProxyType
from typing import Protocol

import numpy as np

from service.clinical.answered import answered
from service.clinical.bands import band_of
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
from service.engine.interval import Ranges, ranges_of
from service.engine.manifest import Manifest
from service.engine.missing import missing_inputs, probes
from service.engine.peers import Peers, standing
from service.engine.scorer import Floats, Scores
from service.engine.unfamiliar import Ways


class Observer(Protocol):
    """Told of every answer and of the time the graph took, for metrics."""

    def answered(self, answer: Answer) -> None: ...

    def scored(self, seconds: float) -> None: ...

    def seen(self, bundle: Bundle, rows: Floats, log_odds: Floats) -> None:
        """What was scored: rows [N, F] with NaN where missing, log-odds [N, 1]."""


class Witness(Protocol):
    """Told of each patient who was answered alone, such as a shadow."""

    def answered(self, patient: Patient, answers: Sequence[Answer]) -> None: ...


class RiskEngine:
    """Assess patients with verified bundles."""

    def __init__(
        self,
        bundles: Sequence[Bundle],
        observer: Observer,
        witness: Witness | None = None,
    ) -> None:
        self.bundles: Mapping[str, Bundle] = MappingProxyType(
            {bundle.manifest.name: bundle for bundle in bundles}
        )
        self.inputs = frozenset(
            name for bundle in bundles for name in bundle.manifest.inputs
        )
        self._observer = observer
        self._witness = witness

    def assess(
        self, patient: Patient, names: Sequence[str], *, interval: bool = True
    ) -> list[Answer]:
        """Every named bundle's answer about one patient.

        Raises:
            KeyError: There is no bundle of that name.
        """
        answers = self.assess_many([patient], names, interval=interval)[0]
        if self._witness is not None:
            self._witness.answered(patient, answers)
        return answers

    def assess_many(
        self,
        patients: Sequence[Patient],
        names: Sequence[str],
        *,
        interval: bool = True,
    ) -> list[list[Answer]]:
        """Answers in the order of the patients, and for each in that of the names.

        Without `interval` the part of the graph that gives ranges is not run.
        """
        columns = [
            self._answers(self.bundles[name], patients, interval=interval)
            for name in names
        ]
        rows = [list(row) for row in zip(*columns, strict=True)]
        for row in rows:
            for answer in row:
                self._observer.answered(answer)
        return rows

    def _answers(
        self, bundle: Bundle, patients: Sequence[Patient], *, interval: bool
    ) -> list[Answer]:
        reasons = [_reason(bundle.manifest, patient) for patient in patients]
        eligible = [
            patient
            for patient, reason in zip(patients, reasons, strict=True)
            if reason is None
        ]
        scored = iter(self._score(bundle, eligible, interval=interval))
        return [
            next(scored) if reason is None else NotAssessed(bundle.manifest, reason)
            for reason in reasons
        ]

    def _score(
        self, bundle: Bundle, patients: Sequence[Patient], *, interval: bool
    ) -> list[Assessment]:
        if not patients:
            return []
        manifest = bundle.manifest
        own = [patient.vector(manifest.inputs) for patient in patients]
        probed = [probes(manifest, patient) for patient in patients]
        rows = np.array([*own, *chain.from_iterable(probed)], dtype=np.float32)
        began = perf_counter()
        scores, spread = bundle.scorer.score_with_spread(
            rows, len(own) if interval else 0
        )
        self._observer.scored(perf_counter() - began)
        deciding = manifest.horizons_years.index(manifest.bands.horizon_years)
        ends = np.cumsum([len(own), *map(len, probed)])
        if_probed = np.split(scores.risk, ends)[1:-1]
        first = Scores(*(part[: len(own)] for part in scores))
        self._observer.seen(bundle, rows[: len(own)], first.log_odds)
        found = spread if interval else None
        return [
            _assessment(
                manifest,
                patient,
                Scores(*(part[at] for part in first)),
                peers=bundle.peers,
                if_probed=if_probed[at][:, deciding].tolist(),
                ranges=ranges,
                unfamiliar=unfamiliar,
            )
            for at, (patient, ranges, unfamiliar) in enumerate(
                zip(
                    patients,
                    ranges_of(manifest, own, first, found, if_probed),
                    bundle.recogniser.unfamiliar(own),
                    strict=True,
                )
            )
        ]


def _reason(manifest: Manifest, patient: Patient) -> Ineligibility | None:
    reason = ineligibility(patient) or answered(patient, manifest.outcome.answered_by)
    if reason is None and (absent := patient.missing(manifest.required_inputs)):
        return lacks(absent)
    return reason


def _assessment(
    manifest: Manifest,
    patient: Patient,
    scores: Scores,
    *,
    peers: Peers | None,
    if_probed: list[float],
    ranges: Ranges,
    unfamiliar: Ways,
) -> Assessment:
    """Put together one patient's answer from one row of the scores."""
    deciding = manifest.horizons_years.index(manifest.bands.horizon_years)
    risk = scores.risk.tolist()
    log_odds = float(scores.log_odds[0])
    return Assessment(
        manifest=manifest,
        risks=tuple(map(Risk, manifest.horizons_years, risk)),
        band=band_of(risk[deciding], manifest.bands.levels),
        base=float(scores.base[0]),
        log_odds=log_odds,
        contributions=tuple(
            Contribution(VARIABLES[name], patient.value(name), added)
            for name, added in zip(
                manifest.inputs, scores.contributions.tolist(), strict=True
            )
        ),
        missing=missing_inputs(manifest, patient, if_probed),
        interval=ranges.interval,
        if_known=ranges.if_known,
        unfamiliar=unfamiliar,
        standing=standing(manifest, peers, patient, log_odds),
    )
