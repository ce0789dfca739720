"""Which values of one feature can still arrive at a place in a tree of tests.

Lets a test be left out only where its answer is certain for every float32 and for
NaN: NaN meets no comparison, it goes by each split's own default.
"""

import math
from dataclasses import dataclass

from training.compiler.trees import Split


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The values `low <= x < high`, and NaN if `missing`.

    Without an upper test `high` is infinite and +inf itself may arrive too; thresholds
    are finite, so no split can tell it from a large number.
    """

    low: float = -math.inf
    high: float = math.inf
    missing: bool = True

    def answer(self, split: Split) -> bool | None:
        """Say whether all of these values go left (True), right (False) or neither."""
        measured = self.low < self.high
        any_left = (measured and self.low < split.threshold) or (
            self.missing and split.missing_goes_left
        )
        any_right = (measured and self.high > split.threshold) or (
            self.missing and not split.missing_goes_left
        )
        return None if any_left and any_right else any_left

    def after(self, split: Split, *, left: bool) -> "Reach":
        """Keep the values that go to the given side of `split`."""
        return Reach(
            low=self.low if left else max(self.low, split.threshold),
            high=min(self.high, split.threshold) if left else self.high,
            missing=self.missing and split.missing_goes_left is left,
        )


ANYTHING = Reach()
"""Before any test: every number, or no value at all."""
