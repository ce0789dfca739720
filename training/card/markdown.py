"""Markdown that the page, the checklists and the printed report share."""

from collections.abc import Iterable, Sequence

from training.figures import Estimate

NOT_ESTIMATED = "too few"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell is escaped, a line break becomes a space."""
    lines = [header, ["---"] * len(header), *rows]
    cells = (
        [cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines
    )
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def bullets(lines: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {line}" for line in lines)


def figure(estimate: Estimate | None, form: str = ".3f") -> str:
    """A figure with its 95 % interval; in words where there are too few events."""
    if estimate is None:
        return NOT_ESTIMATED
    low, high = format(estimate.low, form), format(estimate.high, form)
    return f"{estimate.value:{form}} ({low} to {high})"


def share(value: float | None) -> str:
    """A share in per cent; in words where there are too few events."""
    return NOT_ESTIMATED if value is None else f"{value:.1%}"


def times(estimate: Estimate, factor: float) -> Estimate:
    """The same figure in another unit, such as for 1,000 people."""
    return Estimate(
        value=estimate.value * factor,
        low=estimate.low * factor,
        high=estimate.high * factor,
    )
