"""A cohort ready for a model: inputs in model order, outcome, follow-up and site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from training.cleaning import CleaningStep
from training.data_directory import DataFile

Floats = NDArray[np.float64]
Inputs = NDArray[np.float32]
Rows = NDArray[np.intp]
Labels = NDArray[np.str_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cohort:
    """People with their inputs at baseline and what was seen at follow-up.

    Attributes:
        inputs: Names of the columns of `x`, in model order.
        x: [people, inputs] encoded by the clinical table; NaN where not known.
        outcome: [people] 1 where diabetes was found, else 0.
        years: [people] from baseline to the visit where the outcome was looked for;
            where follow-up is censored, to the event or the last visit; 0 where the
            outcome is the state at baseline.
        censored: Whether `years` are times to an event or to censoring.
        site: [people] number of the centre: what cross-validation leaves out whole.
        cluster: [people] what the bootstrap draws whole: centres, or a survey's
            sampling units.
        weight: [people] of a survey, with a mean of 1.
        values: Further clinical variables [people], encoded as in the table, NaN where
            not known: what published scores need beside the inputs, or instead of one
            that was recorded too coarsely for them.
        groups: Labels [people] of what is no clinical variable, such as ancestry.
        cleaning: What was dropped or blanked on the way.
        files: Where the people came from.
    """

    inputs: tuple[str, ...]
    x: Inputs
    outcome: Floats
    years: Floats
    censored: bool = False
    site: Rows
    cluster: Rows
    weight: Floats
    values: Mapping[str, Floats] = field(default_factory=dict)
    groups: Mapping[str, Labels] = field(default_factory=dict)
    cleaning: tuple[CleaningStep, ...]
    files: tuple[DataFile, ...]

    @property
    def people(self) -> int:
        return len(self.outcome)

    @property
    def events(self) -> int:
        return int(self.outcome.sum())

    def value(self, name: str) -> Floats:
        """A clinical variable [people], whether it is an input or not."""
        if name in self.inputs:
            return self.x[:, self.inputs.index(name)].astype(np.float64)
        return self.values.get(name, np.full(self.people, np.nan))

    def take(self, rows: Rows) -> Self:
        """The cohort of these rows alone."""
        return replace(
            self,
            x=self.x[rows],
            outcome=self.outcome[rows],
            years=self.years[rows],
            site=self.site[rows],
            cluster=self.cluster[rows],
            weight=self.weight[rows],
            values={name: column[rows] for name, column in self.values.items()},
            groups={name: labels[rows] for name, labels in self.groups.items()},
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
