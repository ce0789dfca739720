"""A saved xgboost model, read and checked: trees and the score they start from.

Guarantees that what comes out is a sum of numeric-split trees on a single log-odds
scale, the only form that the compiler writes; all else is refused here.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from xgboost import Booster

from training.compiler.refusal import CannotCompileError
from training.compiler.trees import SavedTree, Tree, read_tree

LOGISTIC = "binary:logistic"  # its base score is a probability
QUANTILE = "reg:quantileerror"  # of differences of log-odds, and so is its base score


class _Parameters(TypedDict):
    base_score: str
    num_class: str
    num_target: str
    num_feature: str


class _Objective(TypedDict):
    name: str


class _Trees(TypedDict):
    trees: list[SavedTree]


class _GradientBooster(TypedDict):
    name: str
    model: _Trees


class _Learner(TypedDict):
    attributes: dict[str, str]
    feature_names: list[str]
    gradient_booster: _GradientBooster
    learner_model_param: _Parameters
    objective: _Objective


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble:
    """Trees whose values add up, with `start`, to the score in log-odds."""

    trees: tuple[Tree, ...]
    start: float


def read_ensemble(
    booster: Booster, inputs: Sequence[str], *, objective: str
) -> Ensemble:
    """Read a booster whose columns are `inputs`, in this order.

    Args:
        booster: Trained with this objective.
        inputs: The names of its columns.
        objective: `LOGISTIC` or `QUANTILE`, of one target.

    Raises:
        CannotCompileError: when it cannot be compiled exactly, or its columns are not
            `inputs`.
    """
    learner: _Learner = json.loads(booster.save_raw("json"))["learner"]
    _refuse_other_models(learner, objective)
    _refuse_unused_rounds(learner, booster.num_boosted_rounds())
    _refuse_other_columns(learner, inputs)
    saved_trees = learner["gradient_booster"]["model"]["trees"]
    return Ensemble(
        trees=tuple(map(read_tree, saved_trees)),
        start=_start(learner["learner_model_param"]["base_score"], objective),
    )


def _refuse_other_models(learner: _Learner, wanted: str) -> None:
    kind = learner["gradient_booster"]["name"]
    if kind != "gbtree":
        raise CannotCompileError(
            f"The booster is {kind!r}; only plain trees (booster='gbtree') add up to"
            " contributions that do not change from tree to tree."
        )
    objective = learner["objective"]["name"]
    shape = learner["learner_model_param"]
    if objective != wanted or shape["num_class"] != "0" or shape["num_target"] != "1":
        raise CannotCompileError(
            f"The objective is {objective!r} with {shape['num_target']} target(s); the"
            f" graph needs one score in log-odds here: train with {wanted!r}."
        )


def _refuse_unused_rounds(learner: _Learner, rounds: int) -> None:
    """Refuse a booster that kept rounds after its best one.

    xgboost's own interfaces disagree on it: `Booster.predict` uses every round, the
    scikit-learn wrapper only those up to the best.
    """
    best = int(learner["attributes"].get("best_iteration", rounds - 1))
    if best != rounds - 1:
        raise CannotCompileError(
            f"Early stopping found round {best} of {rounds} the best; choose the rounds"
            " first: booster[: booster.best_iteration + 1]."
        )


def _refuse_other_columns(learner: _Learner, inputs: Sequence[str]) -> None:
    columns = int(learner["learner_model_param"]["num_feature"])
    names = learner["feature_names"] or list(inputs)
    if columns != len(inputs) or names != list(inputs):
        raise CannotCompileError(
            f"The booster was trained on {columns} columns {names}, the inputs are"
            f" {list(inputs)}: they must be the same, in the same order."
        )


def _start(base_score: str, objective: str) -> float:
    """Return the score that xgboost's base score, text like "[5E-1]", stands for."""
    [saved] = json.loads(base_score)
    base = float(np.float32(saved))
    return base if objective == QUANTILE else math.log(base / (1 - base))
