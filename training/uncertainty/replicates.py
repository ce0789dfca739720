"""The model again, smaller, on other draws of the centres: how much depends on them.

People of a centre resemble each other, so whole centres are drawn: resampled people
would look far more certain. Of a survey, sampling units are drawn within each cycle.
Of n, n - 1 are drawn, each weighing n / (n - 1): drawing n of so few shows a variance
too small by just that (Rao and Wu, J Am Stat Assoc 1988;83:231).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from tqdm import tqdm

from training.cohort import Cohort, Inputs
from training.definition import Definition
from training.logistic import Floats
from training.model import Model, train
from training.recipe import Recipe
from training.time_offset import TimeCourse

REPLICATES = 20
TREES = 30  # a tenth of the model's: 20 replicates cost a row what two models would
LEARNING_RATE = 0.25


def train_replicates(
    cohort: Cohort,
    recipe: Recipe,
    time: TimeCourse,
    definition: Definition,
    *,
    seed: int,
    count: int = REPLICATES,
) -> list[Model]:
    """Train replicates, each on centres drawn with replacement.

    Args:
        cohort: People with their `cluster`, which is drawn whole.
        recipe: Of the model; trees and learning rate are replaced.
        time: Time's part of the log-odds.
        definition: What may be missing.
        seed: Of the draws and of the models.
        count: How many.
    """
    quick = replace(recipe, trees=TREES, learning_rate=LEARNING_RATE)
    models = []
    for number in tqdm(range(count), "replicates", leave=False):
        drawn = times_drawn(cohort, number, seed)
        rows = np.flatnonzero(drawn)
        part = cohort.take(rows)
        part = replace(part, weight=part.weight * drawn[rows])
        models.append(
            train(
                part, quick, time, definition, definition.gaps, seed=(seed, number, 1)
            )
        )
    return models


def times_drawn(cohort: Cohort, number: int, seed: int) -> Floats:
    """How often each person [people] counts in a replicate: as often as their cluster.

    Clusters are drawn among those of the same site where sites have several, and among
    all where each site is one cluster; a cluster that is alone always counts once.
    """
    rng = np.random.default_rng((seed, number, 0))
    clusters, first, cluster = np.unique(
        cohort.cluster, return_index=True, return_inverse=True
    )
    stratum = cohort.site[first]
    if len(np.unique(stratum)) == len(clusters):
        stratum = np.zeros_like(stratum)
    drawn = np.zeros(len(clusters))
    for value in np.unique(stratum):
        members = np.flatnonzero(stratum == value)
        picks = max(len(members) - 1, 1)
        picked = rng.choice(members, picks)
        counts = np.bincount(picked, minlength=len(clusters))
        drawn += counts * len(members) / picks
    return drawn[cluster]


def unseen_sd(
    replicates: Sequence[Model], cohort: Cohort, x: Inputs, seed: int
) -> Floats:
    """Spread of each person's log-odds [people] over replicates that never saw them.

    Args:
        replicates: Of `train_replicates`, from this cohort and seed.
        cohort: The people.
        x: Their inputs [people, inputs], perhaps with values hidden.
        seed: Of the draws.

    Returns:
        Standard deviations; NaN for people whom all replicates but one have seen.
    """
    count, total, squares = (np.zeros(cohort.people) for _ in range(3))
    for number, model in enumerate(replicates):
        rows = np.flatnonzero(times_drawn(cohort, number, seed) == 0)
        score = model.log_odds(x[rows])
        count[rows] += 1
        total[rows] += score
        squares[rows] += score**2
    spread = np.full(cohort.people, np.nan)
    rows = np.flatnonzero(count > 1)
    n = count[rows]
    spread[rows] = np.sqrt(
        np.maximum(squares[rows] - total[rows] ** 2 / n, 0) / (n - 1)
    )
    return spread
