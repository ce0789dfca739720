"""Published point scores of a whole cohort, and the probabilities they stand for.

A score with unknown items has a range: its middle counts, and the share of people for
whom this is so is reported. Everybody is scored, also outside a score's ages. Points
become probabilities by logistic regression on people of other folds, which is kinder to
a score than its own table would be.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from tqdm import tqdm

from service.clinical.reference_scores import REFERENCE_SCORES
from service.clinical.variable import Value, Variable
from service.clinical.variables import VARIABLES
from training.cohort import Cohort, Floats, Rows
from training.logistic import fit_logistic
from training.validation.sample import Sample


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PublishedScore:
    """One score of everybody.

    Attributes:
        points: [people] the score, or the middle of its range.
        incomplete: Share of people with a range, not a score.
    """

    points: Floats
    incomplete: float

    def take(self, rows: Rows) -> Self:
        """The points of these rows alone."""
        return replace(self, points=self.points[rows])

    def log_odds(self, sample: Sample, years: Floats, folds: Rows) -> Floats:
        """Log-odds [people] at each one's `years`, from people of other folds.

        Args:
            sample: The people.
            years: [people] of follow-up, where it differs; its logarithm is fitted.
            folds: [people] number of the fold that holds a person out.

        Raises:
            TrainingError: A fold leaves too few events for a regression.
        """
        columns = [self.points]
        if np.ptp(years) > 0:
            columns.append(np.log(years))
        design = np.column_stack(columns)
        log_odds = np.empty(sample.people)
        for fold in np.unique(folds):
            others, held_out = folds != fold, folds == fold
            fitted = fit_logistic(
                design[others], sample.outcome[others], weight=sample.weight[others]
            )
            log_odds[held_out] = fitted.log_odds(design[held_out])
        return log_odds


def published_scores(cohort: Cohort) -> dict[str, PublishedScore]:
    """Every published score of everybody, by its code."""
    values = {
        name: _decoded(VARIABLES[name], cohort.values.get(name, cohort.value(name)))
        for name in (*cohort.inputs, *cohort.values)
    }
    scores = REFERENCE_SCORES.values()
    low, high = np.empty((2, len(scores), cohort.people))
    people = tqdm(_people(values), "published scores", cohort.people, leave=False)
    for row, person in enumerate(people):
        for place, score in enumerate(scores):
            result = score.assess(person)
            low[place, row], high[place, row] = result.low, result.high
    return {
        code: PublishedScore(
            points=(low[place] + high[place]) / 2,
            incomplete=float(
                np.average(low[place] < high[place], weights=cohort.weight)
            ),
        )
        for place, code in enumerate(REFERENCE_SCORES)
    }


def _people(values: Mapping[str, list[Value | None]]) -> Iterator[dict[str, Value]]:
    for row in zip(*values.values(), strict=True):
        yield {
            name: value
            for name, value in zip(values, row, strict=True)
            if value is not None
        }


def _decoded(variable: Variable, encoded: Floats) -> list[Value | None]:
    """What a person would have sent: the inverse of `Variable.encode`."""
    if variable.kind == "quantity":
        # Inputs are of 32 bits: 22.9 came back as 22.899999618.
        numbers = np.round(encoded, 4).tolist()
        return [None if math.isnan(number) else number for number in numbers]
    codes: dict[float, Value] = {
        choice.number: choice.code for choice in variable.choices
    }
    if variable.kind == "yes_no":
        codes = {0.0: False, 1.0: True}
    return [codes.get(number) for number in encoded.tolist()]
