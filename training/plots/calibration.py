"""Calibration: observed by predicted risk, on logarithmic axes, where most people are.

The smoothed curve with its band, tenths of the people with their intervals, and along
the foot the mean risk of each tenth: close together where many people have such risks.
"""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from training.card.markdown import figure as with_interval
from training.figures import Calibration, SubsetFigures
from training.plots.style import BLACK, BLUE, GREY, ORANGE, panels

LOWEST = 0.0005  # of the axes: below this nobody decides differently
_TICKS = (0.001, 0.01, 0.1, 1.0)


def calibration(figures: Mapping[str, SubsetFigures]) -> Figure:
    """A panel for each subset."""
    drawn, axes = panels(list(figures))
    for axis, row in zip(axes, figures.values(), strict=True):
        _panel(axis, row.calibration)
    axes[0].legend(loc="upper left")
    return drawn


def _panel(axis: Axes, found: Calibration) -> None:
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.plot((LOWEST, 1), (LOWEST, 1), color=GREY, linewidth=0.8, linestyle="--")
    curve = found.curve
    if curve.low:
        axis.fill_between(
            curve.x,
            [max(low, LOWEST / 2) for low in curve.low],
            curve.high,
            color=BLUE,
            alpha=0.2,
            linewidth=0,
        )
    axis.plot(curve.x, curve.y, color=BLUE, label="smoothed, 95 % band")
    groups = [group for group in found.groups if group.expected > 0]
    # An observed share of 0 has no place on a logarithmic axis; its interval has.
    seen = [max(group.observed.value, LOWEST / 2) for group in groups]
    low = [max(group.observed.low, LOWEST / 2) for group in groups]
    axis.errorbar(
        [group.expected for group in groups],
        seen,
        yerr=(
            [max(value - end, 0) for value, end in zip(seen, low, strict=True)],
            [
                max(group.observed.high - value, 0)
                for value, group in zip(seen, groups, strict=True)
            ],
        ),
        fmt="o",
        markersize=3,
        linewidth=0.8,
        color=ORANGE,
        label="tenths of people, 95 %",
    )
    axis.plot(
        [group.expected for group in groups],
        [LOWEST * 1.15] * len(groups),
        "|",
        color=BLACK,
        markersize=8,
        label="mean risk of each tenth",
    )
    axis.set_xlim(LOWEST, 1)
    axis.set_ylim(LOWEST, 1)
    for ticks in (axis.xaxis, axis.yaxis):
        ticks.set_ticks(_TICKS)
        ticks.set_major_formatter(FuncFormatter(lambda x, _: f"{x * 100:g} %"))
    axis.set_xlabel("predicted risk")
    axis.set_ylabel("observed risk")
    axis.text(
        0.98,
        0.06,
        f"slope {with_interval(found.slope, '.2f')}\n"
        f"O/E {with_interval(found.observed_expected, '.2f')}\n"
        f"ICI {with_interval(found.ici, '.4f')}",
        transform=axis.transAxes,
        horizontalalignment="right",
        fontsize=6.5,
    )
