"""How inputs and scores were distributed in training, and how far off others are.

Shares of bins, never values of a person. A bin holds what is at or above its lower edge
and below its upper one; the first and last are open. The distance is the population
stability index, defined here once for whoever measures it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
EMPTY = 1e-4
"""The share that an empty bin counts as: a bin of the training that stays empty, or the
first patients in one that was empty there, weigh much without making it infinite."""

MOST_BINS = 255  # a bin's number fits a byte, with one to spare for "missing"


class Distribution(msgspec.Struct, frozen=True):
    """Shares of the bins and of what is missing; together they are 1."""

    edges: tuple[float, ...]
    shares: tuple[float, ...]
    missing: float = 0.0


def stability_index(counts: Doubles, shares: Doubles) -> Doubles:
    """Population stability index of counts [..., B] against shares [..., B].

    Both are taken relative to their sums, so that what is missing does not count. Where
    nothing was counted, or the training knew nothing, it is NaN.
    """
    found, expected = _relative(counts), _relative(shares)
    index: Doubles = ((found - expected) * np.log(found / expected)).sum(axis=-1)
    return index


def _relative(amounts: Doubles) -> Doubles:
    total = amounts.sum(axis=-1, keepdims=True)
    known = np.where(total > 0, total, np.nan)
    # A bin beyond the last one holds nothing on both sides and adds nothing.
    relative: Doubles = np.maximum(amounts / known, EMPTY)
    return relative


def unusable(
    inputs: Mapping[str, Distribution], log_odds: Distribution, names: Sequence[str]
) -> Iterator[str]:
    """What keeps these from being compared with, in words."""
    if absent := [name for name in names if name not in inputs]:
        yield f"the distribution of {', '.join(absent)} is not there"
    for name, kept in (*inputs.items(), ("log_odds", log_odds)):
        if len(kept.shares) != len(kept.edges) + 1 or len(kept.shares) > MOST_BINS:
            yield f"{name} needs one share more than edges, {MOST_BINS} at most"
        if list(kept.edges) != sorted(kept.edges):
            yield f"the edges of {name} fall"
        parts = (*kept.shares, kept.missing)
        # Each share is rounded to six digits.
        whole = math.isclose(sum(parts), 1, abs_tol=1e-3)
        if min(parts) < 0 or not whole:
            yield f"the shares of {name} do not add up to 1"
