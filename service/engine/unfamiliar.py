"""Tells in what a patient is unlike the people a model learned from.

A score outside what the model saw is a guess, and the reader should know: each value
is held against its own range in training, and the known quantities together against
how they went together there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from service.clinical.language import Text, numeral
from service.clinical.units import with_unit
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES, listing
from service.engine.familiarity import (
    Doubles,
    Familiarity,
    distances,
    given_the_others,
    normal_score,
)

STANDS_OUT = 3.0  # z-score of a value given the others
TOGETHER = 2  # quantities, at least, that can be compared together

# Also true where the data record all beyond a limit as the limit (age 80 and over).
HIGHER = Text(
    "{label} {value} is beyond {end}, where the training data end: at most 1 in 1,000"
    " lie beyond.",
    "{label} {value} vượt quá {end}, mức cao nhất của dữ liệu xây dựng mô hình: nhiều"
    " nhất 1 trên 1.000 người vượt mức này.",
)
LOWER = Text(
    "{label} {value} is below {end}, where the training data begin: at most 1 in 1,000"
    " lie below.",
    "{label} {value} thấp hơn {end}, mức thấp nhất của dữ liệu xây dựng mô hình: nhiều"
    " nhất 1 trên 1.000 người thấp hơn mức này.",
)
UNUSUAL = Text(
    "Values that fewer than 1 in 1,000 of the training people had together; what stands"
    " out: {names}. Please check them.",
    "Các giá trị này chỉ gặp cùng nhau ở chưa đến 1 trên 1.000 người trong dữ liệu xây"
    " dựng mô hình; nổi bật: {names}. Xin kiểm tra lại.",
)


@dataclass(frozen=True, slots=True)
class Unfamiliar:
    """One way in which a patient is unlike the training people."""

    code: Literal["value_outside", "unusual_combination"]
    variables: tuple[str, ...]
    text: Text


Ways = tuple[Unfamiliar, ...]


def _apart(variable: Variable, value: float, end: float) -> Iterator[Text]:
    """Both numbers with the unit, in as many digits as it takes to tell them apart."""
    decimals: int | None = variable.decimals
    if numeral(value, decimals) == numeral(end, decimals):
        decimals = None
    for number in (value, end):
        yield with_unit(numeral(number, decimals), variable.units[0])


class Recogniser:
    """Recognises who is unlike the training people of one bundle."""

    def __init__(self, inputs: Sequence[str], kept: Familiarity) -> None:
        self._ranges = [
            (inputs.index(name), VARIABLES[name], ends)
            for name, ends in kept.ranges.items()
        ]
        self._quantities = kept.quantities
        self._grids = [
            (inputs.index(name), kept.grid[name]) for name in kept.quantities
        ]
        self._correlation = np.array(kept.correlation, dtype=np.float64)
        self._thresholds = np.array(
            [
                kept.thresholds[str(count)] if count >= TOGETHER else np.inf
                for count in range(len(kept.quantities) + 1)
            ]
        )

    def unfamiliar(self, rows: Sequence[Sequence[float]]) -> list[Ways]:
        """For each of N rows [F], NaN where unknown, every way it is unlike them."""
        found = [list(self._outside(row)) for row in rows]
        for at, unusual in self._together(rows):
            told = {name for way in found[at] for name in way.variables}
            if not told.issuperset(unusual.variables):
                found[at].append(unusual)
        return [tuple(ways) for ways in found]

    def _outside(self, row: Sequence[float]) -> Iterator[Unfamiliar]:
        for at, variable, ends in self._ranges:
            if row[at] < ends.low or row[at] > ends.high:
                low = row[at] < ends.low
                value, end = _apart(variable, row[at], ends.low if low else ends.high)
                words = LOWER if low else HIGHER
                text = words.format(label=variable.label, value=value, end=end)
                yield Unfamiliar("value_outside", (variable.name,), text)

    def _together(
        self, rows: Sequence[Sequence[float]]
    ) -> Iterator[tuple[int, Unfamiliar]]:
        """Rows whose known quantities are further off than the threshold of as many."""
        if len(self._quantities) < TOGETHER:
            return
        scores = np.array(
            [[normal_score(row[at], grid) for at, grid in self._grids] for row in rows]
        )
        known = np.count_nonzero(~np.isnan(scores), axis=1)
        far = distances(scores, self._correlation) > self._thresholds[known]
        for at in np.flatnonzero(far).tolist():
            yield at, self._unusual(scores[at : at + 1])

    def _unusual(self, scores: Doubles) -> Unfamiliar:
        """What stands out in one row [1, Q]: given the others, or the most of all."""
        sizes = np.abs(given_the_others(scores, self._correlation)[0])
        columns = np.flatnonzero(sizes > STANDS_OUT).tolist()
        names = tuple(
            self._quantities[column] for column in columns or [int(np.nanargmax(sizes))]
        )
        text = UNUSUAL.format(names=listing(names))
        return Unfamiliar("unusual_combination", names, text)
