"""Whether replicates tell how far a model from other centres would come out.

Two models from two halves of the centres share nobody. If the replicates of a half
have the spread that models of such halves have, the difference of the two has twice
their variance, and the interval of one holds the score of the other as often as that
says; a spread of few replicates is itself uncertain, hence Student's t.
"""

from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
from scipy.stats import t as student

from training.cohort import Cohort, Rows
from training.definition import Definition
from training.figures import Coverage
from training.logistic import Floats
from training.manifest import INTERVAL_LEVEL
from training.model import train
from training.recipe import Recipe
from training.time_offset import TimeCourse
from training.uncertainty.replicates import train_replicates

REPLICATES = 10  # of each half
HALVES = 2

WHAT = (
    "score by the other half of centres or sampling units in the replicates' interval"
)


def other_half(
    cohort: Cohort, definition: Definition, recipe: Recipe, time: TimeCourse
) -> Iterator[Coverage]:
    """Measure it on everybody, for either half and each subset of inputs."""
    z = NormalDist().inv_cdf((1 + INTERVAL_LEVEL) / 2)
    asked = float(1 - 2 * student.sf(z / np.sqrt(2), REPLICATES - 1))
    half = halve(cohort)
    subsets = {
        subset: definition.gaps.without(cohort.x, cohort.inputs, subset)
        for subset in definition.gaps.subsets
    }
    scores: dict[str, list[Floats]] = {subset: [] for subset in subsets}
    spreads: dict[str, list[Floats]] = {subset: [] for subset in subsets}
    for number in range(HALVES):
        part = cohort.take(np.flatnonzero(half == number))
        seed = definition.seed + number
        model = train(part, recipe, time, definition, definition.gaps, seed=(seed, 3))
        replicates = train_replicates(
            part, recipe, time, definition, seed=seed, count=REPLICATES
        )
        for subset, x in subsets.items():
            others = np.column_stack([it.log_odds(x) for it in replicates])
            scores[subset].append(model.log_odds(x))
            spreads[subset].append(others.std(axis=1, ddof=1))
    for subset in subsets:
        first, second = scores[subset]
        half_width = z * np.concatenate(spreads[subset])
        inside = np.tile(np.abs(first - second), HALVES) <= half_width
        yield Coverage(
            what=WHAT,
            subset=subset,
            asked=asked,
            found=float(inside.mean()),
            compared=len(inside),
            median_width=float(np.exp(np.median(2 * half_width))),
        )


def halve(cohort: Cohort) -> Rows:
    """The half [people] of each cluster: 0 or 1, with about as many events in each."""
    clusters, cluster = np.unique(cohort.cluster, return_inverse=True)
    events = np.bincount(cluster, cohort.outcome)
    half = np.empty(len(clusters), dtype=np.intp)
    half[np.argsort(-events, kind="stable")] = np.resize([0, 1, 1, 0], len(clusters))
    return half[cluster]
