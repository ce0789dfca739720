"""Whether acting above a threshold does more good than harm.

Net benefit per person (Vickers and Elkin, Med Decis Making 2006;26:565): true
positives minus false positives weighed by the threshold's odds. Summed here because
people have weights and gains need intervals; a test holds the curves to dcurves'.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import expit, logit

from training.cohort import Floats
from training.figures import Decision, NetBenefitGain
from training.validation.resampling import estimate
from training.validation.sample import Sample

MODEL = "model"
TREAT_ALL = "treat_all"
TREAT_NONE = "treat_none"
CURVE_THRESHOLDS = tuple(round(0.005 * step, 3) for step in range(1, 61))


def decide(
    sample: Sample, log_odds: Mapping[str, Floats], thresholds: Sequence[float]
) -> Decision:
    """Compare strategies.

    Args:
        sample: The people.
        log_odds: [people] of each strategy, the model under `MODEL`. People whom a
            rival says nothing about (NaN) get the risk seen among them.
        thresholds: Where gains with intervals are wanted.
    """
    risks = {
        TREAT_ALL: np.ones(sample.people),
        TREAT_NONE: np.zeros(sample.people),
        **{code: expit(_complete(sample, row)) for code, row in log_odds.items()},
    }
    return Decision(
        thresholds=CURVE_THRESHOLDS,
        curves={code: _curve(sample, risk) for code, risk in risks.items()},
        gains=tuple(
            gain
            for threshold in thresholds
            for gain in _gains(sample, risks, threshold)
        ),
    )


def net_benefit(sample: Sample, risk: Floats, threshold: float) -> Floats:
    """Net benefit of acting at or above a threshold: [1 + resamples]."""
    odds = threshold / (1 - threshold)
    worth = np.where(sample.outcome == 1, 1.0, -odds)
    return sample.mean(worth * (risk >= threshold))


def _gains(
    sample: Sample, risks: Mapping[str, Floats], threshold: float
) -> list[NetBenefitGain]:
    benefits = {
        code: net_benefit(sample, risk, threshold) for code, risk in risks.items()
    }
    return [
        NetBenefitGain(
            strategy=code,
            threshold=threshold,
            net_benefit=estimate(benefit),
            gain=None if code == MODEL else estimate(benefits[MODEL] - benefit),
        )
        for code, benefit in benefits.items()
    ]


def _curve(sample: Sample, risk: Floats) -> tuple[float, ...]:
    """Net benefit at each of `CURVE_THRESHOLDS`."""
    thresholds = np.array(CURVE_THRESHOLDS)
    passed = np.searchsorted(thresholds, risk, "right")
    size = len(thresholds) + 1

    def flagged(values: Floats) -> Floats:
        at_or_above = np.bincount(passed, values, size)[::-1].cumsum()[::-1]
        share: Floats = at_or_above[1:] / sample.weight.sum()
        return share

    ill = flagged(sample.weight * sample.outcome)
    well = flagged(sample.weight * (1 - sample.outcome))
    return tuple((ill - well * thresholds / (1 - thresholds)).tolist())


def _complete(sample: Sample, log_odds: Floats) -> Floats:
    silent = np.isnan(log_odds)
    if not silent.any():
        return log_odds
    seen = np.average(sample.outcome[silent], weights=sample.weight[silent])
    return np.where(silent, logit(seen), log_odds)
