"""How a transferred model does on the population it is for, nobody having seen itself.

Each of the target's people is scored by a transfer that was fitted on the others (cross-
fitting), and each of their kin by one that saw nothing of their cycle of the survey.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.model_selection import StratifiedKFold
from tqdm import tqdm

from training import cross_validation
from training.baseline import LinearBaseline
from training.cohort import Cohort, Floats, Labels, Rows
from training.cross_validation import Scores
from training.definition import Definition
from training.figures import SubsetFigures
from training.model import Model
from training.recipe import Recipe
from training.sources import Source, Target
from training.target_samples import Samples
from training.transfer import transfer
from training.validated import DECISION_AT, AtHome, flagging_threshold
from training.validation.decision import MODEL
from training.validation.grouping import Grouping
from training.validation.home import validate

UNTRANSFERRED, REFIT = "untransferred", "refit"
FOLDS, REPEATS = 10, 3
AGE, AGE_BAND = "age", "age band"
AGES = {20: "20-34", 35: "35-44", 45: "45-54", 55: "55-64", 65: "65+"}
KIN_AGES = {20: "20-44", 45: "45-59", 60: "60+"}  # wider: few have the outcome

Figures = dict[str, SubsetFigures]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AtTarget:
    """Figures of the target population, by subset of the inputs.

    Attributes:
        figures: Of its people, cross-fitted.
        confirmed: Of the same people, against the outcome by every test.
        kin: Of their kin, by the version for the target.
    """

    figures: Figures
    confirmed: Figures
    kin: Figures


def validate_at_target(
    source: Source,
    samples: Samples,
    cohort: Cohort,
    home: AtHome,
    *,
    recipe: Recipe,
    model: Model,
) -> AtTarget:
    """Cross-fit the transfer and compare it with its rivals.

    Args:
        source: With a target.
        samples: The two samples of the target population.
        cohort: The first population, with `samples.kin` among its people.
        home: With the first population's models, each without one fold.
        recipe: Of the incomplete rows.
        model: Of the first population, from everybody.
    """
    target, definition = source.target, source.definition
    assert target is not None  # noqa: S101 - the caller has read it
    people = samples.target
    strict = target.confirmed(people)
    parts = _partitions(people.outcome + strict, definition.seed)
    ours = _cross_fitted(model, samples, parts, definition, recipe)
    before = _scored(model, people, definition, list(ours))
    by_age = replace(people, groups={**people.groups, AGE_BAND: age_band(people, AGES)})

    def judged(outcome: Floats) -> Figures:
        refit = _refitted(people, outcome, parts[0], definition, list(ours))
        return _validate(
            replace(by_age, outcome=outcome),
            {MODEL: ours, REFIT: refit, UNTRANSFERRED: before},
            parts[0],
            definition,
        )

    return AtTarget(
        figures=judged(people.outcome),
        confirmed=judged(strict),
        kin=_kin(
            samples,
            home,
            kin_rows(cohort, target),
            fold=cross_validation.folds(cohort, definition),
            definition=definition,
            recipe=recipe,
        ),
    )


def age_band(people: Cohort, ages: Mapping[int, str]) -> Labels:
    """The band of each person's age [people]: where a level goes wrong, it does by age.

    Args:
        people: Adults.
        ages: The name of the band that begins at an age.
    """
    bands = Grouping.of_bands(people.value(AGE), list(ages), list(ages.values()))
    return np.array(bands.names)[bands.code]


def kin_rows(cohort: Cohort, target: Target) -> Rows:
    """The target's kin among the people of the first population."""
    return np.flatnonzero(cohort.groups["ancestry"] == target.kin)


def subsets_of(people: Cohort, definition: Definition) -> list[str]:
    """The subsets that leave these people something different to know."""
    known = {
        name for name in definition.inputs if not np.isnan(people.value(name)).all()
    }
    seen: dict[frozenset[str], str] = {}
    for subset in definition.gaps.subsets:
        left = known & set(definition.gaps.known(definition.inputs, subset))
        seen.setdefault(frozenset(left), subset)
    return list(seen.values())


def _partitions(strata: Floats, seed: int) -> list[Rows]:
    """The fold of each person [people], for each repeat."""
    found = []
    for repeat in range(REPEATS):
        fold = np.empty(len(strata), np.intp)
        parts = StratifiedKFold(FOLDS, shuffle=True, random_state=seed + repeat)
        for number, (_, held_out) in enumerate(parts.split(strata, strata)):
            fold[held_out] = number
        found.append(fold)
    return found


def _cross_fitted(
    model: Model,
    samples: Samples,
    partitions: Sequence[Rows],
    definition: Definition,
    recipe: Recipe,
) -> Scores:
    """Log-odds [people] by transfers from others, the mean of several partitions.

    With so few events a single one depends on the draw.
    """
    people = samples.target
    subsets = subsets_of(people, definition)
    scores = {subset: np.zeros(people.people) for subset in subsets}
    steps = [(fold, number) for fold in partitions for number in range(FOLDS)]
    for step, (fold, number) in enumerate(tqdm(steps, "target", leave=False)):
        others = people.take(np.flatnonzero(fold != number))
        held_out = np.flatnonzero(fold == number)
        revised = transfer(
            model,
            Samples.of(others, samples.kin),
            definition,
            recipe,
            seed=(definition.seed, step, 7),
        ).model
        found = _scored(revised, people.take(held_out), definition, subsets)
        for subset, score in found.items():
            scores[subset][held_out] += score / len(partitions)
    return scores


def _scored(
    model: Model, people: Cohort, definition: Definition, subsets: Sequence[str]
) -> Scores:
    return {
        subset: model.log_odds(definition.gaps.without(people.x, people.inputs, subset))
        for subset in subsets
    }


def _refitted(
    people: Cohort,
    outcome: Floats,
    fold: Rows,
    definition: Definition,
    subsets: Sequence[str],
) -> Scores:
    """Linear logistic regression on the target's people alone, cross-fitted."""
    scores = {subset: np.empty(people.people) for subset in subsets}
    for subset, score in scores.items():
        x = people.select(definition.gaps.known(people.inputs, subset)).x
        for number in np.unique(fold):
            rows, held_out = fold != number, fold == number
            baseline = LinearBaseline.fit(
                x[rows],
                outcome[rows],
                np.zeros(rows.sum()),
                people.weight[rows],
            )
            score[held_out] = baseline.log_odds(x[held_out])
    return scores


def _kin(
    samples: Samples,
    home: AtHome,
    rows: Rows,
    *,
    fold: Rows,
    definition: Definition,
    recipe: Recipe,
) -> Figures:
    """Of the kin, each by a model and a transfer that saw nothing of their cycle.

    Args:
        samples: Of the target.
        home: The first population's models and scores.
        rows: The place of the kin among the first population's people.
        fold: [people of the first population] that held each person out.
        definition: Of the bundle.
        recipe: Of the incomplete rows.
    """
    kin, fold = samples.kin, fold[rows]
    subsets = list(definition.gaps.subsets)
    ours = {subset: np.empty(kin.people) for subset in subsets}
    for number in np.unique(fold).tolist():
        others = kin.take(np.flatnonzero(fold != number))
        held_out = np.flatnonzero(fold == number)
        revised = transfer(
            home.models[number],
            Samples.of(samples.target, others),
            definition,
            recipe,
            seed=(definition.seed, number, 8),
        ).model
        found = _scored(revised, kin.take(held_out), definition, subsets)
        for subset, score in found.items():
            ours[subset][held_out] = score
    before = {subset: home.scores[subset][rows] for subset in subsets}
    return _validate(
        replace(kin, groups={AGE_BAND: age_band(kin, KIN_AGES)}),
        {MODEL: ours, UNTRANSFERRED: before},
        fold,
        definition,
    )


def _validate(
    people: Cohort, by_code: Mapping[str, Scores], fold: Rows, definition: Definition
) -> Figures:
    subsets = list(by_code[MODEL])
    return validate(
        people,
        {
            subset: {code: scores[subset] for code, scores in by_code.items()}
            for subset in subsets
        },
        {subset: np.zeros(people.people) for subset in subsets},
        folds=fold,
        threshold=flagging_threshold(definition),
        decision_at=DECISION_AT,
        seed=definition.seed,
    )
