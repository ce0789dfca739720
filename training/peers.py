"""How the scores of people are distributed, by sex and band of age.

The service tells where a patient stands among people of the same sex and age: the
training people, or those of the population that the model was transferred to. Counted
are those whom the first tier is for: a recalibration moves all of them alike, so their
quantiles can be moved in their stead.
"""

from collections.abc import Iterator

import numpy as np

from service.clinical.variables import VARIABLES
from training.cohort import Cohort
from training.definition import Definition
from training.logistic import Floats
from training.tiers import tier_of

PERCENTS = (1, 2, *range(5, 100, 5), 98, 99)
"""The ends are left out: they are single people."""

FEWEST_PEOPLE = 300  # a median's place is then known within three percent
_DECADE = 10

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


def peers_json(
    cohort: Cohort, score: Floats, definition: Definition
) -> dict[str, object]:
    """The part `peers` of `reference.json`.

    Args:
        cohort: The people compared with; where some are of a survey, its weights count.
        score: [people] log-odds of the first horizon with what is known of each.
        definition: Of the bundle.
    """
    first_tier = tier_of(cohort.x, cohort.inputs, definition.tiers) == 0
    sexes, age = cohort.value("sex"), cohort.value("age")
    groups = []
    for choice in VARIABLES["sex"].choices:
        counted = first_tier & (sexes == choice.number)
        for age_from, age_to in bands(age[counted]):
            of_band = counted & (age >= age_from) & (age < age_to + 1)
            quantiles = np.quantile(
                score[of_band],
                np.array(PERCENTS) / 100,
                weights=cohort.weight[of_band],
                method="inverted_cdf",  # the one that knows weights
            )
            groups.append(
                {
                    "sex": choice.code,
                    "age_from": age_from,
                    "age_to": age_to,
                    "people": int(of_band.sum()),
                    "log_odds": [round(float(value), 4) for value in quantiles],
                }
            )
    return {"percents": list(PERCENTS), "groups": groups}


def bands(age: Floats) -> Iterator[tuple[int, int]]:
    """First and last year of bands of ten years, wider where people are few."""
    decades = np.floor(age / _DECADE).astype(np.intp)
    ends: list[tuple[int, int]] = []
    begins, people = None, 0
    for decade, count in enumerate(np.bincount(decades).tolist()):
        if count and begins is None:
            begins = decade * _DECADE
        people += count
        if begins is not None and people >= FEWEST_PEOPLE:
            ends.append((begins, decade * _DECADE + _DECADE - 1))
            begins, people = None, 0
    if begins is not None and ends:  # the oldest, too few on their own
        (first, _), last = ends.pop(), int(decades.max()) * _DECADE + _DECADE - 1
        ends.append((first, last))
    yield from ends
