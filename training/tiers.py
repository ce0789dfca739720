"""Which tier a row is in: how much is known of a person."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from training.cohort import Inputs, Rows
from training.definition import Definition


class NamesInputs(Protocol):
    """A tier of a definition or of a manifest."""

    @property
    def any_of(self) -> tuple[str, ...]: ...


def tier_of(x: Inputs, inputs: Sequence[str], tiers: Sequence[NamesInputs]) -> Rows:
    """The number of each row's tier: the first of which an input is known [N].

    Args:
        x: Rows [N, inputs], NaN where not known.
        inputs: The columns; a tier may name others, which nobody knows then.
        tiers: The last names no input and takes the rest.
    """
    known = ~np.isnan(x)
    tier = np.full(len(x), len(tiers) - 1, dtype=np.intp)
    for number in reversed(range(len(tiers) - 1)):
        columns = [inputs.index(n) for n in tiers[number].any_of if n in inputs]
        tier[known[:, columns].any(axis=1)] = number
    return tier


def tier_of_subset(definition: Definition, subset: str) -> int:
    """The number of the tier of a person of whom just this subset is known."""
    known = set(definition.gaps.known(definition.inputs, subset))
    return next(
        number
        for number, tier in enumerate(definition.tiers)
        if not tier.any_of or known & set(tier.any_of)
    )
