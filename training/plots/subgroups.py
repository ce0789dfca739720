"""Subgroups: ranking and calibration of each group beside those of everybody."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.card.names import dimension, group
from training.figures import Estimate, Subgroup, SubsetFigures
from training.plots.style import A4_WIDTH, BLUE, GREY

_LINE = 0.19  # inches for each group
_MARGINS = 1.1


def subgroups(row: SubsetFigures) -> Figure:
    """A line for each group: AUC on the left, O/E on the right."""
    groups = row.subgroups
    drawn = Figure(
        figsize=(A4_WIDTH, _MARGINS + _LINE * len(groups)), layout="constrained"
    )
    left, right = drawn.subplots(1, 2, sharey=True)
    overall = row.ranking.auc if row.ranking else row.c_index
    _panel(left, groups, [group.auc for group in groups], overall)
    _panel(
        right,
        groups,
        [group.observed_expected for group in groups],
        row.calibration.observed_expected,
    )
    left.set_yticks(
        range(len(groups)),
        [
            f"{dimension(g.dimension)} {group(g.group)} ({g.events:,}/{g.people:,})"
            for g in groups
        ],
        fontsize=6.5,
    )
    left.invert_yaxis()
    left.set_xlabel("AUC or C (95 %)")
    right.set_xlabel("O/E (95 %)")
    right.axvline(1, color=GREY, linewidth=0.6)
    right.set_xscale("log")
    ticks = (0.25, 0.5, 1, 2, 4)
    right.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    right.minorticks_off()
    drawn.suptitle(
        f"With {row.subset} known; events/people. No mark: too few events. "
        "Dashed: everybody.",
        fontsize=8,
    )
    return drawn


def _panel(
    axis: Axes,
    groups: Sequence[Subgroup],
    estimates: Sequence[Estimate | None],
    overall: Estimate | None,
) -> None:
    for line, found in enumerate(estimates):
        if found is not None:
            axis.plot((found.low, found.high), (line, line), color=BLUE, linewidth=1)
            axis.plot(found.value, line, "o", color=BLUE, markersize=3)
    if overall is not None:
        axis.axvline(overall.value, color=BLUE, linewidth=0.8, linestyle="--")
    edges = [
        line - 0.5
        for line in range(1, len(groups))
        if groups[line].dimension != groups[line - 1].dimension
    ]
    for edge in edges:
        axis.axhline(edge, color=GREY, linewidth=0.3)
