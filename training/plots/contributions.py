"""Contributions: how much each input moves the score, and in which direction.

Drawn from bins of at least fifty training people, so that no point is a person.
"""

from collections.abc import Sequence
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from service.clinical.variables import VARIABLES
from training.card.contribution import Contribution
from training.plots.style import A4_WIDTH, BLUE, GREY, panels

_LINE = 0.26
_MARGINS = 0.8
_FLAT = 1.9
_WRAP = 18  # letters of an answer on a line


def sizes(found: Sequence[Contribution]) -> Figure:
    """Mean size of each input's contribution, a bar for each."""
    drawn = Figure(
        figsize=(A4_WIDTH, _MARGINS + _LINE * len(found)), layout="constrained"
    )
    axis = drawn.subplots()
    bars = axis.barh(
        [VARIABLES[one.variable].label.en for one in found],
        [one.mean_absolute for one in found],
        color=BLUE,
        height=0.65,
    )
    axis.bar_label(bars, fmt="%.2f", padding=3)
    axis.invert_yaxis()
    axis.margins(x=0.1)
    axis.set_xlabel("mean size of the contribution, in log-odds")
    return drawn


def effects(found: Sequence[Contribution]) -> Figure:
    """The contribution by value, a panel for each input."""
    shown = [one for one in found if one.bins]
    drawn, axes = panels([VARIABLES[one.variable].label.en for one in shown], _FLAT)
    for axis, one in zip(axes, shown, strict=True):
        _panel(axis, one)
    return drawn


def _panel(axis: Axes, one: Contribution) -> None:
    variable = VARIABLES[one.variable]
    values = [part.value for part in one.bins]
    middle = [part.mean for part in one.bins]
    axis.axhline(0, color=GREY, linewidth=0.6)
    if variable.kind == "quantity":
        low, high = ([p.low for p in one.bins], [p.high for p in one.bins])
        axis.fill_between(values, low, high, color=BLUE, alpha=0.2, linewidth=0)
        axis.plot(values, middle, "o-", color=BLUE, markersize=2.5)
        axis.set_xlabel(variable.units[0].symbol or "years")
    else:
        places = range(len(values))
        axis.vlines(
            places, [p.low for p in one.bins], [p.high for p in one.bins], color=BLUE
        )
        axis.plot(places, middle, "o", color=BLUE, markersize=4)
        answers = [fill(_answer(one.variable, value), _WRAP) for value in values]
        axis.set_xticks(places, answers)
        axis.margins(x=0.25)
    axis.set_ylabel("log-odds")


def _answer(name: str, number: float) -> str:
    variable = VARIABLES[name]
    if variable.kind == "yes_no":
        return "yes" if number else "no"
    code = variable.decode(number)
    return next(choice.label.en for choice in variable.choices if choice.code == code)
