"""How good the model is, on people of centres it never saw and in another country.

Every figure stands beside that of a model trained for just that subset of inputs and
beside linear logistic regression, and is made by the run that makes the bundle.
"""

from dataclasses import dataclass

import numpy as np
import xgboost
from tqdm import tqdm

from training import cross_validation
from training.baseline import LinearBaseline
from training.calibration import Calibration, calibrate
from training.cohort import Cohort
from training.discrimination import Estimate, auc_estimates
from training.external import HORIZON, ExternalFigures, validate_external
from training.logistic import Floats, sigmoid
from training.missingness import COMPLETE, SUBSETS, known, without
from training.model import log_odds
from training.recipe import Recipe
from training.time_offset import TimeExponent, estimate

MIN_CENTRE_EVENTS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalFigures:
    """One subset of inputs, by site-grouped cross-validation.

    `observed_expected_by_centre` is the lowest and the highest ratio among the centres
    with enough events to have one: how far calibration can be off in a new place.
    """

    people: int
    events: int
    auc: Estimate
    dedicated_auc: Estimate
    auc_difference_to_dedicated: Estimate
    linear_auc: Estimate
    auc_difference_to_linear: Estimate
    calibration: Calibration
    observed_expected_by_centre: tuple[float, float]
    dedicated_calibration: Calibration
    linear_calibration: Calibration


def validate_internal(
    cohort: Cohort, recipe: Recipe, exponent: TimeExponent, seed: int
) -> tuple[dict[str, InternalFigures], TimeExponent]:
    """Validate every subset of inputs by leaving out whole centres.

    Returns:
        The figures by subset, and the time exponent estimated again from the
        validated scores.
    """
    ours = cross_validation.one_model(cohort, recipe, exponent, seed)
    dedicated = cross_validation.dedicated(cohort, recipe, exponent, seed)
    linear = cross_validation.linear(cohort, exponent)
    offset = exponent.offset(cohort.years)

    def calibration(score: Floats) -> Calibration:
        return calibrate(score + offset, cohort.outcome)

    figures = {}
    for subset in tqdm(SUBSETS, "intervals", leave=False):
        scores = (ours[subset], dedicated[subset], linear[subset])
        aucs = auc_estimates(scores, cohort.outcome, cohort.site, seed)
        figures[subset] = InternalFigures(
            people=cohort.people,
            events=cohort.events,
            auc=aucs[0][0],
            dedicated_auc=aucs[1][1],
            auc_difference_to_dedicated=aucs[0][1],
            linear_auc=aucs[2][2],
            auc_difference_to_linear=aucs[0][2],
            calibration=calibration(scores[0]),
            observed_expected_by_centre=_range_by_centre(cohort, scores[0] + offset),
            dedicated_calibration=calibration(scores[1]),
            linear_calibration=calibration(scores[2]),
        )
    return figures, estimate(ours[COMPLETE], cohort.outcome, cohort.years)


def _range_by_centre(cohort: Cohort, at_follow_up: Floats) -> tuple[float, float]:
    observed = np.bincount(cohort.site, cohort.outcome)
    expected = np.bincount(cohort.site, sigmoid(at_follow_up))
    enough = observed >= min(MIN_CENTRE_EVENTS, observed.max())
    ratios = observed[enough] / expected[enough]
    return float(ratios.min()), float(ratios.max())


def validate_abroad(
    cohort: Cohort,
    external: Cohort,
    booster: xgboost.Booster,
    exponent: TimeExponent,
    *,
    resamples: int,
    seed: int,
) -> dict[str, ExternalFigures]:
    """Validate the finished model, and linear models of the same cohort, abroad."""
    figures = {}
    for subset in SUBSETS:
        inputs = known(cohort.inputs, subset)
        linear = LinearBaseline.fit(
            cohort.select(inputs).x, cohort.outcome, exponent.offset(cohort.years)
        )
        figures[subset] = validate_external(
            external,
            log_odds(booster, without(external.x, external.inputs, subset)),
            linear.log_odds(external.select(inputs).x),
            offset_5_years=float(exponent.offset(np.array(HORIZON))),
            resamples=resamples,
            seed=seed,
        )
    return figures
