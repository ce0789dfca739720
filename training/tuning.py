"""The search for hyperparameters, on the training cohort alone.

A trial is judged by the out-of-fold log loss at each person's own follow-up time,
averaged over the subsets of inputs: a proper score, which asks for ranking and
calibration at once. The recorded recipe is the first trial, so that a search can only
improve on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import optuna
from optuna.trial import FixedTrial, FrozenTrial

from training.cohort import Cohort
from training.cross_validation import fold_models, offsets, score_subsets
from training.definition import Definition
from training.logistic import Floats, fit_logistic, log_loss
from training.recipe import Recipe, to_toml
from training.time_offset import TimeCourse

LOSS_UNIT = 1e-4  # differences between good recipes are of this size
ACCEPTABLE_SLOPE = (0.94, 1.06)
_SLOPES = "slopes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search found.

    Attributes:
        recipe: The best recipe.
        loss: Its mean log loss, in units of 0.0001.
        first_loss: That of the recipe the search began with.
        winner: Number of the best trial; 0 is the recipe the search began with.
        trials: How many were tried.
    """

    recipe: Recipe
    loss: float
    first_loss: float
    winner: int
    trials: int

    def to_toml(self, name: str) -> str:
        """The record that `fit` reads, of the bundle of this name."""
        facts = {
            "trials": self.trials,
            "winner": self.winner,
            "log_loss": self.loss,
            "log_loss_of_trial_0": self.first_loss,
        }
        return to_toml(name, self.recipe, facts)


def search(
    cohort: Cohort,
    definition: Definition,
    first: Recipe,
    time: TimeCourse,
    *,
    trials: int,
) -> Search:
    """Try `first`, then recipes that Optuna's TPE sampler suggests."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        sampler=optuna.samplers.TPESampler(seed=definition.seed)
    )
    study.enqueue_trial(_searched(first))

    def judge(trial: optuna.Trial) -> float:
        recipe = _suggest(trial, first)
        models = fold_models(cohort, definition, recipe, time)
        scores = score_subsets(cohort, definition, models)
        found = [
            score + offsets(cohort, definition, time, subset)
            for subset, score in scores.items()
        ]
        slopes = [_slope(log_odds, cohort) for log_odds in found]
        trial.set_user_attr(_SLOPES, (min(slopes), max(slopes)))
        losses = [
            log_loss(log_odds, cohort.outcome, cohort.weight) for log_odds in found
        ]
        return float(np.mean(losses)) / LOSS_UNIT

    study.optimize(judge, n_trials=trials, show_progress_bar=True)
    begun = study.trials[0]
    best = min(filter(_is_acceptable, study.trials), key=_loss, default=begun)
    return Search(
        recipe=_suggest(FixedTrial(_readable(best.params)), first),
        loss=round(_loss(best), 3),
        first_loss=round(_loss(begun), 3),
        winner=best.number,
        trials=len(study.trials),
    )


def _readable(found: Mapping[str, float]) -> dict[str, float]:
    """Three digits are more than a search can tell apart."""
    return {name: float(f"{value:.3g}") for name, value in found.items()}


def _is_acceptable(trial: FrozenTrial) -> bool:
    lowest, highest = trial.user_attrs[_SLOPES]
    least, most = ACCEPTABLE_SLOPE
    return bool(least <= lowest and highest <= most)


def _slope(log_odds: Floats, cohort: Cohort) -> float:
    fitted = fit_logistic(log_odds[:, None], cohort.outcome, weight=cohort.weight)
    return float(fitted.coefficients[1])


def _loss(trial: FrozenTrial) -> float:
    return float(trial.values[0])


def _suggest(trial: optuna.Trial | FixedTrial, first: Recipe) -> Recipe:
    """Trees stay at the most that is afforded: the learning rate goes with them."""
    return replace(
        first,
        learning_rate=trial.suggest_float("learning_rate", 0.01, 0.05, log=True),
        min_child_weight=trial.suggest_float("min_child_weight", 4, 80, log=True),
        reg_lambda=trial.suggest_float("reg_lambda", 1, 60, log=True),
        subsample=trial.suggest_float("subsample", 0.5, 1.0),
        colsample_bytree=trial.suggest_float("colsample_bytree", 0.5, 1.0),
        complete=trial.suggest_float("complete", 0.15, 0.5),
    )


def _searched(recipe: Recipe) -> dict[str, float]:
    return {
        "learning_rate": recipe.learning_rate,
        "min_child_weight": recipe.min_child_weight,
        "reg_lambda": recipe.reg_lambda,
        "subsample": recipe.subsample,
        "colsample_bytree": recipe.colsample_bytree,
        "complete": recipe.complete,
    }
