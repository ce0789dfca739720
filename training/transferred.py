"""A bundle moved to the population it is for: its model, its replicates, its figures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr
from tqdm import tqdm

from training.at_target import AtTarget, kin_rows, validate_at_target
from training.card.sections import TierContrast, Transfer
from training.cohort import Cohort, Floats
from training.definition import Definition
from training.model import Model
from training.recipe import Recipe
from training.sources import Source, Target
from training.target_samples import Samples, redrawn
from training.transfer import Contrast, Transferred, transfer
from training.uncertainty.replicates import times_drawn
from training.validated import AtHome


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Retargeted:
    """What a run makes for the target population.

    Attributes:
        samples: Its people.
        model: What is shipped.
        replicates: Of the same, on other draws of both populations.
        at: How good it is.
        section: What the card says of the transfer.
        level_sd: By tier, how uncertain the level is, from the contrast of the samples.
    """

    samples: Samples
    model: Model
    replicates: tuple[Model, ...]
    at: AtTarget
    section: Transfer
    level_sd: dict[str, float]


def retarget(
    source: Source,
    cohort: Cohort,
    target: Cohort,
    home: AtHome,
    *,
    recipe: Recipe,
    model: Model,
    replicates: Sequence[Model],
) -> Retargeted:
    """Transfer a model and its replicates, and validate them.

    A replicate's kin are of the sampling units that it was trained on, and the target's
    people are drawn too, so that the interval has the chance of both.

    Args:
        source: With a target.
        cohort: The first population.
        target: The people of the other.
        home: With the first population's models, each without one fold.
        recipe: Of the incomplete rows.
        model: Of the first population.
        replicates: Of `train_replicates`, from `cohort` and the definition's seed.
    """
    definition, spec = source.definition, source.definition.transfer
    assert source.target is not None  # noqa: S101 - the caller has read it
    assert spec is not None  # noqa: S101 - a definition with a target has it
    rows = kin_rows(cohort, source.target)
    samples = Samples.of(target, cohort.take(rows))
    shipped = transfer(model, samples, definition, recipe, seed=(definition.seed, 5))
    drawn = [
        transfer(
            replicate,
            redrawn(
                samples,
                times_drawn(cohort, number, definition.seed)[rows],
                seed=(definition.seed, number, 6),
            ),
            definition,
            recipe,
            seed=(definition.seed, number, 5),
        )
        for number, replicate in enumerate(
            tqdm(replicates, "replicates of the target", leave=False)
        )
    ]
    section = Transfer(
        kin=source.target.kin,
        contrasts=tuple(_contrasts(definition, shipped, drawn)),
        level_share=spec.level_share,
        agreement=_agreement(target, source.target),
    )
    return Retargeted(
        samples=samples,
        model=shipped.model,
        replicates=tuple(it.model for it in drawn),
        at=validate_at_target(
            source, samples, cohort, home, recipe=recipe, model=model
        ),
        section=section,
        level_sd={
            one.tier: spec.level_share * abs(one.level) for one in section.contrasts
        },
    )


def _contrasts(
    definition: Definition, shipped: Transferred, drawn: Sequence[Transferred]
) -> list[TierContrast]:
    """With standard errors by resampling."""
    found = []
    for number, tier in enumerate(definition.tiers):
        value = shipped.contrasts[number]
        spread = np.std(
            [_numbers(it.contrasts[number]) for it in drawn], axis=0, ddof=1
        )
        level_error, age_error, slope_error = spread.tolist()
        found.append(
            TierContrast(
                tier=tier.code,
                level=value.level,
                level_error=level_error,
                age=value.age,
                age_error=age_error,
                slope=value.slope,
                slope_error=slope_error,
            )
        )
    return found


def _agreement(people: Cohort, target: Target) -> float:
    one, other = (people.value(test) for test in target.tests)
    return float(spearmanr(one, other).statistic)


def _numbers(contrast: Contrast) -> Floats:
    return np.array([contrast.level, contrast.age, contrast.slope])
