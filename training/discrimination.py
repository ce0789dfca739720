"""Whether those who fell ill were ranked above those who did not, with intervals.

People of one centre resemble each other, so whole centres are resampled. The count of
concordant pairs of every two centres is made once; a resample only reweighs it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.logistic import Floats

RESAMPLES = 2000
_LEVELS = (2.5, 97.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


def interval(value: float, resampled: Floats) -> Estimate:
    """A percentile bootstrap interval."""
    low, high = np.percentile(resampled, _LEVELS)
    return Estimate(value=float(value), low=float(low), high=float(high))


class SiteAuc:
    """Area under the ROC curve of pooled centres, for any weighing of the centres."""

    def __init__(self, score: Floats, outcome: Floats, site: NDArray[np.intp]) -> None:
        codes, centre = np.unique(site, return_inverse=True)
        positive = outcome == 1
        cases, case_centre = score[positive], centre[positive]
        self.centres = len(codes)
        self._concordant = np.zeros((self.centres, self.centres))
        for column in range(self.centres):
            controls = np.sort(score[~positive & (centre == column)])
            below = np.searchsorted(controls, cases, "left")
            up_to = np.searchsorted(controls, cases, "right")
            self._concordant[:, column] = np.bincount(
                case_centre, (below + up_to) / 2, self.centres
            )
        self._cases = np.bincount(case_centre, minlength=self.centres)
        self._controls = np.bincount(centre[~positive], minlength=self.centres)

    def value(self, weight: Floats) -> float:
        """The AUC where each centre counts `weight` times."""
        pairs = (weight @ self._cases) * (weight @ self._controls)
        return float(weight @ self._concordant @ weight / pairs)


def auc_estimates(
    scores: Sequence[Floats], outcome: Floats, site: NDArray[np.intp], seed: int
) -> list[list[Estimate]]:
    """AUC of each score and paired differences, by a bootstrap of the centres.

    Returns:
        A square table: on the diagonal [i][i] the AUC of score i, elsewhere [i][j]
        the AUC of score i minus that of score j.
    """
    aucs = [SiteAuc(score, outcome, site) for score in scores]
    rng = np.random.default_rng(seed)
    centres = aucs[0].centres
    drawn = rng.multinomial(centres, np.full(centres, 1 / centres), size=RESAMPLES)
    whole = np.array([auc.value(np.ones(centres)) for auc in aucs])
    resampled = np.array(
        [[auc.value(weight.astype(float)) for weight in drawn] for auc in aucs]
    )
    return [
        [
            interval(whole[i], resampled[i])
            if i == j
            else interval(whole[i] - whole[j], resampled[i] - resampled[j])
            for j in range(len(aucs))
        ]
        for i in range(len(aucs))
    ]
