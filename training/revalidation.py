"""A bundle validated again: its own cohorts computed anew, or a hospital's people.

The first shows that a card's figures can be made by anybody who has the data; the
second is what a hospital looks at before it uses a bundle.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from service.engine.bundle import Bundle, open_bundle
from training.card.record import Card, read_card
from training.cohort import Cohort, Inputs
from training.errors import TrainingError
from training.figures import SubsetFigures
from training.fitting import read_reporting
from training.logistic import Floats
from training.missingness import COMPLETE
from training.recalibration.run import time_exponent
from training.recipe import load_recipe
from training.sources import SOURCES
from training.time_offset import NO_TIME
from training.validated import DECISION_AT, validate_abroad, validate_at_home
from training.validation.abroad import validate_censored
from training.validation.home import validate

SEED = 1
TOLERANCE = 1e-4
"""Of a figure, relative: the last digits differ between processors."""


class NotReproducedError(TrainingError):
    """Figures came out differently from the card's."""


class NotOurBundleError(TrainingError):
    """The cohorts of this bundle are not known here."""


def reproduce(folder: Path, directory: Path | None) -> Card:
    """Compute every figure of a bundle's card again, at home and abroad.

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
    exponent = card.time_exponent or NO_TIME
    cohort = read_reporting(source.read(directory, source.definition.inputs))
    found = {"home": validate_at_home(source, cohort, recipe, exponent).figures}
    if source.external:
        external = source.external.read(directory, source.definition.inputs)
        found["abroad"] = validate_abroad(
            source, cohort, read_reporting(external), exponent, _scoring(bundle)
        )
    for name, figures in found.items():
        made = [asdict(one) for one in figures.values()]
        differing = list(_differing(card.to_json()[name], made, name))
        if differing:
            raise NotReproducedError(
                f"{len(differing)} figures differ from the card: "
                f"{'; '.join(differing[:5])}."
            )
    return card


def validate_elsewhere(
    folder: Path, cohort: Cohort, decision_at: Sequence[float] = DECISION_AT
) -> dict[str, SubsetFigures]:
    """Validate a bundle on people it was not made from, as complete as they are.

    Beside them as they are stand the same people with each tier's inputs blanked, one
    tier after the other.

    Args:
        folder: The bundle's.
        cohort: The people, with the bundle's inputs.
        decision_at: Thresholds at which net benefit gets intervals.
    """
    bundle = open_bundle(folder)
    manifest = bundle.manifest
    exponent = time_exponent(folder, bundle)
    score = _scoring(bundle)
    scores: dict[str, dict[str, Floats]] = {}
    x, subset = cohort.x, COMPLETE
    for tier in manifest.tiers:
        scores[subset] = {"model": score(x)}
        x = x.copy()
        x[:, [manifest.inputs.index(name) for name in tier.any_of]] = np.nan
        subset = f"without {', '.join(tier.any_of)}"
    threshold = manifest.bands.levels[1].below
    flagging = 1.0 if threshold is None else threshold
    if cohort.censored:
        return validate_censored(
            cohort,
            scores,
            lambda years: float(exponent.offset(np.array(years))),
            horizons=manifest.horizons_years,
            bands_horizon=manifest.bands.horizon_years,
            threshold=flagging,
            decision_at=decision_at,
            seed=SEED,
        )
    return validate(
        cohort,
        scores,
        exponent.offset(cohort.years),
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


def _differing(wanted: object, found: object, place: str) -> Iterator[str]:
    """The places of two JSON trees where they differ by more than the tolerance."""
    if isinstance(found, Mapping) and isinstance(wanted, Mapping):
        for name in {**wanted, **found}:
            yield from _differing(wanted.get(name), found.get(name), f"{place}.{name}")
    elif isinstance(found, list | tuple) and isinstance(wanted, list | tuple):
        if len(found) != len(wanted):
            yield f"{place}: {len(wanted)} entries, now {len(found)}"
            return
        for number, (was, now) in enumerate(zip(wanted, found, strict=True)):
            yield from _differing(was, now, f"{place}[{number}]")
    elif isinstance(found, float) and isinstance(wanted, int | float):
        if not math.isclose(wanted, found, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            yield f"{place}: {wanted:g}, now {found:g}"
    elif found != wanted:
        yield f"{place}: {wanted}, now {found}"
