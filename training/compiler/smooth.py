"""The smooth part of a model: curves of single inputs that add up beside the trees.

With it the model is a generalised additive model plus trees: in log-odds, the base, one
curve of each smooth input and the trees. A curve depends on one input alone, so its
value is that input's exact contribution. Every tier has curves and a base of its own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST_KNOTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A continuous piecewise-linear function of one input, in log-odds.

    It is linear between its knots and constant beyond the first and the last.

    Attributes:
        knots: K rising values in the unit of the input, K >= 2. Each stands for the
            float32 nearest to it, as inputs are float32.
        values: K log-odds, at the knots.
        missing: The log-odds where the input is not known (NaN).
    """

    knots: tuple[float, ...]
    values: tuple[float, ...]
    missing: float

    def __post_init__(self) -> None:
        if len(self.knots) < FEWEST_KNOTS or len(self.values) != len(self.knots):
            raise ValueError(
                f"A curve with {len(self.knots)} knot(s) and {len(self.values)}"
                f" value(s): give {FEWEST_KNOTS} knots or more, and a value at each."
            )
        if not all(map(math.isfinite, (*self.knots, *self.values, self.missing))):
            raise ValueError("Knots and values of a curve must be finite numbers.")
        if not (np.diff(self.positions) > 0).all():
            raise ValueError(f"Knots must rise, as float32 too: {self.knots}.")

    @property
    def positions(self) -> Floats:
        """The knots [K] as the float32 values that they stand for."""
        return np.array(self.knots, np.float32).astype(np.float64)

    def __call__(self, x: NDArray[np.floating]) -> Floats:
        """The log-odds [N] at values [N] of the input."""
        values = np.interp(x.astype(np.float64), self.positions, self.values)
        return np.where(np.isnan(x), self.missing, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmoothPart:
    """The curves of S inputs in each of T tiers, and what they add to the base.

    Attributes:
        inputs: The names of the S smooth inputs; with none the model is trees alone.
        curves: [tier][input]; an input has the same knots in every tier.
        bases: [tier], the log-odds that are added to the base.
    """

    inputs: tuple[str, ...]
    curves: tuple[tuple[Curve, ...], ...]
    bases: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(set(self.inputs)) != len(self.inputs):
            raise ValueError(f"Smooth inputs are named twice: {list(self.inputs)}.")
        if not self.bases or len(self.curves) != len(self.bases):
            raise ValueError(
                f"{len(self.bases)} base(s) and the curves of {len(self.curves)}"
                " tier(s): give one base and one set of curves for each tier."
            )
        if any(len(curves) != len(self.inputs) for curves in self.curves):
            raise ValueError("Every tier needs one curve for each smooth input.")
        if any(_knots(curves) != self.knots for curves in self.curves):
            raise ValueError("The knots of an input must be the same in every tier.")
        if not all(map(math.isfinite, self.bases)):
            raise ValueError("The bases of the tiers must be finite numbers.")

    @property
    def knots(self) -> tuple[tuple[float, ...], ...]:
        """The knots of each input, [input][knot]."""
        return _knots(self.curves[0])

    def contributions(
        self, x: NDArray[np.floating], tier: NDArray[np.intp]
    ) -> tuple[Floats, Floats]:
        """What the curves and the base add to the log-odds of rows.

        Args:
            x: The smooth inputs [N, S], NaN where a value is not known.
            tier: The number of each row's tier [N].

        Returns:
            The contributions [N, S] and the bases [N].
        """
        values = np.empty(x.shape)
        for number, curves in enumerate(self.curves):
            rows = tier == number
            for column, curve in enumerate(curves):
                values[rows, column] = curve(x[rows, column])
        return values, np.array(self.bases)[tier]


def _knots(curves: Sequence[Curve]) -> tuple[tuple[float, ...], ...]:
    return tuple(curve.knots for curve in curves)


def check_smooth(smooth: SmoothPart, inputs: Sequence[str], *, tiers: int) -> None:
    """Refuse a smooth part that does not fit the inputs and tiers of a model.

    Raises:
        ValueError: It names what is no input, or has another number of tiers.
    """
    strangers = set(smooth.inputs) - set(inputs)
    if strangers:
        raise ValueError(f"Curves of {sorted(strangers)}, which are no inputs.")
    if len(smooth.bases) != tiers:
        raise ValueError(
            f"The smooth part has {len(smooth.bases)} tier(s), the model {tiers}."
        )


def check_replicate_smooths(
    smooth: SmoothPart, replicate_smooths: Sequence[SmoothPart], *, replicates: int
) -> None:
    """Refuse smooth parts of replicates that are not one for each, like the model's.

    Raises:
        ValueError: Their number, inputs, knots or number of tiers differ.
    """
    if len(replicate_smooths) != replicates:
        raise ValueError(
            f"{replicates} replicate(s) have {len(replicate_smooths)} smooth part(s):"
            " give one for each."
        )
    for other in replicate_smooths:
        if (other.inputs, other.knots) != (smooth.inputs, smooth.knots) or len(
            other.bases
        ) != len(smooth.bases):
            raise ValueError(
                "The smooth part of a replicate has other inputs, knots or tiers than"
                " the model's."
            )
