"""What a published score counts: items that give points, or a range where unknown.

An item that cannot be answered gives the least and the most that it could add, and
names the variables that would settle it: an unknown is never a silent zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from service.clinical.variable import Value

Values = Mapping[str, Value]
"""Canonical values by variable name; what is absent is unknown."""

# 64 kg at 160 cm is 24.999999999999996 kg/m2 to a computer and 25 in every table.
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Points:
    """The points an item gives: one number, or a range with what would settle it."""

    low: int
    high: int
    missing: tuple[str, ...] = ()


@cache
def _exactly(points: int) -> Points:
    return Points(points, points)


class Item(Protocol):
    """One question of a score."""

    @property
    def variables(self) -> frozenset[str]:
        """What it asks."""
        ...

    def points(self, values: Values) -> Points: ...


@dataclass(frozen=True, slots=True)
class Step:
    """The points from a value on; `above`: the value itself does not count yet."""

    start: float
    points: int
    above: bool = False

    def reached(self, number: float) -> bool:
        return number > self.start + (TOLERANCE if self.above else -TOLERANCE)


@dataclass(frozen=True, slots=True)
class Steps:
    """Points that rise with a quantity in its canonical unit, from 0 below the first.

    Steps are in rising order, of starts and of points.
    """

    variable: str
    steps: tuple[Step, ...]

    @property
    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))

    def points(self, values: Values) -> Points:
        value = values.get(self.variable)
        if value is None:
            return Points(0, self.steps[-1].points, (self.variable,))
        number = float(value)
        given = 0
        for step in self.steps:
            if not step.reached(number):
                break
            given = step.points
        return _exactly(given)


@dataclass(frozen=True, slots=True)
class Answers:
    """Points by the answer to a choice or a yes/no."""

    variable: str
    by_answer: Mapping[Value, int]

    @property
    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))

    def points(self, values: Values) -> Points:
        value = values.get(self.variable)
        if value is None:
            possible = self.by_answer.values()
            return Points(min(possible), max(possible), (self.variable,))
        return _exactly(self.by_answer[value])


@dataclass(frozen=True, slots=True)
class Between:
    """A fixed range of points: what one answer says of a question not asked itself."""

    low: int
    high: int

    @property
    def variables(self) -> frozenset[str]:
        return frozenset()

    def points(self, values: Values) -> Points:
        return Points(self.low, self.high)


NOTHING = Between(0, 0)


@dataclass(frozen=True, slots=True)
class Depending:
    """Another item for each answer: waist by sex, pregnancies of women alone."""

    variable: str
    items: Mapping[Value, Item]

    @property
    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,)).union(
            *(item.variables for item in self.items.values())
        )

    def points(self, values: Values) -> Points:
        value = values.get(self.variable)
        if value is not None:
            return self.items[value].points(values)
        possible = [item.points(values) for item in self.items.values()]
        low = min(found.low for found in possible)
        high = max(found.high for found in possible)
        if low == high:
            return _exactly(low)
        further = [name for found in possible for name in found.missing]
        return Points(low, high, tuple(dict.fromkeys((self.variable, *further))))


@dataclass(frozen=True, slots=True)
class Sign:
    """A yes, or a quantity from a value on (canonical unit)."""

    variable: str
    at_least: float | None = None

    def present(self, values: Values) -> bool | None:
        """Whether it is there; None if it is not known."""
        value = values.get(self.variable)
        if value is None or self.at_least is None:
            return None if value is None else bool(value)
        return float(value) > self.at_least - TOLERANCE


@dataclass(frozen=True, slots=True)
class AnySign:
    """Points if any sign is present; 0 only if every sign is known to be absent.

    Attributes:
        given: The points of a yes.
        signs: What the question names.
        implied_by: Yes/no variables whose yes answers the question; a no does not.
    """

    given: int
    signs: tuple[Sign, ...]
    implied_by: tuple[str, ...] = ()

    @property
    def variables(self) -> frozenset[str]:
        return frozenset((*(sign.variable for sign in self.signs), *self.implied_by))

    def points(self, values: Values) -> Points:
        unknown = []
        for sign in self.signs:
            present = sign.present(values)
            if present:
                return _exactly(self.given)
            if present is None:
                unknown.append(sign.variable)
        if any(values.get(name) for name in self.implied_by):
            return _exactly(self.given)
        return Points(0, self.given, tuple(unknown)) if unknown else _exactly(0)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """An item, and another that narrows its range while the first is unanswered."""

    item: Item
    by: Item

    @property
    def variables(self) -> frozenset[str]:
        return self.item.variables | self.by.variables

    def points(self, values: Values) -> Points:
        found = self.item.points(values)
        if not found.missing:
            return found
        narrower = self.by.points(values)
        if narrower.low == narrower.high:
            return narrower
        return Points(narrower.low, narrower.high, found.missing)
