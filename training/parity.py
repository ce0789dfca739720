"""The proof, before anything is written, that the graph answers as the boosters do.

Scored with the service's own scorer: what is proved is what will be served.
"""

import numpy as np

from service.engine.scorer import Scorer
from training.boosters import Boosters
from training.cohort import Cohort, Inputs
from training.errors import TrainingError
from training.golden import TOLERANCE
from training.missingness import Gaps
from training.reference import Known

ROWS = 24_000
_CHUNK = 4_000


class NotEqualError(TrainingError):
    """The compiled graph answers differently from the boosters."""


def parity_rows(cohort: Cohort, known: Known, gaps: Gaps, seed: int) -> Inputs:
    """Rows of the cohort, one half as they are, the other with values missing.

    What nobody of the cohort knows is drawn from those who do.
    """
    rng = np.random.default_rng(seed)
    x = cohort.x[rng.integers(cohort.people, size=ROWS)]
    for column in np.flatnonzero(np.isnan(cohort.x).all(axis=0)).tolist():
        x[:, column] = rng.choice(known[cohort.inputs[column]], ROWS)
    parts = np.array_split(x[ROWS // 2 :], len(gaps.situations))
    for part, situation in zip(parts, gaps.situations, strict=True):
        part[gaps.draw_mask(len(part), cohort.inputs, situation, rng)] = np.nan
    return x


def prove_equal(boosters: Boosters, graph: bytes, x: Inputs) -> float:
    """The greatest difference of any risk, log-odds or contribution.

    Raises:
        NotEqualError: It is above the tolerance of the golden rows.
    """
    scorer = Scorer(graph)
    worst = 0.0
    for start in range(0, len(x), _CHUNK):
        part = x[start : start + _CHUNK]
        expected = boosters.answers(part)
        found = {**scorer.score(part)._asdict(), **scorer.spread(part)._asdict()}
        for name, values in expected.items():
            worst = max(worst, float(np.abs(found[name] - values).max()))
    if not worst <= TOLERANCE:
        raise NotEqualError(
            f"The compiled graph differs from the boosters by {worst:.2g} on "
            f"{len(x):,} rows, allowed is {TOLERANCE:g}. Nothing was written: this is "
            "an error of training.compiler."
        )
    return worst
