"""Another version scores the patients who were answered, and is compared, not answered.

After the answer, on a thread of its own, many at a time, and from a queue that has an
end: when it is full a patient is left out and counted. Nothing here reaches an answer.
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from threading import Event, Thread
from typing import Literal, NamedTuple, Protocol

import numpy as np
import structlog

from service.clinical.bands import BANDS, band_of
from service.clinical.patient import Patient
from service.engine.assessment import Answer, Assessment
from service.engine.bundle import Bundle
from service.engine.manifest import Manifest

Agreement = Literal["same", "higher", "lower", "not_assessed"]
CAPACITY = 512  # patients: some seconds of a busy process, and few megabytes
# By then the answer has gone, and those of the same moment are scored in one run.
PAUSE_SECONDS = 0.05

_log = structlog.get_logger()


class Observer(Protocol):
    """Told of every comparison, for metrics."""

    def compared(
        self, manifest: Manifest, agreement: Agreement, difference: float | None
    ) -> None:
        """The shadow's band against the answer's, and |difference| of probability."""

    def dropped(self, manifest: Manifest) -> None: ...

    def failed(self, manifest: Manifest, patients: int) -> None: ...


class _Waiting(NamedTuple):
    bundle: Bundle
    patient: Patient
    answer: Assessment


class ShadowQueue:
    """Patients that shadows are still to score, and the thread that does it."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._waiting: deque[_Waiting] = deque()
        self._filled = Event()
        self._stopping = Event()
        self._failed: set[tuple[str, str]] = set()  # told once, not for each patient

    def start(self) -> None:
        """Score what comes, until it is stopped."""
        Thread(target=self._run, name="shadow", daemon=True).start()

    def stop(self) -> None:
        """Score no more."""
        self._stopping.set()
        self._filled.set()

    def put(self, bundle: Bundle, patient: Patient, answer: Assessment) -> None:
        """Leave a patient to a shadow, with the answer that was given."""
        if len(self._waiting) >= CAPACITY:
            self._observer.dropped(bundle.manifest)
            return
        self._waiting.append(_Waiting(bundle, patient, answer))
        self._filled.set()

    def _run(self) -> None:
        while self._filled.wait() and not self._stopping.wait(PAUSE_SECONDS):
            self._filled.clear()
            self.score_waiting()

    def score_waiting(self) -> None:
        """Score everybody who waits."""
        groups: defaultdict[int, list[_Waiting]] = defaultdict(list)
        for _ in range(len(self._waiting)):
            one = self._waiting.popleft()
            groups[id(one.bundle)].append(one)
        for group in groups.values():
            manifest = group[0].bundle.manifest
            try:
                self._score(group)
            except Exception as error:  # noqa: BLE001 - a shadow must disturb nothing
                self._observer.failed(manifest, len(group))
                self._tell(manifest, error)

    def _score(self, group: Sequence[_Waiting]) -> None:
        bundle = group[0].bundle
        manifest = bundle.manifest
        able = [w for w in group if not w.patient.missing(manifest.required_inputs)]
        for _ in range(len(group) - len(able)):
            self._observer.compared(manifest, "not_assessed", None)
        if not able:
            return
        rows = [waiting.patient.vector(manifest.inputs) for waiting in able]
        risks = bundle.scorer.score(np.array(rows, dtype=np.float32)).risk
        deciding = manifest.horizons_years.index(manifest.bands.horizon_years)
        for waiting, risk in zip(able, risks[:, deciding].tolist(), strict=True):
            self._observer.compared(
                manifest,
                agreement(band_of(risk, manifest.bands.levels), waiting.answer.band),
                abs(risk - waiting.answer.band_probability),
            )

    def _tell(self, manifest: Manifest, error: Exception) -> None:
        which = (manifest.name, manifest.version)
        if which not in self._failed:
            self._failed.add(which)
            _log.error(
                "shadow_failed", bundle=which[0], version=which[1], exc_info=error
            )


def agreement(band: str, answered: str) -> Agreement:
    """How a shadow's band stands to the one that was answered."""
    order = list(BANDS)
    if band == answered:
        return "same"
    return "higher" if order.index(band) > order.index(answered) else "lower"


class Shadows:
    """The shadows beside one engine, by the bundle that they are versions of."""

    def __init__(self, bundles: Mapping[str, Bundle], queue: ShadowQueue) -> None:
        self._bundles = bundles
        self._queue = queue

    def answered(self, patient: Patient, answers: Sequence[Answer]) -> None:
        """Leave an answered patient to the shadows."""
        for answer in answers:
            bundle = self._bundles.get(answer.manifest.name)
            if bundle is not None and isinstance(answer, Assessment):
                self._queue.put(bundle, patient, answer)
