"""What a hospital does not know, drawn at random for training and fixed for validation.

A value that was never missing in training follows a tree's default direction, which is
arbitrary: a trial's risks came out twice too high where family history was not asked.
So every input but age and sex is dropped here, alone and with its whole panel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ALWAYS_KNOWN = ("age", "sex")
COMPLETE = "all inputs"

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Loss:
    """Inputs that go missing together, and how often."""

    chance: float
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One way of being incomplete.

    Attributes:
        share: Share of the weight of all incomplete rows.
        dropped: What is never known in it.
        losses: What may be missing besides.
        scattered: Upper end of the uniform chance, drawn per row, with which each
            input is missing on its own.
        pure: Share of its rows without the everyday losses.
    """

    share: float
    dropped: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()
    scattered: float = 0.0
    pure: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What may be missing of a bundle's inputs.

    Attributes:
        subsets: What every validation reports, and the inputs not known in each; the
            first is `COMPLETE` and drops nothing.
        situations: The ways of being incomplete that training draws from.
        everyday: What any incomplete row may lack besides, because nobody measured or
            asked.
    """

    subsets: Mapping[str, tuple[str, ...]]
    situations: tuple[Situation, ...]
    everyday: tuple[Loss, ...]

    def known(self, inputs: Sequence[str], subset: str) -> tuple[str, ...]:
        """The inputs that a subset leaves."""
        return tuple(name for name in inputs if name not in self.subsets[subset])

    def without(
        self, x: NDArray[np.float32], inputs: Sequence[str], subset: str
    ) -> NDArray[np.float32]:
        """The same people with the values that a subset does not know blanked."""
        x = x.copy()
        x[:, _columns(inputs, self.subsets[subset])] = np.nan
        return x

    def draw_mask(
        self,
        people: int,
        inputs: Sequence[str],
        situation: Situation,
        rng: np.random.Generator,
    ) -> Mask:
        """Draw what is not known of each person: [people, inputs], True if dropped."""
        mask = _draw_losses(people, inputs, self.everyday, rng)
        mask[rng.random(people) < situation.pure] = False
        mask |= _draw_losses(people, inputs, situation.losses, rng)
        chance = rng.random((people, 1)) * situation.scattered
        mask |= rng.random(mask.shape) < chance
        mask[:, _columns(inputs, situation.dropped)] = True
        mask[:, _columns(inputs, ALWAYS_KNOWN)] = False
        return mask


def _draw_losses(
    people: int,
    inputs: Sequence[str],
    losses: Sequence[Loss],
    rng: np.random.Generator,
) -> Mask:
    mask = np.zeros((people, len(inputs)), dtype=np.bool_)
    for loss in losses:
        lost = rng.random(people) < loss.chance
        for column in _columns(inputs, loss.inputs):
            mask[lost, column] = True
    return mask


def _columns(inputs: Sequence[str], names: Sequence[str]) -> list[int]:
    return [inputs.index(name) for name in names if name in inputs]
