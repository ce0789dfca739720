"""The Shapley values of one leaf, for every way a row can meet the leaf's conditions.

Sources: Lundberg, Erion and Lee 2018, "Consistent individualized feature attribution
for tree ensembles" (arXiv 1802.03888); Lundberg et al. 2020, Nature Machine
Intelligence 2, 56-67.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TypeAlias

from training.compiler.trees import Path, Step

Pattern: TypeAlias = tuple[bool, ...]
"""For each feature of a leaf: does the row meet all of its conditions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafTable:
    """What a leaf adds to each of its features, by pattern.

    `conditions` and the values of `contributions` are in the order of `features`;
    contributions and `expected`, the leaf's part of the base value, are in log-odds.
    """

    features: tuple[int, ...]
    conditions: tuple[tuple[Step, ...], ...]
    contributions: Mapping[Pattern, tuple[float, ...]]
    expected: float


def tabulate(path: Path) -> LeafTable:
    """Tabulate the contributions of the leaf at the end of `path`."""
    features = tuple(dict.fromkeys(step.split.feature for step in path.steps))
    conditions = tuple(
        tuple(step for step in path.steps if step.split.feature == feature)
        for feature in features
    )
    fractions = tuple(
        math.prod(step.cover_fraction for step in steps) for steps in conditions
    )
    return LeafTable(
        features=features,
        conditions=conditions,
        contributions={
            pattern: shapley_values(path.value, fractions, pattern)
            for pattern in product((False, True), repeat=len(features))
        },
        expected=path.value * math.prod(fractions),
    )


def shapley_values(
    value: float, fractions: Sequence[float], pattern: Pattern
) -> tuple[float, ...]:
    """Compute the Shapley values of one leaf for one pattern.

    The leaf's game gives a coalition S of features the value of the leaf times, for
    each feature j, o_j (1 when its conditions are met, else 0) if j is in S and z_j
    (its cover fraction) if not. A player's marginal contribution to S is therefore
    `value * (o_i - z_i) * prod_{S} o * prod_{not S} z`, and the coefficient of t^s in
    `prod_{j != i} (z_j + o_j t)` sums these products over all coalitions of size s.

    Args:
        value: the leaf's, in log-odds.
        fractions: z, one for each of the leaf's k features.
        pattern: o, one for each of the leaf's k features.

    Returns:
        k contributions in log-odds.
    """
    players = len(fractions)
    values = []
    for player, (fraction, met) in enumerate(zip(fractions, pattern, strict=True)):
        sums = [1.0]
        for other in range(players):
            if other != player:
                sums = _times(sums, fractions[other], float(pattern[other]))
        weighted = sum(
            total / (players * math.comb(players - 1, size))  # s! (k-1-s)! / k!
            for size, total in enumerate(sums)
        )
        values.append(value * (met - fraction) * weighted)
    return tuple(values)


def _times(polynomial: list[float], constant: float, slope: float) -> list[float]:
    """Multiply a polynomial in t, lowest power first, by `constant + slope * t`."""
    padded = [0.0, *polynomial, 0.0]
    return [constant * same + slope * lower for lower, same in pairwise(padded)]
