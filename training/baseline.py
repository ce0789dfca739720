"""Linear logistic regression on the same inputs: what the model has to beat.

Missing values get the training median, and an indicator each where enough of the
training people had gaps, which is what a careful analyst would do by hand.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from training.cohort import Inputs
from training.logistic import Floats, Logistic, fit_logistic

_GAP_SHARE = 0.005  # an indicator of fewer people would tell their few outcomes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearBaseline:
    """A fitted linear model with its way of filling gaps."""

    columns: NDArray[np.intp]
    medians: Floats
    gaps: NDArray[np.intp]
    regression: Logistic

    @classmethod
    def fit(cls, x: Inputs, outcome: Floats, offset: Floats, weight: Floats) -> Self:
        """Fit on [people, inputs] with NaN for missing; `offset` is that of time.

        What nobody knows is left out.
        """
        columns = np.flatnonzero(~np.isnan(x).all(axis=0))
        x = x[:, columns]
        medians = np.nanmedian(x, axis=0).astype(np.float64)
        gaps = np.flatnonzero(np.isnan(x).mean(axis=0) >= _GAP_SHARE)
        design = _design(x, medians, gaps)
        return cls(
            columns=columns,
            medians=medians,
            gaps=gaps,
            regression=fit_logistic(design, outcome, offset, weight),
        )

    def log_odds(self, x: Inputs) -> Floats:
        """Log-odds of each person where the time offset is 0."""
        return self.regression.log_odds(
            _design(x[:, self.columns], self.medians, self.gaps)
        )


def _design(x: Inputs, medians: Floats, gaps: NDArray[np.intp]) -> Floats:
    missing = np.isnan(x)
    # The medians of family history and smoking are "no": nothing is lost by them.
    filled = np.where(missing, medians, x.astype(np.float64))
    return np.hstack([filled, missing[:, gaps].astype(np.float64)])
