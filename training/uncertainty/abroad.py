"""Whether the interval holds the rates of another country, which no replicate has seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from training.cohort import Cohort, Floats
from training.figures import Coverage
from training.logistic import sigmoid
from training.manifest import INTERVAL_LEVEL
from training.uncertainty.left_out_centres import GROUPS, holds
from training.validation.censored import at_horizon
from training.validation.resampling import Resamples

WHAT = "observed rate of a fifth of risk, abroad, in the interval"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predicted:
    """What a bundle says of people abroad as they are known in one subset.

    Attributes:
        log_odds: [people] at the bands' horizon.
        sd: [people] of these, as the interval has it.
    """

    log_odds: Floats
    sd: Floats


def coverage_abroad(
    external: Cohort, predicted: Mapping[str, Predicted], horizon: float, seed: int
) -> Iterator[Coverage]:
    """Measure it in fifths with as many expected events each, for every subset.

    Args:
        external: The people, censored; they are weighed for those whose state at the
            horizon is not known.
        predicted: By subset.
        horizon: In years.
        seed: Of the resamples, which are not used.
    """
    z = NormalDist().inv_cdf((1 + INTERVAL_LEVEL) / 2)
    sample, rows = at_horizon(external, Resamples.of(external, seed), horizon)
    for subset, of_all in predicted.items():
        log_odds, sd = of_all.log_odds[rows], of_all.sd[rows]
        expected = sample.weight * sigmoid(log_odds)
        order = np.argsort(log_odds, kind="stable")
        part = np.empty(len(rows), dtype=np.intp)
        part[order] = np.minimum(
            GROUPS * np.cumsum(expected[order]) / expected.sum(), GROUPS - 1
        )
        held = [
            holds(
                log_odds[part == number],
                sample.outcome[part == number],
                sample.weight[part == number],
                z,
                sd[part == number],
            )
            for number in range(GROUPS)
        ]
        yield Coverage(
            what=WHAT,
            subset=subset,
            asked=INTERVAL_LEVEL,
            found=float(np.mean(held)),
            compared=GROUPS,
            median_width=float(np.exp(np.median(2 * z * sd))),
        )
