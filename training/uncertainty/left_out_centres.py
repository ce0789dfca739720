"""Whether the interval holds the rate that a centre nobody knew turned out to have.

Only groups have a rate. A centre's people are parted by risk; the interval of a group
is that of its people, moved together, and what chance does to its events is allowed
for by the same sum of variances.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from training.cohort import Cohort, Rows
from training.cross_validation import Scores, offsets
from training.definition import Definition
from training.figures import Coverage
from training.logistic import Floats, sigmoid
from training.manifest import INTERVAL_LEVEL
from training.model import Model
from training.tiers import tier_of
from training.time_offset import TimeCourse
from training.uncertainty.between_centres import by_centre, chance, levels
from training.uncertainty.replicates import unseen_sd

GROUPS = 5  # of a centre, each with a fifth of the events that the cohort expects
MIN_EXPECTED = 10.0  # events in a group: below, chance is wider than the interval

INTERVAL = (
    "observed rate of a fifth of risk, in a centre or cycle left out, in the interval"
)
REPLICATES = "the same without the spread of centres"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """People of one centre with similar risks."""

    rows: Rows
    others_sd: float  # between the other centres, in log-odds


def left_out_centres(
    cohort: Cohort,
    definition: Definition,
    time: TimeCourse,
    scores: Scores,
    replicates: Sequence[Model],
) -> Iterator[Coverage]:
    """Measure the interval, and what it would be without the spread of centres.

    Nothing of a centre is in its own interval: scores are out of fold, replicates are
    those whose draw passed it over, and the spread is that of the other centres, of the
    subset or of a fuller one if that is wider, as `added_sd` has it.
    """
    z = NormalDist().inv_cdf((1 + INTERVAL_LEVEL) / 2)
    widest: dict[int, float] = {}
    for subset, score in scores.items():
        at_follow_up = score + offsets(cohort, definition, time, subset)
        x = definition.gaps.without(cohort.x, cohort.inputs, subset)
        of_time = time.sd(tier_of(x, cohort.inputs, definition.tiers), cohort.years)
        sd = np.hypot(unseen_sd(replicates, cohort, x, definition.seed), of_time)
        others = by_centre(levels(cohort, at_follow_up))
        widest |= {it: max(found, widest.get(it, 0.0)) for it, found in others.items()}
        groups = list(_groups(cohort, score, at_follow_up, sd, widest))
        for what, share in ((INTERVAL, 1.0), (REPLICATES, 0.0)):
            held, widths = [], []
            for group in groups:
                rows = group.rows
                spread = np.hypot(sd[rows], share * group.others_sd)
                held.append(
                    holds(
                        at_follow_up[rows],
                        cohort.outcome[rows],
                        cohort.weight[rows],
                        z,
                        spread,
                    )
                )
                widths.append(2 * z * spread)
            if groups:
                yield Coverage(
                    what=what,
                    subset=subset,
                    asked=INTERVAL_LEVEL,
                    found=float(np.mean(held)),
                    compared=len(groups),
                    median_width=float(np.exp(np.median(np.concatenate(widths)))),
                )


def _groups(
    cohort: Cohort,
    score: Floats,
    at_follow_up: Floats,
    sd: Floats,
    others: Mapping[int, float],
) -> Iterator[_Group]:
    """Part every centre that has a level by risk, and keep what expects enough."""
    expected = cohort.weight * sigmoid(at_follow_up)
    order = np.argsort(score, kind="stable")
    part = np.empty(cohort.people, dtype=np.intp)
    part[order] = np.minimum(
        GROUPS * np.cumsum(expected[order]) / expected.sum(), GROUPS - 1
    )
    for centre, others_sd in others.items():
        here = (cohort.site == centre) & ~np.isnan(sd)
        for number in range(GROUPS):
            rows = np.flatnonzero(here & (part == number))
            if expected[rows].sum() >= MIN_EXPECTED:
                yield _Group(rows=rows, others_sd=others_sd)


def holds(
    log_odds: Floats, outcome: Floats, weight: Floats, z: float, spread: Floats
) -> bool:
    """Whether as many events were seen as the interval and chance allow."""
    half = z * np.sqrt(spread**2 + chance(log_odds, weight))
    fewest = weight @ sigmoid(log_odds - half)
    most = weight @ sigmoid(log_odds + half)
    return bool(fewest <= weight @ outcome <= most)
