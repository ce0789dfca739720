"""The model among some of the people.

Shares of flagged people are fairlearn's; ranking and calibration are those of the whole
cohort, among the group. Where a group is a centre, its people are drawn for intervals:
one cluster cannot be.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from fairlearn.metrics import (
    MetricFrame,
    selection_rate,
    true_negative_rate,
    true_positive_rate,
)

from training.cohort import Floats
from training.figures import Subgroup
from training.validation.binned_logistic import Binned
from training.validation.calibration import observed_expected, slopes
from training.validation.grouping import Grouping
from training.validation.ranking import rank
from training.validation.resampling import estimate
from training.validation.sample import Sample

FLAGGED, SENSITIVITY, SPECIFICITY = "flagged", "sensitivity", "specificity"
_METRICS = {
    FLAGGED: selection_rate,
    SENSITIVITY: true_positive_rate,
    SPECIFICITY: true_negative_rate,
}


Rates = dict[int, dict[str, float]]
"""Shares by name, for each place among the groups of a dimension."""


def subgroups(
    sample: Sample,
    log_odds: Floats,
    dimensions: Mapping[str, Grouping],
    threshold: float,
    *,
    ranked: Floats | None = None,
) -> tuple[Subgroup, ...]:
    """Figures of every group of every dimension.

    Args:
        sample: The people.
        log_odds: [people] of the model.
        dimensions: By name.
        threshold: Log-odds at or above which a person is flagged.
        ranked: [people] what ranks them, where that is something else.
    """
    ranks = log_odds if ranked is None else ranked
    flagged = (log_odds >= threshold).astype(np.float64)
    found: list[Subgroup] = []
    for dimension, groups in dimensions.items():
        rates = _rates(sample, flagged, groups)
        for place, group in enumerate(groups.names):
            rows = groups.rows(place)
            if len(rows):
                part, shares = sample.take(rows), rates[place]
                found.append(
                    _subgroup(
                        dimension,
                        group,
                        part,
                        shares,
                        log_odds=log_odds[rows],
                        ranked=ranks[rows],
                    )
                )
    return tuple(found)


def _subgroup(
    dimension: str,
    group: str,
    sample: Sample,
    shares: Mapping[str, float],
    *,
    log_odds: Floats,
    ranked: Floats,
) -> Subgroup:
    enough = sample.is_enough
    return Subgroup(
        dimension=dimension,
        group=group,
        people=sample.people,
        events=sample.events,
        auc=estimate(rank(sample, ranked).auc) if enough else None,
        observed_expected=(
            estimate(observed_expected(sample, log_odds)) if enough else None
        ),
        slope=estimate(slopes(Binned.of(sample, log_odds))) if enough else None,
        flagged=shares[FLAGGED],
        sensitivity=shares[SENSITIVITY] if enough else None,
        specificity=shares[SPECIFICITY] if enough else None,
    )


def _rates(sample: Sample, flagged: Floats, groups: Grouping) -> Rates:
    """Shares by group: everybody alike counted into one row first, which is faster."""
    cells = (
        pd.DataFrame(
            {
                "group": groups.code,
                "outcome": sample.outcome,
                "flagged": flagged,
                "weight": sample.weight,
            }
        )
        .groupby(["group", "outcome", "flagged"], as_index=False)
        .sum()
    )
    frame = MetricFrame(
        metrics=_METRICS,
        y_true=cells["outcome"],
        y_pred=cells["flagged"],
        sensitive_features=cells["group"],
        sample_params={name: {"sample_weight": cells["weight"]} for name in _METRICS},
    )
    rates: Rates = frame.by_group.to_dict("index")
    return rates
