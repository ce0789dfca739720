"""Intervals: whole clusters are drawn again and again, and every figure is reweighed.

People of one centre, or of one sampling unit of a survey, resemble each other, so they
are drawn together. A figure made of sums over clusters costs one product of matrices
for all its resamples, and the first "resample" is everybody once: the figure itself.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from training.cohort import Cohort, Floats, Rows
from training.figures import Estimate

RESAMPLES = 500
FEWEST_CLUSTERS = 5  # of fewer a bootstrap says nothing: people are drawn instead
MOST_UNITS = 2000  # more clusters than this are drawn in bunches: as good, and faster
_LEVELS = (2.5, 97.5)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resamples:
    """How often each unit counts in each resample.

    Attributes:
        unit: [people] number of what is drawn whole.
        draws: [units, 1 + resamples]; the first column is everybody once.
        seed: Of the draws.
    """

    unit: Rows
    draws: Floats
    seed: int

    @classmethod
    def of(cls, cohort: Cohort, seed: int) -> Self:
        """Draw clusters within each site, or whole sites where a site is a cluster."""
        codes, first, cluster = np.unique(
            cohort.cluster, return_index=True, return_inverse=True
        )
        if len(codes) < FEWEST_CLUSTERS:
            return cls.of_people(cohort.people, seed)
        stratum = cohort.site[first]
        if len(np.unique(stratum)) == len(codes):
            stratum = np.zeros_like(stratum)
        bunch, draws = _draw(stratum, seed)
        return cls(unit=bunch[cluster], draws=draws, seed=seed)

    @classmethod
    def of_people(cls, people: int, seed: int) -> Self:
        """Draw people, not clusters."""
        unit, draws = _draw(np.zeros(people, np.intp), seed)
        return cls(unit=unit, draws=draws, seed=seed)

    def take(self, rows: Rows) -> Self:
        """The same draws for some of the people; of few clusters, draws of people."""
        units, unit = np.unique(self.unit[rows], return_inverse=True)
        if len(units) < FEWEST_CLUSTERS:
            return self.of_people(len(rows), self.seed)
        return type(self)(unit=unit, draws=self.draws[units], seed=self.seed)

    def totals(self, values: Floats) -> Floats:
        """The sum of [people] values in each resample: [1 + resamples]."""
        totals: Floats = np.bincount(self.unit, values, len(self.draws)) @ self.draws
        return totals

    def table(
        self, group: Rows, groups: int, values: Floats, columns: slice = slice(None)
    ) -> Floats:
        """Those sums for each group of people: [groups, 1 + resamples]."""
        by_unit = sparse.coo_array(
            (values, (group, self.unit)), (groups, len(self.draws))
        )
        table: Floats = by_unit.tocsr() @ self.draws[:, columns]
        return table


def estimate(series: Floats) -> Estimate:
    """The figure, with a percentile interval of its [1 + resamples] values."""
    low, high = np.nanpercentile(series[1:], _LEVELS)
    return Estimate(value=float(series[0]), low=float(low), high=float(high))


def _draw(stratum: Rows, seed: int) -> tuple[Rows, Floats]:
    """Bunch of each cluster, and how often each bunch is drawn within its stratum."""
    rng = np.random.default_rng(seed)
    bunch = np.empty(len(stratum), np.intp)
    parts: list[Floats] = []
    begun = 0
    share = min(1.0, MOST_UNITS / len(stratum))
    for code in np.unique(stratum):
        members = rng.permutation(np.flatnonzero(stratum == code))
        bunches = int(np.ceil(share * len(members)))
        bunch[members] = begun + np.arange(len(members)) % bunches
        drawn = rng.multinomial(bunches, np.full(bunches, 1 / bunches), RESAMPLES)
        parts.append(np.vstack([np.ones(bunches), drawn]).T)
        begun += bunches
    return bunch, np.vstack(parts)
