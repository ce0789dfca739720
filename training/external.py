"""Validation in another country: censored follow-up, nothing fitted on it.

Harrell's C over the whole follow-up; at 5 years the area under the ROC curve with
inverse-probability-of-censoring weights (Uno et al., Stat Med 2007;26:2389) and the
observed risk by Kaplan-Meier. All three are scikit-survival's.
"""

from dataclasses import dataclass

import numpy as np
from sksurv.metrics import concordance_index_censored, cumulative_dynamic_auc
from sksurv.nonparametric import kaplan_meier_estimator
from sksurv.util import Surv
from tqdm import trange

from training.cohort import Cohort
from training.discrimination import Estimate, interval
from training.logistic import Floats, sigmoid

HORIZON = 5.0  # years


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalFigures:
    """One subset of inputs on the external cohort, with the linear baseline."""

    c_index: Estimate
    linear_c_index: Estimate
    c_index_difference: Estimate
    auc_5_years: Estimate
    linear_auc_5_years: Estimate
    observed_expected_5_years: Estimate


def validate_external(
    cohort: Cohort,
    model: Floats,
    linear: Floats,
    *,
    offset_5_years: float,
    resamples: int,
    seed: int,
) -> ExternalFigures:
    """Compare two scores on people with censored follow-up.

    Args:
        cohort: The external people.
        model: [people] log-odds of the 3-year risk.
        linear: [people] the same of the linear baseline.
        offset_5_years: What 5 years add to the log-odds of 3.
        resamples: Bootstrap samples of people, for percentile intervals.
        seed: Of the bootstrap.
    """
    rng = np.random.default_rng(seed)
    rows = [_figures(cohort, model, linear, offset_5_years)]
    for _ in trange(resamples, desc="external bootstrap", leave=False):
        drawn = rng.integers(cohort.people, size=cohort.people)
        rows.append(
            _figures(cohort.take(drawn), model[drawn], linear[drawn], offset_5_years)
        )
    figures = np.array(rows)
    c, linear_c, auc, linear_auc, ratio = (
        interval(column[0], column[1:]) for column in figures.T
    )
    difference = figures[:, 0] - figures[:, 1]
    return ExternalFigures(
        c_index=c,
        linear_c_index=linear_c,
        c_index_difference=interval(difference[0], difference[1:]),
        auc_5_years=auc,
        linear_auc_5_years=linear_auc,
        observed_expected_5_years=ratio,
    )


def _figures(
    cohort: Cohort, model: Floats, linear: Floats, offset: float
) -> tuple[float, float, float, float, float]:
    event, years = cohort.outcome == 1, cohort.years
    outcomes = Surv.from_arrays(event, years)
    cs = [concordance_index_censored(event, years, s)[0] for s in (model, linear)]
    aucs = [
        cumulative_dynamic_auc(outcomes, outcomes, s, [HORIZON])[0][0]
        for s in (model, linear)
    ]
    times, surviving = kaplan_meier_estimator(event, years)
    observed = 1 - surviving[np.searchsorted(times, HORIZON, "right") - 1]
    expected = sigmoid(model + offset).mean()
    return *cs, *aucs, float(observed / expected)
