"""Every person several times: once complete, and once in each way of being incomplete.

The weights of a person's rows sum to the person's own, so that prevalence and
likelihood stay what they are.
"""

from dataclasses import dataclass

import numpy as np

from training.cohort import Cohort, Floats, Inputs, Rows
from training.missingness import Gaps
from training.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Augmented:
    """Rows to train on.

    Attributes:
        x: [rows, inputs], NaN where a value was never known or was dropped.
        person: [rows] the place of the row's person in the cohort.
        weight: [rows].
    """

    x: Inputs
    person: Rows
    weight: Floats


def augment(
    cohort: Cohort, recipe: Recipe, gaps: Gaps | None, rng: np.random.Generator
) -> Augmented:
    """Draw the incomplete rows of everybody; without gaps the complete rows alone.

    All events are in every situation; of the others a share is drawn, which weighs more.
    """
    everybody = np.arange(cohort.people)
    complete = recipe.complete if gaps else 1.0
    xs, people, weights = [cohort.x], [everybody], [complete * cohort.weight]
    event = cohort.outcome == 1
    if gaps:
        for situation in gaps.situations:
            drawn = event | (rng.random(cohort.people) < recipe.negatives)
            rows = np.flatnonzero(drawn)
            x = cohort.x[rows]
            x[gaps.draw_mask(len(rows), cohort.inputs, situation, rng)] = np.nan
            share = (1 - complete) * situation.share
            share_of = np.where(event[rows], share, share / recipe.negatives)
            xs.append(x)
            people.append(rows)
            weights.append(share_of * cohort.weight[rows])
    return Augmented(
        x=np.vstack(xs), person=np.concatenate(people), weight=np.concatenate(weights)
    )
