"""Whether those who fell ill were ranked above those who did not.

Area under the ROC curve (half a point for a tie) and average precision, weighted, in
every resample at once. Both depend only on what lies at and between the scores of
people with the outcome, so everybody is counted into these few groups first.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_curve

from training.cohort import Floats
from training.figures import Curve, Ranking
from training.validation.resampling import estimate
from training.validation.sample import Sample

_ROC_POINTS = 100
_CELLS = 4_000_000  # of a table held at once: 32 MB


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankingSeries:
    """Both areas in each resample: [1 + resamples]."""

    auc: Floats
    auprc: Floats


def rank(sample: Sample, score: Floats) -> RankingSeries:
    """Rank people by a score; NaN in resamples without events or without others."""
    distinct = np.unique(score[sample.outcome == 1])
    # Even groups lie between two scores of events, odd ones at such a score.
    group = np.searchsorted(distinct, score) + np.searchsorted(distinct, score, "right")
    groups = 2 * len(distinct) + 1
    ill, well = sample.weight * sample.outcome, sample.weight * (1 - sample.outcome)
    columns = sample.resamples.draws.shape[1]
    auc, auprc = np.empty(columns), np.empty(columns)
    step = max(1, _CELLS // groups)
    for begin in range(0, columns, step):
        part = slice(begin, begin + step)
        positive = sample.resamples.table(group, groups, ill, part)
        negative = sample.resamples.table(group, groups, well, part)
        with np.errstate(invalid="ignore"):
            auc[part] = _auc(positive, negative)
            auprc[part] = _average_precision(positive, negative)
    return RankingSeries(auc=auc, auprc=auprc)


def ranking(sample: Sample, score: Floats) -> Ranking:
    """The areas with intervals, and the ROC curve in about a hundred points."""
    series = rank(sample, score)
    return Ranking(
        auc=estimate(series.auc), auprc=estimate(series.auprc), roc=_roc(sample, score)
    )


def _auc(positive: Floats, negative: Floats) -> Floats:
    below = negative.cumsum(axis=0) - negative / 2
    pairs = positive.sum(axis=0) * negative.sum(axis=0)
    auc: Floats = np.einsum("gr,gr->r", positive, below) / pairs
    return auc


def _average_precision(positive: Floats, negative: Floats) -> Floats:
    found = positive[::-1].cumsum(axis=0)
    flagged = found + negative[::-1].cumsum(axis=0)
    precision = np.divide(found, flagged, out=np.zeros_like(found), where=flagged > 0)
    summed: Floats = np.einsum("gr,gr->r", positive[::-1], precision)
    area: Floats = summed / positive.sum(axis=0)
    return area


def _roc(sample: Sample, score: Floats) -> Curve:
    false_alarms, found, _ = roc_curve(
        sample.outcome, score, sample_weight=sample.weight
    )
    # Closer together where few are flagged, which is where a service works.
    x = np.linspace(0, 1, _ROC_POINTS + 1) ** 2
    y = np.interp(x, false_alarms, found)
    return Curve(x=tuple(x.tolist()), y=tuple(y.tolist()))
