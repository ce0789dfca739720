"""A bundle validated again: its own cohorts computed anew, or a hospital's people.

The first shows that a card's figures can be made by anybody who has the data: the
models are trained again, as `fit` trains them. The second is what a hospital looks at
before it uses a bundle.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np

from service.engine.bundle import Bundle, open_bundle
from training.card.comparison import differing
from training.card.people import Data
from training.card.record import Card, read_card
from training.card.render import contributions
from training.cohort import Cohort, Inputs, Rows
from training.errors import TrainingError
from training.figures import Coverage, SubsetFigures
from training.fitting import read_reporting, read_target, with_target
from training.learnt_card import learnt_curves
from training.logistic import Floats
from training.manifest import packages
from training.missingness import COMPLETE
from training.parity import NotEqualError, parity_rows, prove_equal
from training.recalibration.run import time_course
from training.recipe import load_recipe
from training.reference import Known, known_values
from training.sources import SOURCES, Source
from training.threads import one_thread
from training.tiers import tier_of
from training.trained import Trained, train_bundle, uncertain_levels
from training.uncertainty.coverage import measure_coverage
from training.uncertainty.elsewhere import interval_abroad
from training.validated import DECISION_AT, validate_abroad
from training.validation.abroad import validate_censored
from training.validation.home import validate

SEED = 1


class NotReproducedError(TrainingError):
    """Figures came out differently from the card's."""


class NotOurBundleError(TrainingError):
    """The cohorts of this bundle are not known here."""


@one_thread()
def reproduce(folder: Path, directory: Path | None) -> Card:
    """Compute every figure of a bundle's card again, at home and abroad.

    The people, the time exponent, the cross-validation, the transfer, the
    coverage and the spread between centres come from the data and the recipe alone;
    figures abroad and contributions from the bundle's own graph. A figure is the same
    if it differs by at most 1e-7 plus 1e-4 of it. The greatest difference of graph and
    booster is rounding, so it is not compared: the bundle's graph has to answer as the
    boosters trained again do, within the tolerance of the golden rows.

    Args:
        folder: The bundle's.
        directory: Where the cohorts' files are.

    Returns:
        The card, whose figures have been found again.

    Raises:
        NotOurBundleError: It was not made from a cohort this project knows.
        NotReproducedError: A figure is another one; each is named.
    """
    bundle = open_bundle(folder)
    manifest = bundle.manifest
    if manifest.name not in SOURCES or manifest.parent:
        raise NotOurBundleError(
            f"{folder}: {manifest.name} {manifest.version} was made from a hospital's "
            "own records. Give them with --cohort."
        )
    source = SOURCES[manifest.name]
    card = read_card((folder / "card.json").read_bytes())
    recipe = load_recipe(source.definition.recipe)
    if recipe != card.recipe:
        raise NotReproducedError(f"{folder}: made with another recipe.")
    definition = source.definition
    cohort = read_reporting(source.read(directory, definition.inputs))
    external = None
    if source.external:
        external = read_reporting(source.external.read(directory, definition.inputs))
    made = train_bundle(source, cohort, external, read_target(source, directory))
    _prove(folder, source, made, known_values(cohort, external))
    spread = uncertain_levels(cohort, definition, made)
    found: dict[str, object] = {
        "training": asdict(Data.of(cohort, definition.population.en)),
        "time": [asdict(k) for k in made.time.exponents] if definition.timed else [],
        "shrinkage": [list(pair) for pair in made.home.shrinkage.recalibration],
        "home": _listed(made.home.figures),
        **_target(with_target(card, source, made)),
        "added_sd": spread,
        "coverage": [
            asdict(one)
            for one in (
                *_coverage(source, made),
                *interval_abroad(source, external, made, bundle.scorer, spread),
            )
        ],
        "learnt": [asdict(one) for one in learnt_curves(source, made.teachers)],
        "contributions": [
            asdict(it) for it in contributions(bundle.scorer, made.described)
        ],
    }
    if source.external and external is not None:
        found["external"] = asdict(Data.of(external, source.external.population))
        found["abroad"] = _listed(
            validate_abroad(
                source,
                cohort,
                external,
                made.time,
                _scoring(bundle),
                teachers=made.teachers,
            )
        )
    wanted = card.to_json()
    changed = [
        line
        for name, now in found.items()
        for line in differing(wanted[name], now, name)
    ]
    if changed:
        raise NotReproducedError(
            f"Figures that differ from the card: {len(changed)}. "
            f"{'; '.join(changed[:5])}. "
            f"The card was made with {_said(card.packages)}, this with "
            f"{_said(packages())}."
        )
    return card


def _coverage(source: Source, made: Trained) -> tuple[Coverage, ...]:
    return measure_coverage(
        made.cohort,
        source.definition,
        made.recipe,
        made.time,
        models=made.home.models,
        scores=made.home.scores,
        replicates=made.replicates,
    )


def _target(card: Card) -> dict[str, object]:
    """What a card says of the population that the bundle is for."""
    return {
        "target": _listed(card.target),
        "target_data": asdict(card.target_data) if card.target_data else None,
        "confirmed": _listed(card.confirmed),
        "kin": _listed(card.kin),
        "transfer": asdict(card.transfer) if card.transfer else None,
    }


def _prove(folder: Path, source: Source, made: Trained, known: Known) -> None:
    """That the graph which is served answers as the boosters trained again do."""
    definition = source.definition
    rows = parity_rows(made.cohort, known, definition.gaps, definition.seed)
    try:
        prove_equal(made.boosters, (folder / "model.onnx").read_bytes(), rows)
    except NotEqualError as error:
        raise NotReproducedError(
            f"{folder}: model.onnx is not the graph of the boosters that these data and "
            f"the recipe give here, with {_said(packages())}."
        ) from error


def _listed(figures: Mapping[str, SubsetFigures]) -> list[dict[str, object]]:
    return [asdict(one) for one in figures.values()]


def _said(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def validate_elsewhere(
    folder: Path, cohort: Cohort, decision_at: Sequence[float] = DECISION_AT
) -> dict[str, SubsetFigures]:
    """Validate a bundle on people it was not made from, as complete as they are.

    Beside them as they are stand the same people with each tier's inputs blanked, one
    tier after the other: a subset's name tells all that is blanked in it.

    Args:
        folder: The bundle's.
        cohort: The people, with the bundle's inputs.
        decision_at: Thresholds at which net benefit gets intervals.
    """
    bundle = open_bundle(folder)
    manifest = bundle.manifest
    time = time_course(folder, bundle)
    score = _scoring(bundle)
    scores: dict[str, dict[str, Floats]] = {}
    seen: dict[str, Rows] = {}
    x, blanked = cohort.x.copy(), list[str]()
    for tier in manifest.tiers:
        subset = f"without {', '.join(blanked)}" if blanked else COMPLETE
        scores[subset] = {"model": score(x)}
        seen[subset] = tier_of(x, manifest.inputs, manifest.tiers)
        blanked += tier.any_of
        x[:, [manifest.inputs.index(name) for name in tier.any_of]] = np.nan
    threshold = manifest.bands.levels[1].below
    flagging = 1.0 if threshold is None else threshold
    if cohort.censored:
        return validate_censored(
            cohort,
            scores,
            {subset: partial(time.offset, tiers) for subset, tiers in seen.items()},
            horizons=manifest.horizons_years,
            bands_horizon=manifest.bands.horizon_years,
            threshold=flagging,
            decision_at=decision_at,
            seed=SEED,
        )
    return validate(
        cohort,
        scores,
        {subset: time.offset(tiers, cohort.years) for subset, tiers in seen.items()},
        folds=np.arange(cohort.people) % 5,
        threshold=flagging,
        decision_at=decision_at,
        seed=SEED,
    )


def _scoring(bundle: Bundle) -> Callable[[Inputs], Floats]:
    """The bundle's log-odds of the first horizon, by its own graph."""

    def score(x: Inputs) -> Floats:
        return bundle.scorer.score(x).log_odds[:, 0].astype(np.float64)

    return score
