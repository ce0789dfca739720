"""The proof, before anything is written, that the graph answers as the booster does.

Scored with the service's own scorer: what is proved is what will be served.
"""

import numpy as np
import xgboost

from service.engine.scorer import Scorer
from training.cohort import Cohort, Inputs
from training.errors import TrainingError
from training.golden import TOLERANCE, expected_answers
from training.missingness import SITUATIONS, draw_mask

ROWS = 24_000
_CHUNK = 4_000


class NotEqualError(TrainingError):
    """The compiled graph answers differently from the booster."""


def parity_rows(cohort: Cohort, seed: int) -> Inputs:
    """Rows of the cohort, one half as they are, the other with values missing."""
    rng = np.random.default_rng(seed)
    x = cohort.x[rng.integers(cohort.people, size=ROWS)]
    parts = np.array_split(x[ROWS // 2 :], len(SITUATIONS))
    for part, situation in zip(parts, SITUATIONS, strict=True):
        part[draw_mask(len(part), cohort.inputs, situation, rng)] = np.nan
    return x


def prove_equal(
    booster: xgboost.Booster, graph: bytes, x: Inputs, horizon_offsets: list[float]
) -> float:
    """The greatest difference of any risk, log-odds or contribution.

    Raises:
        NotEqualError: It is above the tolerance of the golden rows.
    """
    scorer = Scorer(graph)
    worst = 0.0
    for start in range(0, len(x), _CHUNK):
        part = x[start : start + _CHUNK]
        expected = expected_answers(booster, part, horizon_offsets)
        for found, wanted in zip(scorer.score(part), expected, strict=True):
            worst = max(worst, float(np.abs(found - wanted).max()))
    if not worst <= TOLERANCE:
        raise NotEqualError(
            f"The compiled graph differs from the booster by {worst:.2g} on "
            f"{len(x):,} rows, allowed is {TOLERANCE:g}. Nothing was written: this is "
            "an error of training.compiler."
        )
    return worst
