"""ROC curves: one line for each subset of the inputs."""

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from training.card.markdown import figure as with_interval
from training.figures import SubsetFigures
from training.plots.style import A4_WIDTH, GREY, colour, dash

_SIDE = 4.6


def roc(figures: Mapping[str, SubsetFigures]) -> Figure:
    """Sensitivity by 1 - specificity, where follow-up is not censored."""
    drawn = Figure(figsize=(A4_WIDTH, _SIDE), layout="constrained")
    axis = drawn.subplots()
    axis.plot((0, 1), (0, 1), color=GREY, linewidth=0.8, linestyle="--")
    for place, (subset, row) in enumerate(figures.items()):
        if row.ranking is None:
            continue
        axis.plot(
            row.ranking.roc.x,
            row.ranking.roc.y,
            color=colour(place),
            linestyle=dash(place),
            label=f"{subset}: AUC {with_interval(row.ranking.auc)}",
        )
    axis.set_aspect("equal")
    axis.set_xlim(0, 1)
    axis.set_ylim(0, 1)
    for ticks in (axis.xaxis, axis.yaxis):
        ticks.set_major_formatter(PercentFormatter(1))
    axis.set_xlabel("flagged among people without the outcome (1 - specificity)")
    axis.set_ylabel("flagged among people with it (sensitivity)")
    axis.legend(loc="lower right")
    return drawn
