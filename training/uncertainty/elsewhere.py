"""The interval of a finished bundle, as people of another country would be told it."""

from collections.abc import Iterator, Mapping

import numpy as np

from service.engine.scorer import Scorer
from training.cohort import Cohort, Floats, Inputs
from training.figures import Coverage
from training.sources import Source
from training.tiers import tier_of
from training.trained import Trained
from training.uncertainty.abroad import Predicted, coverage_abroad
from training.validated import known_beside, never_learnt


def interval_abroad(
    source: Source,
    external: Cohort | None,
    made: Trained,
    scorer: Scorer,
    added_sd: Mapping[str, float],
) -> Iterator[Coverage]:
    """How often it holds what was seen there, for every subset of inputs.

    Inputs whose curves were learnt there are hidden; then they are known, each person
    scored by curves from others.
    """
    if external is None:
        return
    definition = source.definition
    predicted: dict[str, Predicted] = {}

    def predict(x: Inputs, log_odds: Floats | None = None) -> Predicted:
        scores, spread = scorer.score_with_spread(x, len(x))
        tier = tier_of(x, external.inputs, definition.tiers)
        horizon = definition.bands_horizon_years
        of_time = made.time.horizon_sd([horizon])
        level = np.array([added_sd[it.code] for it in definition.tiers])[tier]
        time = np.array([of_time[it.code][0] for it in definition.tiers])[tier]
        replicates = spread.replicates.std(axis=1, ddof=1, dtype=np.float64)
        first = scores.log_odds[:, 0].astype(np.float64)
        return Predicted(
            log_odds=(first if log_odds is None else log_odds)
            + made.time.offset(tier, np.array(horizon)),
            sd=np.sqrt(replicates**2 + level**2 + time**2),
        )

    for subset in definition.gaps.subsets:
        predicted[subset] = predict(never_learnt(external, definition, subset))
    for teacher in made.teachers:
        for number in range(len(definition.tiers)):
            x = external.x.copy()
            better = [it for tier in definition.tiers[:number] for it in tier.any_of]
            x[:, [external.inputs.index(name) for name in better]] = np.nan
            name = known_beside(definition, number, teacher.name)
            predicted[name] = predict(x, teacher.out_of_fold(number, definition.seed))
    yield from coverage_abroad(
        external, predicted, definition.bands_horizon_years, definition.seed
    )
