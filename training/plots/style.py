"""How every plot looks: readable on A4, in grey print and to the colour-blind."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from textwrap import fill

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito's palette, told apart with every common colour blindness.
BLACK, BLUE, ORANGE, GREEN = "#000000", "#0072B2", "#D55E00", "#009E73"
COLOURS = (BLUE, ORANGE, GREEN, "#CC79A7", "#E69F00", "#56B4E9", "#8C6D1F", "#7F7F7F")
GREY = "#7F7F7F"
DASHES = ("-", "--", "-.", ":")

A4_WIDTH = 7.2  # inches between the margins
PANEL_HEIGHT = 3.1
COLUMNS = 2
_TITLE = 42  # letters of a panel's title on a line
_DPI = 130  # keeps a picture of five panels below 300 kB


@contextmanager
def styled() -> Iterator[None]:
    """The style, for as long as a figure is drawn and saved."""
    with mpl.rc_context(
        {
            "font.family": "DejaVu Sans",
            "font.size": 8,
            "axes.titlesize": 9,
            "axes.titlelocation": "left",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "legend.frameon": False,
            "legend.fontsize": 7,
            "lines.linewidth": 1.3,
            "svg.fonttype": "none",
            # Ids in an SVG come from the content and this, so that bytes repeat.
            "svg.hashsalt": "diabetes-risk",
            "path.simplify": True,
        }
    ):
        yield


def panels(
    titles: Sequence[str], height: float = PANEL_HEIGHT
) -> tuple[Figure, list[Axes]]:
    """A figure with one panel for each title, two beside each other."""
    rows = -(-len(titles) // COLUMNS)
    columns = min(COLUMNS, len(titles))
    figure = Figure(figsize=(A4_WIDTH, rows * height), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for axis, title in zip(axes, titles, strict=False):
        axis.set_title(fill(title, _TITLE))
    for axis in axes[len(titles) :]:
        axis.set_axis_off()
    return figure, axes[: len(titles)]


def saved(name: str, figure: Figure) -> dict[str, bytes]:
    """The figure as SVG and PNG, without date or program."""
    vector, raster = io.BytesIO(), io.BytesIO()
    figure.savefig(vector, format="svg", metadata={"Date": None, "Creator": None})
    figure.savefig(raster, format="png", dpi=_DPI, metadata={"Software": None})
    lines = vector.getvalue().decode().splitlines()
    text = "".join(line.rstrip() + "\n" for line in lines)
    return {f"{name}.svg": text.encode(), f"{name}.png": raster.getvalue()}


def colour(position: int) -> str:
    """The colour of a line, by its place in a legend."""
    return COLOURS[position % len(COLOURS)]


def dash(position: int) -> str:
    """The dash of a line: lines of one colour differ in it."""
    return DASHES[position // len(COLOURS) % len(DASHES)]
