"""What a hospital does not know, drawn at random for training and fixed for validation.

A value that was never missing in training follows a tree's default direction, which is
arbitrary: a trial's risks came out twice too high where family history was not asked.
So every input but age and sex is dropped here, alone and with its whole panel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

ALWAYS_KNOWN = ("age", "sex")
LABORATORY = ("fasting_glucose", "total_cholesterol", "triglycerides", "alt")
BEYOND_BMI = (
    *("systolic_bp", "diastolic_bp", "family_history_diabetes", "smoking"),
    *LABORATORY,
)

COMPLETE = "all inputs"
SUBSETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        COMPLETE: (),
        "no glucose": ("fasting_glucose",),
        "no laboratory values": LABORATORY,
        "age, sex and BMI only": BEYOND_BMI,
    }
)
"""The situations that every validation reports, and the inputs not known in each."""

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


SITUATIONS = (
    Situation(share=0.25, dropped=LABORATORY),
    # Without BMI only age and sex are left: kept rare.
    Situation(share=0.25, dropped=BEYOND_BMI, pure=0.9),
    Situation(share=0.25, dropped=("fasting_glucose",), pure=0.5),
    Situation(
        share=0.10,
        losses=(
            Loss(0.3, ("total_cholesterol", "triglycerides")),
            Loss(0.2, ("total_cholesterol",)),
            Loss(0.2, ("triglycerides",)),
            Loss(0.3, ("alt",)),
        ),
    ),
    Situation(share=0.15, scattered=0.8),
)

EVERYDAY_LOSSES = (
    Loss(0.08, ("bmi",)),
    Loss(0.2, ("systolic_bp", "diastolic_bp")),
    Loss(0.3, ("family_history_diabetes",)),
    Loss(0.3, ("smoking",)),
)
"""What any row may lack besides, because nobody measured or asked."""


def draw_mask(
    people: int,
    inputs: Sequence[str],
    situation: Situation,
    rng: np.random.Generator,
) -> Mask:
    """Draw what is not known of each person: [people, inputs], True where dropped."""
    mask = _draw_losses(people, inputs, EVERYDAY_LOSSES, rng)
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


def known(inputs: Sequence[str], subset: str) -> tuple[str, ...]:
    """The inputs that a subset of `SUBSETS` leaves."""
    return tuple(name for name in inputs if name not in SUBSETS[subset])


def without(
    x: NDArray[np.float32], inputs: Sequence[str], subset: str
) -> NDArray[np.float32]:
    """The same people with the values that a subset does not know blanked."""
    x = x.copy()
    x[:, _columns(inputs, SUBSETS[subset])] = np.nan
    return x
