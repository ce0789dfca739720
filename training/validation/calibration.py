"""Whether the risks are right: in the large, in their spread, and along the way.

Steyerberg 2019, Clinical Prediction Models, ch. 15; the integrated calibration index,
E50 and E90 are those of Austin and Steyerberg, Stat Med 2019;38:4051, with a restricted
cubic spline of the log-odds as the smoother. Everything is weighted. A resample's own
noise adds to a distance, so intervals of ICI, E50 and E90 lean upwards.
"""

import numpy as np
from scipy.special import expit

from training.cohort import Floats
from training.figures import Calibration, Curve, RiskGroup
from training.validation.binned_logistic import Binned, fit
from training.validation.resampling import Resamples, estimate
from training.validation.sample import Sample
from training.validation.spline import Spline

_CURVE_POINTS = 50
_CURVE_ENDS = (0.005, 0.995)  # beyond, a smoothed curve is a guess
_TENTHS = np.arange(1, 10) / 10
_LEVELS = (2.5, 97.5)


def calibrate(sample: Sample, log_odds: Floats) -> Calibration:
    """Compare log-odds with outcomes, with intervals."""
    binned = Binned.of(sample, log_odds)
    risk = expit(log_odds)
    brier = sample.mean((sample.outcome - risk) ** 2)
    prevalence = sample.mean(sample.outcome)
    ends = np.quantile(
        log_odds, _CURVE_ENDS, weights=sample.weight, method="inverted_cdf"
    )
    spline = Spline.of(log_odds, sample.weight)
    beta = _smooth(spline, binned)
    distance = np.abs(_risks(spline, beta, binned.log_odds) - _column(binned.log_odds))
    ici = (distance * binned.people).sum(axis=0) / binned.people.sum(axis=0)
    with np.errstate(divide="ignore"):
        scaled = 1 - brier / (prevalence * (1 - prevalence))
    e50, e90 = _quantiles(distance, binned.people, (0.5, 0.9))
    return Calibration(
        in_the_large=estimate(intercepts(binned)),
        slope=estimate(slopes(binned)),
        observed_expected=estimate(observed_expected(sample, log_odds)),
        ici=estimate(ici),
        e50=estimate(e50),
        e90=estimate(e90),
        brier=estimate(brier),
        scaled_brier=estimate(scaled * binned.has_both()),
        curve=_curve(spline, beta, *ends.tolist()),
        groups=_tenths(sample, risk),
    )


def calibration_slope(log_odds: Floats, outcome: Floats) -> float:
    """The slope alone, everybody counting once: what a search asks for."""
    everybody = Resamples(
        unit=np.zeros(len(outcome), np.intp), draws=np.ones((1, 1)), seed=0
    )
    sample = Sample(outcome=outcome, weight=np.ones(len(outcome)), resamples=everybody)
    return float(slopes(Binned.of(sample, log_odds))[0])


def observed_expected(sample: Sample, log_odds: Floats) -> Floats:
    """Events over the sum of risks: [1 + resamples]."""
    with np.errstate(invalid="ignore"):
        return sample.totals(sample.outcome) / sample.totals(expit(log_odds))


def slopes(binned: Binned) -> Floats:
    """Slope of the outcome on the log-odds: [1 + resamples]."""
    design = np.column_stack([np.ones_like(binned.log_odds), binned.log_odds])
    beta = fit(design, binned, np.array([0.0, 1.0]), np.zeros_like(binned.log_odds))
    return beta[:, 1] * binned.has_both()


def intercepts(binned: Binned) -> Floats:
    """Intercept with the slope held at 1: [1 + resamples]."""
    design = np.ones((len(binned.log_odds), 1))
    return fit(design, binned, np.zeros(1), binned.log_odds)[:, 0] * binned.has_both()


def _smooth(spline: Spline, binned: Binned) -> Floats:
    design = spline.design(binned.log_odds)
    perfect = np.zeros(design.shape[1])
    perfect[1] = 1.0
    return fit(design, binned, perfect, np.zeros_like(binned.log_odds))


def _risks(spline: Spline, beta: Floats, log_odds: Floats) -> Floats:
    risks: Floats = expit(spline.design(log_odds) @ beta.T)
    return risks


def _column(log_odds: Floats) -> Floats:
    risks: Floats = expit(log_odds)[:, None]
    return risks


def _quantiles(distance: Floats, people: Floats, levels: tuple[float, ...]) -> Floats:
    """Weighted quantiles of each column: [levels, columns]."""
    order = distance.argsort(axis=0)
    sorted_distance = np.take_along_axis(distance, order, axis=0)
    reached = np.take_along_axis(people, order, axis=0).cumsum(axis=0)
    first = [(reached < level * reached[-1]).sum(axis=0) for level in levels]
    return np.array(
        [np.take_along_axis(sorted_distance, row[None], axis=0)[0] for row in first]
    )


def _curve(spline: Spline, beta: Floats, low: float, high: float) -> Curve:
    log_odds = np.linspace(low, high, _CURVE_POINTS)
    smoothed = _risks(spline, beta, log_odds)
    lower, upper = np.percentile(smoothed[:, 1:], _LEVELS, axis=1)
    return Curve(
        x=tuple(expit(log_odds).tolist()),
        y=tuple(smoothed[:, 0].tolist()),
        low=tuple(lower.tolist()),
        high=tuple(upper.tolist()),
    )


def _tenths(sample: Sample, risk: Floats) -> tuple[RiskGroup, ...]:
    """Tenths of the weight; people with the same risk stay together."""
    cuts = np.quantile(risk, _TENTHS, weights=sample.weight, method="inverted_cdf")
    tenth = np.searchsorted(cuts, risk)
    return tuple(
        _group(sample.take(rows), risk[rows])
        for rows in (np.flatnonzero(tenth == code) for code in np.unique(tenth))
    )


def _group(sample: Sample, risk: Floats) -> RiskGroup:
    return RiskGroup(
        people=sample.people,
        events=sample.events,
        expected=float(sample.mean(risk)[0]),
        observed=estimate(sample.mean(sample.outcome)),
    )
