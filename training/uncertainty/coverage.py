"""How often the intervals hold what they should, measured on people left out."""

from collections.abc import Iterator, Sequence

import numpy as np

from training.cohort import Cohort
from training.cross_validation import Scores, splits
from training.definition import Definition
from training.figures import Coverage
from training.logistic import Floats
from training.manifest import IF_KNOWN_LEVEL
from training.missingness import COMPLETE
from training.model import Model, margin
from training.recipe import Recipe
from training.time_offset import TimeCourse
from training.uncertainty.halves import other_half
from training.uncertainty.if_known import train_if_known
from training.uncertainty.left_out_centres import left_out_centres

FOLDS = 2  # of the cross-validation; a range per fold takes seconds
PEOPLE = 60_000  # to train a range in a fold

IF_KNOWN = "score with nothing missing in the range of missing values"


def measure_coverage(
    cohort: Cohort,
    definition: Definition,
    recipe: Recipe,
    time: TimeCourse,
    *,
    models: Sequence[Model],
    scores: Scores,
    replicates: Sequence[Model],
) -> tuple[Coverage, ...]:
    """Measure the interval and the range of missing values for every subset of inputs.

    Args:
        cohort: The training cohort.
        definition: Of the bundle.
        recipe: Of the model.
        time: Of the log-odds.
        models: The model trained without each fold of `cross_validation.splits`.
        scores: Their log-odds at the reference time, by subset.
        replicates: Of `train_replicates`, from this cohort and the definition's seed.
    """
    return (
        *left_out_centres(cohort, definition, time, scores, replicates),
        *other_half(cohort, definition, recipe, time),
        *_missing_values(cohort, definition, models),
    )


def _missing_values(
    cohort: Cohort, definition: Definition, models: Sequence[Model]
) -> Iterator[Coverage]:
    """Hide values of held-out people and see where their complete score lies."""
    incomplete = [it for it in definition.gaps.subsets if it != COMPLETE]
    inside: dict[str, list[Floats]] = {subset: [] for subset in incomplete}
    widths: dict[str, list[Floats]] = {subset: [] for subset in incomplete}
    folds = list(zip(splits(cohort, definition), models, strict=True))[:FOLDS]
    for (training, held_out), model in folds:
        part = cohort.take(training).sample(PEOPLE, definition.seed)
        ends = train_if_known(part, model, definition, seed=definition.seed)
        people = cohort.take(held_out)
        complete = model.log_odds(people.x)
        for subset in incomplete:
            x = definition.gaps.without(people.x, cohort.inputs, subset)
            now = model.log_odds(x)
            low, high = np.sort([margin(end, x) for end in ends], axis=0)
            change = complete - now
            inside[subset].append((low <= change) & (change <= high))
            widths[subset].append(high - low)
    for subset in incomplete:
        found = np.concatenate(inside[subset])
        yield Coverage(
            what=IF_KNOWN,
            subset=subset,
            asked=IF_KNOWN_LEVEL,
            found=float(found.mean()),
            compared=len(found),
            median_width=float(np.exp(np.median(np.concatenate(widths[subset])))),
        )
