"""The people who speak for the population that a model is transferred to.

Two samples: people of the population itself, and people of its ancestry among those the
first model was trained on, who know the inputs that the first sample lacks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.cohort import Cohort, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """The two samples of the target population.

    Attributes:
        target: The population itself, perhaps without some inputs.
        kin: Of the same ancestry among the first model's people, with all inputs.
    """

    target: Cohort
    kin: Cohort

    @classmethod
    def of(cls, target: Cohort, kin: Cohort) -> "Samples":
        """With the weights of either scaled to a mean of 1."""
        return cls(target=_unit_mean(target), kin=_unit_mean(kin))

    @property
    def pooled(self) -> Cohort:
        """All of them, the target's people first."""
        pair = (self.target, self.kin)
        return replace(
            self.target,
            x=np.vstack([it.x for it in pair]),
            outcome=np.concatenate([it.outcome for it in pair]),
            years=np.concatenate([it.years for it in pair]),
            site=np.concatenate([it.site for it in pair]),
            cluster=np.concatenate([it.cluster for it in pair]),
            weight=np.concatenate([it.weight for it in pair]),
            values={},
            groups={},
            files=(*self.target.files, *self.kin.files),
        )

    def average(self, column: int) -> tuple[Floats, Floats]:
        """Values and weights over whom an input's curve has a mean of 0.

        The target's people where they know it, else their kin.
        """
        target = self.target.x[:, column].astype(np.float64)
        if not np.isnan(target).all():
            return target, self.target.weight
        return self.kin.x[:, column].astype(np.float64), self.kin.weight


def redrawn(samples: Samples, kin_drawn: Floats, *, seed: Sequence[int]) -> Samples:
    """The samples of a replicate.

    Args:
        samples: Everybody.
        kin_drawn: How often each of the kin [people] counts: as the sampling units of
            the first model's replicate were drawn.
        seed: Of the target's people, who are drawn one by one.
    """
    rng = np.random.default_rng(seed)
    target = samples.target
    drawn = rng.multinomial(target.people, np.full(target.people, 1 / target.people))
    return Samples(
        target=_times(target, drawn.astype(np.float64)),
        kin=_times(samples.kin, kin_drawn),
    )


def _times(cohort: Cohort, drawn: Floats) -> Cohort:
    rows = np.flatnonzero(drawn)
    part = cohort.take(rows)
    return replace(part, weight=part.weight * drawn[rows])


def _unit_mean(cohort: Cohort) -> Cohort:
    return replace(cohort, weight=cohort.weight / cohort.weight.mean())
