"""What was seen of people in one tier, beside the log-odds that the bundle gave them.

The model of a bundle is log-odds at time t = score + k log(t / t0). A state looked for
at a visit is one draw at that time. A time to an event or to censoring has, under the
same model (log-logistic), the likelihood of a binomial: F(1 - F) for an event, 1 - F
for a censored person, where F is the risk at their time. So both are a logistic
regression with an offset.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from training.cohort import Cohort, Floats, Rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Observed:
    """People with the bundle's score, and what was seen.

    Attributes:
        score: [people] log-odds of the first horizon.
        offset: [people] log-odds that each person's own time adds.
        event: [people] 1 where the outcome was seen, else 0.
        censored: Whether times are to the event or to censoring.
        weight: [people] how often each counts.
    """

    score: Floats
    offset: Floats
    event: Floats
    censored: bool
    weight: Floats

    @classmethod
    def of(cls, cohort: Cohort, score: Floats, offset: Floats) -> Self:
        """Everybody of a cohort."""
        return cls(
            score=score,
            offset=offset,
            event=cohort.outcome,
            censored=cohort.censored,
            weight=cohort.weight,
        )

    @property
    def people(self) -> int:
        return len(self.event)

    @property
    def events(self) -> int:
        return int(self.event.sum())

    @property
    def rarer(self) -> int:
        """People with the outcome or without it, whichever are fewer.

        What a recalibration can learn hangs on them, and is lost without either.
        """
        return min(self.events, self.people - self.events)

    @property
    def failures(self) -> Floats:
        """[people] trials without success beside the event's one."""
        return np.ones_like(self.event) if self.censored else 1 - self.event

    def take(self, rows: Rows) -> Self:
        """These people alone; one may be taken more than once."""
        return type(self)(
            score=self.score[rows],
            offset=self.offset[rows],
            event=self.event[rows],
            censored=self.censored,
            weight=self.weight[rows],
        )

    def log_loss(self, intercept: float, slope: float) -> float:
        """Mean of minus the log-likelihood, without what no recalibration changes."""
        at = intercept + slope * self.score + self.offset
        losses = self.event * np.logaddexp(0, -at) + self.failures * np.logaddexp(0, at)
        return float(np.average(losses, weights=self.weight))

    def expected(self, intercept: float, slope: float) -> float:
        """Events expected: risks at a visit, cumulative hazards if censored.

        Under the model the mean of a person's cumulative hazard at the end of follow-up,
        -log(1 - F), is the probability that the event is seen in it.
        """
        at = intercept + slope * self.score + self.offset
        hazard = np.logaddexp(0, at)
        expected = hazard if self.censored else -np.expm1(-hazard)
        return float(self.weight @ expected)

    def observed_expected(self, intercept: float, slope: float) -> float:
        """Events over those expected."""
        seen = float(self.weight @ self.event)
        return seen / self.expected(intercept, slope)


def until(cohort: Cohort, years: float) -> Cohort:
    """The cohort as it stood so many years after the start, if times are censored.

    What happened beyond the last horizon says how time goes on, which no intercept can
    mend; a risk at the horizons is what is answered and so what is recalibrated.
    """
    if not cohort.censored:
        return cohort
    later = cohort.years > years
    return replace(
        cohort,
        outcome=np.where(later, 0.0, cohort.outcome),
        years=np.minimum(cohort.years, years),
    )
