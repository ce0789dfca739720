"""The recorded choice of hyperparameters: written by `tune`, read by `fit`."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

MAX_TREES = 300  # what the compiled graph affords in size and in microseconds
DEPTH = 3  # deeper trees cannot be compiled with their exact explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that tuning may choose.

    Attributes:
        trees: Number of boosted trees, at most `MAX_TREES`.
        learning_rate: Share of each tree that is kept.
        min_child_weight: Least sum of hessians in a leaf.
        reg_lambda: L2 penalty of leaf values.
        subsample: Share of rows a tree sees.
        colsample_bytree: Share of inputs a tree sees.
        max_bin: Histogram bins per input.
        complete: Share of a person's weight that the complete row carries; the
            incomplete rows, one for each situation, carry the rest.
        negatives: Share of people without the outcome drawn for each situation;
            they weigh 1 / share, so that prevalence stays what it is.
        smoothness: Penalty of a change of slope of a curve, squared and in log-odds
            for a mean distance of its knots.
        ridge: Penalty of a curve's rise between two knots, squared and in log-odds.
    """

    trees: int
    learning_rate: float
    min_child_weight: float
    reg_lambda: float
    subsample: float
    colsample_bytree: float
    max_bin: int
    complete: float
    negatives: float
    smoothness: float
    ridge: float


def load_recipe(path: Path) -> Recipe:
    """Read the recorded choice."""
    return Recipe(**tomllib.loads(path.read_text())["recipe"])


def to_toml(name: str, recipe: Recipe, tuning: Mapping[str, float]) -> str:
    """Write a recipe, and how it was found, in the form `load_recipe` reads."""
    lines = [f"# Written by `python -m training tune {name}`.", "[recipe]"]
    lines += [f"{name} = {value!r}" for name, value in asdict(recipe).items()]
    lines += ["", "# Log loss is out of fold, in units of 0.0001.", "[tuning]"]
    lines += [f"{name} = {value!r}" for name, value in tuning.items()]
    return "\n".join(lines) + "\n"
