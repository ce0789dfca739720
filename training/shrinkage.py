"""How far the risks of a model are too extreme at centres that it never saw.

A model fitted well at home tells people further apart than the next centre bears out.
The calibration slope of each tier, out of fold, says by how much; the log-odds are
drawn together by it without moving the mean risk (Copas, J R Stat Soc B 1983;45:311;
van Houwelingen and le Cessie, Stat Med 1990;9:1303).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from training.cohort import Cohort, Floats, Rows
from training.cross_validation import Scores, offsets
from training.definition import Definition
from training.logistic import fit_logistic, sigmoid
from training.tiers import tier_of_subset
from training.time_offset import TimeCourse

FEWEST_EVENTS = 100  # below, a slope is mostly chance
_DECIMALS = 4
_FAR = 20.0  # log-odds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shrinkage:
    """What is done to the log-odds of each tier, and the scores after it.

    Attributes:
        recalibration: (intercept, slope) of each tier.
        scores: By subset [people], drawn together by the slopes of the other folds.
    """

    recalibration: tuple[tuple[float, float], ...]
    scores: Scores


def shrink(
    cohort: Cohort,
    definition: Definition,
    scores: Mapping[str, Floats],
    time: TimeCourse,
    fold: Rows,
) -> Shrinkage:
    """Draw together the log-odds of each tier.

    A tier's slope is the mean over the subsets of inputs that fall in it.

    Args:
        cohort: The people.
        definition: With the subsets and the tiers.
        scores: Out-of-fold log-odds [people] at the reference time, by subset.
        time: Time's part.
        fold: [people] the fold that held the person out.
    """
    later = {name: offsets(cohort, definition, time, name) for name in scores}
    everybody = np.ones(cohort.people, np.bool_)
    recalibration = []
    drawn: Scores = {}
    for number in range(len(definition.tiers)):
        names = [it for it in scores if tier_of_subset(definition, it) == number]
        tier = {name: (scores[name], later[name]) for name in names}
        if not names or cohort.events < FEWEST_EVENTS:
            recalibration.append((0.0, 1.0))
            drawn |= {name: scores[name] for name in names}
            continue
        slope = _slope(cohort, tier, everybody)
        moved = [_intercept(cohort, *tier[name], slope, everybody) for name in names]
        recalibration.append((round(float(np.mean(moved)), _DECIMALS), slope))
        for name in names:
            score, offset = tier[name]
            drawn[name] = np.empty(cohort.people)
            for number_of_fold in np.unique(fold):
                others = fold != number_of_fold
                by = _slope(cohort, tier, others)
                moved_by = _intercept(cohort, score, offset, by, others)
                drawn[name][~others] = moved_by + by * score[~others]
    return Shrinkage(
        recalibration=tuple(recalibration),
        scores={name: drawn[name] for name in scores},
    )


def _slope(
    cohort: Cohort,
    tier: Mapping[str, tuple[Floats, Floats]],
    rows: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> float:
    found = [
        fit_logistic(
            score[rows][:, np.newaxis],
            cohort.outcome[rows],
            offset[rows],
            cohort.weight[rows],
        ).coefficients[1]
        for score, offset in tier.values()
    ]
    return round(float(np.mean(found)), _DECIMALS)


def _intercept(
    cohort: Cohort,
    score: Floats,
    offset: Floats,
    slope: float,
    rows: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> float:
    """What keeps the mean risk at people's own follow-up."""
    weight = cohort.weight[rows]
    before = weight @ sigmoid(score[rows] + offset[rows])
    steep = slope * score[rows] + offset[rows]

    def excess(moved: float) -> float:
        return float(weight @ sigmoid(steep + moved) - before)

    return float(brentq(excess, -_FAR, _FAR))
