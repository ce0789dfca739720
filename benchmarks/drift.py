"""What watching for drift costs, beside the answers it watches.

`make bench` runs it: one patient at a time as the API asks, and rows as a batch has
them, each with drift's part of the time.
"""

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.service import PATIENT
from service.clinical.reading import read_patient
from service.engine.assessment import Answer
from service.engine.bundle import Bundle, open_placed_bundle
from service.engine.engine import RiskEngine
from service.engine.scorer import Floats
from service.observability.metrics import Metrics
from service.observability.window import PATIENTS
from service.transports.rows import LARGE_CHUNK

BUNDLE = Path(__file__).resolve().parent.parent / "models/incident-diabetes/3.0.0"
ROUNDS = 9
RUNS = {1: 1000, LARGE_CHUNK: 50}


class Unwatched:
    """Watches nothing: what an answer costs by itself."""

    def answered(self, answer: Answer) -> None: ...

    def scored(self, seconds: float) -> None: ...

    def seen(self, bundle: Bundle, rows: Floats, log_odds: Floats) -> None: ...


def main() -> None:
    """Print the table."""
    bundle = open_placed_bundle(BUNDLE)
    engine = RiskEngine([bundle], Unwatched())
    drift = Metrics().drift
    rows, log_odds = _golden(bundle)
    full = (PATIENTS, 1)
    drift.seen(
        bundle, np.resize(rows, (PATIENTS, rows.shape[1])), np.resize(log_odds, full)
    )
    patient = read_patient(PATIENT)
    print("microseconds a patient, median   answer   drift   share")
    for together, runs in RUNS.items():
        patients = [patient] * together
        answer = partial(engine.assess_many, patients, [bundle.manifest.name])
        some = np.resize(rows, (together, rows.shape[1]))
        watch = partial(drift.seen, bundle, some, np.resize(log_odds, (together, 1)))
        answered = _microseconds(answer, runs) / together
        watched = _microseconds(watch, runs) / together
        print(
            f"{together:>4} at once {'':>22}{answered:>6.0f} {watched:>7.1f}"
            f" {watched / answered:>7.1%}"
        )


def _golden(bundle: Bundle) -> tuple[Floats, Floats]:
    golden = json.loads(bundle.documents["golden.json"])["rows"]
    return (
        np.array([row["x"] for row in golden], dtype=np.float32),
        np.array([[row["log_odds"]] for row in golden], dtype=np.float32),
    )


def _microseconds(work: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(runs):
            work()
        times.append((time.perf_counter() - began) / runs)
    return statistics.median(times) * 1e6


if __name__ == "__main__":
    main()
