"""Decision curves: the net benefit of acting above a threshold, for each strategy."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from training.card.names import in_order, strategy
from training.figures import Decision, SubsetFigures
from training.plots.style import BLACK, BLUE, COLOURS, GREY, panels

PER_PEOPLE = 1000
_TALLER = 3.6
_PLAIN = {
    "model": (BLUE, "-"),
    "treat_all": (BLACK, ":"),
    "treat_none": (GREY, "-"),
}
_SHADES = COLOURS[1:-1]  # the first is the model's, the last is grey
_STROKES = ("--", "-.")


def decision(figures: Mapping[str, SubsetFigures]) -> Figure:
    """A panel for each subset."""
    drawn, axes = panels(list(figures), _TALLER)
    codes = {code for row in figures.values() for code in row.decision.curves}
    others = [code for code in in_order(sorted(codes)) if code not in _PLAIN]
    for axis, row in zip(axes, figures.values(), strict=True):
        _panel(axis, row.decision, others)
    lines = {
        label: line
        for axis in axes
        for line, label in zip(*axis.get_legend_handles_labels(), strict=True)
    }
    labels = [strategy(code) for code in in_order(sorted(codes))]
    drawn.legend(
        [lines[label] for label in labels], labels, loc="outside lower center", ncols=4
    )
    return drawn


def _panel(axis: Axes, found: Decision, others: list[str]) -> None:
    for code in in_order(found.curves):
        curve = found.curves[code]
        if code in _PLAIN:
            shade, stroke = _PLAIN[code]
        else:
            place = others.index(code)
            shade = _SHADES[place % len(_SHADES)]
            stroke = _STROKES[place // len(_SHADES) % len(_STROKES)]
        axis.plot(
            found.thresholds,
            [benefit * PER_PEOPLE for benefit in curve],
            color=shade,
            linestyle=stroke,
            linewidth=1.8 if code == "model" else 1.0,
            zorder=3 if code == "model" else 2,
            label=strategy(code),
        )
    best = max(max(curve) for curve in found.curves.values()) * PER_PEOPLE
    axis.set_ylim(-0.15 * best, 1.05 * best)
    axis.set_xlim(0, max(found.thresholds))
    axis.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axis.set_xlabel("act at a risk of at least")
    axis.set_ylabel(f"net benefit for {PER_PEOPLE:,} people")
