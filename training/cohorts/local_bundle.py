"""What `fit` is to make of a hospital's own cohort, as its TOML file says it.

Whatever it does not say is the incident bundle's: recipe, gaps, tiers and bands,
restricted to the inputs that the hospital has.
"""

from dataclasses import replace
from itertools import pairwise
from typing import Annotated

import msgspec

from service.clinical.bands import BANDS, Level
from service.clinical.language import Text
from service.clinical.variables import VARIABLES
from training.cohorts.layout import LayoutError, Seen
from training.cohorts.local_facts import Words, local_facts
from training.cohorts.local_gaps import local_gaps, local_tiers
from training.definition import NOW, Definition
from training.incident_diabetes import DEFINITION
from training.missingness import ALWAYS_KNOWN


class Banding(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where bands end: `below` by code, in their order; the next code has no end."""

    horizon_years: float
    below: Annotated[dict[str, float], msgspec.Meta(min_length=1)]
    source: Text


class LocalBundle(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """Name, question and words of a local bundle.

    Attributes:
        name: Of the bundle.
        inputs: Clinical variables in model order, age and sex among them.
        outcome: What the probability is the probability of.
        population: Who the people are.
        place: The hospital or region, as the bundle's texts name it.
        developer: Who makes the bundle.
        contact: How to reach them.
        assessed: How and when the outcome was looked for.
        ethics: The approval under which the records are used.
        date: Of the release, YYYY-MM-DD; not from the clock, so that bytes repeat.
        horizons_years: Of the risks; none for the present state.
        seed: Of everything drawn.
        bands: The incident bundle's if not given.
    """

    name: Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9-]*$")]
    inputs: Annotated[tuple[str, ...], msgspec.Meta(min_length=3)]
    outcome: Text
    population: Text
    place: str
    developer: str
    contact: str
    assessed: str
    ethics: str
    date: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    horizons_years: tuple[Annotated[float, msgspec.Meta(gt=0)], ...] = ()
    seed: int = 1
    bands: Banding | None = None


def check_bundle(bundle: LocalBundle, seen: Seen | None) -> None:
    """Refuse what could not be trained or served.

    Raises:
        LayoutError: The first key that is wrong.
    """
    for name in bundle.inputs:
        if name not in VARIABLES or bundle.inputs.count(name) > 1:
            raise LayoutError(
                "bundle.inputs", f"{name} is no clinical variable or there twice."
            )
    if missing := [name for name in ALWAYS_KNOWN if name not in bundle.inputs]:
        raise LayoutError("bundle.inputs", f"{' and '.join(missing)} must be there.")
    if seen and (seen == "now") == bool(bundle.horizons_years):
        raise LayoutError(
            "bundle.horizons_years",
            'name them for an outcome that comes later, and none for seen = "now".',
        )
    if not _rises(bundle.horizons_years):
        raise LayoutError("bundle.horizons_years", "they must rise.")
    _check_bands(bundle.bands, bundle.horizons_years or (NOW,))


def _check_bands(bands: Banding | None, horizons: tuple[float, ...]) -> None:
    default = DEFINITION.bands_horizon_years
    if bands is None:
        if default in horizons:
            return
        raise LayoutError(
            "bundle.bands", f"needed: the default bands are of {default:g}-year risk."
        )
    if bands.horizon_years not in horizons:
        raise LayoutError("bundle.bands.horizon_years", "must be one of the horizons.")
    ends = bands.below
    if tuple(ends) != tuple(BANDS)[: len(ends)] or len(ends) == len(BANDS):
        raise LayoutError(
            "bundle.bands.below", f"name the first of {', '.join(BANDS)}, in order."
        )
    if not _rises((0.0, *ends.values(), 1.0)):
        raise LayoutError("bundle.bands.below", "must rise between 0 and 1.")


def _rises(values: tuple[float, ...]) -> bool:
    return all(first < second for first, second in pairwise(values))


def define(bundle: LocalBundle, *, centres: bool) -> Definition:
    """The definition that `fit` trains, validates and writes.

    Args:
        bundle: What is to be made.
        centres: Whether people come with the centre that saw them.
    """
    horizons = bundle.horizons_years or (NOW,)
    made = replace(
        DEFINITION,
        name=bundle.name,
        outcome_code=bundle.name,
        outcome=bundle.outcome,
        inputs=bundle.inputs,
        horizons_years=tuple(int(h) if h == int(h) else h for h in horizons),
        population=bundle.population,
        compared_with=Text(
            f"the average person of {bundle.place}",
            f"người trung bình tại {bundle.place}",
        ),
        caution=Text(
            f"made from records of {bundle.place}, not validated elsewhere",
            f"xây dựng từ hồ sơ của {bundle.place}, chưa được kiểm định ở nơi khác",
        ),
        gaps=local_gaps(bundle.inputs),
        tiers=local_tiers(bundle.inputs),
        learnt_abroad=(),
        seed=bundle.seed,
        facts=local_facts(
            Words(
                outcome=bundle.outcome,
                population=bundle.population,
                place=bundle.place,
                developer=bundle.developer,
                contact=bundle.contact,
                assessed=bundle.assessed,
                ethics=bundle.ethics,
                date=bundle.date,
                inputs=bundle.inputs,
                centres=centres,
            )
        ),
    )
    banding = bundle.bands
    if banding is None:
        return made
    codes = tuple(BANDS)[: len(banding.below) + 1]
    return replace(
        made,
        bands_horizon_years=banding.horizon_years,
        bands=tuple(Level(code, banding.below.get(code)) for code in codes),
        bands_source=banding.source,
    )
