"""Whom a figure is about: outcome, weight and draws, and how parts of them are taken."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from training.cohort import Cohort, Floats, Rows
from training.validation.resampling import Resamples

MIN_EVENTS = 10  # of fewer, an interval is wider than what it is about


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """People with a known outcome.

    Attributes:
        outcome: [people] 1 where the outcome was seen, else 0.
        weight: [people] of a survey, or against censoring.
        resamples: For intervals.
    """

    outcome: Floats
    weight: Floats
    resamples: Resamples

    @classmethod
    def of(cls, cohort: Cohort, seed: int) -> Self:
        """Everybody of a cohort without censoring."""
        return cls(
            outcome=cohort.outcome,
            weight=cohort.weight,
            resamples=Resamples.of(cohort, seed),
        )

    @property
    def people(self) -> int:
        return len(self.outcome)

    @property
    def events(self) -> int:
        return int(self.outcome.sum())

    @property
    def is_enough(self) -> bool:
        """Whether figures of these people alone would say anything."""
        return MIN_EVENTS <= self.events <= self.people - MIN_EVENTS

    def take(self, rows: Rows) -> Self:
        """The sample of these rows alone."""
        return type(self)(
            outcome=self.outcome[rows],
            weight=self.weight[rows],
            resamples=self.resamples.take(rows),
        )

    def totals(self, values: Floats) -> Floats:
        """Weighted sums of [people] values: [1 + resamples]."""
        return self.resamples.totals(self.weight * values)

    def mean(self, values: Floats) -> Floats:
        """Weighted means of [people] values: [1 + resamples]."""
        counted: Floats = self.resamples.totals(self.weight)
        with np.errstate(invalid="ignore"):
            mean: Floats = self.totals(values) / counted
        return mean
