"""The drawings of a card: calibration, ROC and decision curve, as places and paths.

Colours, dashes and words are the template's; each line has a kind that it draws by.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.transports.page.model.card import Decision, Figures
from service.transports.page.model.scale import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Plane,
    Scale,
    reaching,
    root,
)

_SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)
_ALL_TICKS = (0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_TENTHS = tuple(tenth / 10 for tenth in range(11))
PER_PEOPLE = 1000
_TENS = (2, 5, 10, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000)
_BELOW_ZERO = 0.2  # of the height above it: enough to see a curve sink
DRAWN = ("model", "treat_all", "treat_none", "linear", "findrisc_asian")
"""The strategies of the decision curve; more lines than that cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and the figure there."""

    at: float
    figure: float


@dataclass(frozen=True, slots=True)
class Line:
    """A path; `kind` is what it is of."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Point:
    """A group of people with its interval."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One drawing, and the edges of its plane."""

    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    lines: tuple[Line, ...]
    points: tuple[Point, ...] = ()
    band: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def calibration(figures: Figures) -> Plot:
    """Observed by expected risk: the tenths of the people, and a smooth line."""
    curve, groups = figures.calibration.curve, figures.calibration.groups
    most = max(max(one.expected, one.observed.high) for one in groups)
    scale = root(reaching(most, _SHARES))
    plane = Plane(scale, scale)
    points = tuple(
        Point(
            plane.across(group.expected),
            plane.up(group.observed.value),
            plane.up(group.observed.low),
            plane.up(group.observed.high),
        )
        for group in groups
    )
    ticks = [figure for figure in _ALL_TICKS if scale.holds(figure)]
    return Plot(
        across=_across(plane, ticks),
        up=_up(plane, ticks),
        lines=(
            Line("reference", plane.line(((0.0, 0.0), (scale.high, scale.high)))),
            Line("model", plane.line(zip(curve.x, curve.y, strict=False))),
        ),
        points=points,
        band=plane.band(curve.x, curve.low, curve.high),
    )


def roc(figures: Sequence[Figures]) -> Plot | None:
    """Sensitivity by 1 - specificity, with most and with least known.

    None where follow-up is censored and there is no such curve.
    """
    drawn = [one.ranking.roc for one in (figures[0], figures[-1]) if one.ranking]
    if len(drawn) < len(("most", "least")):
        return None
    plane = Plane(Scale(0.0, 1.0), Scale(0.0, 1.0))
    kinds = ("model", "least")
    return Plot(
        across=_across(plane, _QUARTERS),
        up=_up(plane, _QUARTERS),
        lines=(
            Line("reference", plane.line(((0.0, 0.0), (1.0, 1.0)))),
            *(
                Line(kind, plane.line(zip(curve.x, curve.y, strict=False)))
                for kind, curve in zip(kinds, drawn, strict=True)
            ),
        ),
    )


def decision(found: Decision) -> Plot:
    """Net benefit for 1,000 people by threshold."""
    curves = {
        kind: [PER_PEOPLE * figure for figure in found.curves[kind]]
        for kind in DRAWN
        if kind in found.curves
    }
    top = reaching(max(max(curve, default=0) for curve in curves.values()), _TENS)
    y = Scale(-_BELOW_ZERO * top, top)
    plane = Plane(Scale(0.0, found.thresholds[-1]), y)
    shares = [figure for figure in _TENTHS if plane.x.holds(figure)]
    return Plot(
        across=_across(plane, shares),
        up=_up(plane, [0.0, top / 2, top]),
        lines=tuple(
            Line(kind, plane.line(zip(found.thresholds, curve, strict=False)))
            for kind, curve in curves.items()
        ),
    )


def _across(plane: Plane, figures: Sequence[float]) -> tuple[Tick, ...]:
    return tuple(Tick(plane.across(figure), figure) for figure in figures)


def _up(plane: Plane, figures: Sequence[float]) -> tuple[Tick, ...]:
    return tuple(Tick(plane.up(figure), figure) for figure in figures)
