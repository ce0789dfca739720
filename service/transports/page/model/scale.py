"""From figures to places in a drawing: scales, ticks and paths of SVG.

A drawing has a plane of fixed size in its own units; the reader's screen scales it.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 400, 300
LEFT, RIGHT, TOP, BOTTOM = 60, 32, 12, 48
PLANE_WIDTH, PLANE_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM


@dataclass(frozen=True, slots=True)
class Scale:
    """Figures from `low` to `high`, stretched by a function that rises."""

    low: float
    high: float
    stretch: Callable[[float], float] = float

    def share(self, figure: float) -> float:
        """How far along a figure is, from 0 to 1; held at the ends."""
        begin, end = self.stretch(self.low), self.stretch(self.high)
        held = self.stretch(min(max(figure, self.low), self.high))
        return (held - begin) / (end - begin)

    def holds(self, figure: float) -> bool:
        """Whether a figure is between the ends."""
        return self.low <= figure <= self.high


@dataclass(frozen=True, slots=True)
class Plane:
    """Where figures are in a drawing; y grows upwards on paper and down in SVG."""

    x: Scale
    y: Scale

    def across(self, figure: float) -> float:
        """The x of a figure."""
        return round(LEFT + PLANE_WIDTH * self.x.share(figure), 1)

    def up(self, figure: float) -> float:
        """The y of a figure."""
        return round(TOP + PLANE_HEIGHT * (1 - self.y.share(figure)), 1)

    def line(self, points: Iterable[tuple[float, float]]) -> str:
        """A path through the points that the plane holds."""
        held = [(x, y) for x, y in points if self.x.holds(x) and self.y.holds(y)]
        steps = [f"{self.across(x):g} {self.up(y):g}" for x, y in held]
        return f"M{' L'.join(steps)}" if steps else ""

    def band(
        self, x: Sequence[float], low: Sequence[float], high: Sequence[float]
    ) -> str:
        """A path around what lies between two lines."""
        rows = [row for row in zip(x, low, high, strict=False) if self.x.holds(row[0])]
        there = [f"{self.across(at):g} {self.up(top):g}" for at, _, top in rows]
        back = [
            f"{self.across(at):g} {self.up(bottom):g}" for at, bottom, _ in rows[::-1]
        ]
        return f"M{' L'.join([*there, *back])} Z" if rows else ""


def root(high: float) -> Scale:
    """From 0, small figures apart: most people have a small risk."""
    return Scale(0.0, high, math.sqrt)


def reaching(figure: float, ends: Sequence[float]) -> float:
    """The first of the ends that is not below a figure, or the last."""
    return next((end for end in ends if end >= figure), ends[-1])
