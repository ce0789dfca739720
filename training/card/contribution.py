"""What the model makes of each input, in bins of many people: no point is a person."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.clinical.variables import VARIABLES
from training.cohort import Floats, Inputs

BINS = 12
FEWEST = 50  # people in a bin: fewer are merged into the next one, or left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """People with alike values of one input.

    Attributes:
        value: Their median, as the model sees it.
        people: How many.
        low: 10th percentile of the contribution, in log-odds.
        mean: Its mean.
        high: Its 90th percentile.
    """

    value: float
    people: int
    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One input's part in the scores of a sample of the training people.

    Attributes:
        variable: Its name.
        mean_absolute: Mean size of the contribution, in log-odds of the first horizon.
        bins: By rising value; without those of whom it is not known.
    """

    variable: str
    mean_absolute: float
    bins: tuple[Bin, ...]


def summarise(
    inputs: Sequence[str], x: Inputs, contributions: Floats | Inputs
) -> tuple[Contribution, ...]:
    """Sum up contributions, the strongest input first.

    Args:
        inputs: Names of the columns.
        x: [people, inputs] as the model sees them.
        contributions: [people, inputs] in log-odds, the graph's own.
    """
    found = [
        Contribution(
            variable=name,
            mean_absolute=float(np.abs(contributions[:, column]).mean()),
            bins=tuple(_bins(name, x[:, column], contributions[:, column])),
        )
        for column, name in enumerate(inputs)
    ]
    return tuple(sorted(found, key=lambda one: -one.mean_absolute))


def _bins(name: str, values: Inputs, contributions: Floats | Inputs) -> list[Bin]:
    known = ~np.isnan(values)
    values, contributions = values[known], contributions[known]
    bins = []
    for rows in _alike(name, values):
        low, high = np.quantile(contributions[rows], (0.1, 0.9))
        bins.append(
            Bin(
                value=float(np.median(values[rows])),
                people=len(rows),
                low=float(low),
                mean=float(contributions[rows].mean()),
                high=float(high),
            )
        )
    return bins


def _alike(name: str, values: Inputs) -> list[NDArray[np.intp]]:
    """Rows of each bin: of each answer, or of about equal numbers of people."""
    if not len(values):
        return []
    if VARIABLES[name].kind == "quantity":
        inner = np.linspace(0, 1, BINS + 1)[1:-1]
        edges = np.unique(np.quantile(values, inner))
        place = np.searchsorted(edges, values, side="right")
    else:
        place = np.unique(values, return_inverse=True)[1]
    rows = [np.flatnonzero(place == number) for number in np.unique(place)]
    return [row for row in rows if len(row) >= FEWEST]
