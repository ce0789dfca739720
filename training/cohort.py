"""A cohort ready for a model: inputs in model order, outcome, follow-up and site."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from training.cleaning import CleaningStep
from training.data_directory import DataFile

Floats = NDArray[np.float64]
Inputs = NDArray[np.float32]
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cohort:
    """People with their inputs at baseline and what was seen at follow-up.

    Attributes:
        inputs: Names of the columns of `x`, in model order.
        x: [people, inputs] encoded by the clinical table; NaN where not known.
        outcome: [people] 1 where diabetes was found, else 0.
        years: [people] from baseline to the follow-up visit, or to the event.
        site: [people] code of the centre; one code where there is one centre.
        cleaning: What was dropped or blanked on the way.
        file: Where the people came from.
    """

    inputs: tuple[str, ...]
    x: Inputs
    outcome: Floats
    years: Floats
    site: Rows
    cleaning: tuple[CleaningStep, ...]
    file: DataFile

    @property
    def people(self) -> int:
        return len(self.outcome)

    @property
    def events(self) -> int:
        return int(self.outcome.sum())

    def take(self, rows: Rows) -> Self:
        """The cohort of these rows alone."""
        return replace(
            self,
            x=self.x[rows],
            outcome=self.outcome[rows],
            years=self.years[rows],
            site=self.site[rows],
        )

    def select(self, inputs: Sequence[str]) -> Self:
        """The same people with these inputs alone."""
        columns = [self.inputs.index(name) for name in inputs]
        return replace(self, inputs=tuple(inputs), x=self.x[:, columns])

    def sample(self, people: int, seed: int) -> Self:
        """A random part of the cohort: the same one for the same seed."""
        if people >= self.people:
            return self
        drawn = np.random.default_rng(seed).choice(self.people, people, replace=False)
        return self.take(np.sort(drawn))
