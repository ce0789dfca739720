"""The full run: read, estimate time, train, compile, prove, validate, write."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.engine.scorer import Scorer
from training import cross_validation
from training.boosters import UNCHANGED, Boosters
from training.bundle import to_json, write_bundle
from training.card.record import Card, Data
from training.card.render import card_files
from training.cohort import Cohort, Inputs
from training.compiler import Compiled, compile_model
from training.definition import Definition
from training.golden import golden_json, golden_rows
from training.logistic import Floats
from training.manifest import INTERVAL_LEVEL, manifest_json, packages
from training.model import train
from training.parity import ROWS, parity_rows, prove_equal
from training.recipe import Recipe, load_recipe
from training.reference import reference_json
from training.report import cleaning_lines, summary
from training.sources import Source
from training.time_offset import NO_TIME, TimeExponent, check_horizons
from training.uncertainty.between_centres import added_sd
from training.uncertainty.coverage import measure_coverage
from training.uncertainty.if_known import train_if_known
from training.uncertainty.replicates import train_replicates
from training.validated import AtHome, validate_abroad, validate_at_home


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """What a run makes of a cohort before anything is validated abroad."""

    cohort: Cohort
    recipe: Recipe
    exponent: TimeExponent
    home: AtHome
    boosters: Boosters
    compiled: Compiled
    graph: bytes


def fit(
    source: Source,
    directory: Path | None,
    models: Path,
    *,
    version: str,
    sample: int | None,
    force: bool,
) -> Path:
    """Make a bundle and say how good it is.

    Args:
        source: What to make, and from which cohorts.
        directory: Where the cohorts' files are; None: where they are published, if
            they can be downloaded.
        models: The bundle is written to <models>/<name>/<version>.
        version: Of the bundle.
        sample: Train on so many people only: a rehearsal.
        force: Replace a different bundle of this version.

    Raises:
        TrainingError: Data, headings or an existing bundle stand in the way.
    """
    definition = source.definition
    cohort = read_reporting(source.read(directory, definition.inputs))
    external = None
    if source.external:
        external = read_reporting(source.external.read(directory, definition.inputs))
    if definition.timed:
        check_horizons(definition.horizons_years, cohort.years)
    if sample:
        cohort = cohort.sample(sample, definition.seed)
    made = train_bundle(source, cohort)
    spread = uncertain_levels(cohort, definition, made)
    rows = parity_rows(cohort, definition.gaps, definition.seed)
    greatest_difference = prove_equal(made.boosters, made.graph, rows)
    scorer = Scorer(made.graph)

    def score(x: Inputs) -> Floats:
        return scorer.score(x).log_odds[:, 0].astype(np.float64)

    abroad = (
        validate_abroad(source, cohort, external, made.exponent, score)
        if external
        else {}
    )
    card = Card(
        name=definition.name,
        version=version,
        outcome=definition.outcome.en,
        inputs=cohort.inputs,
        horizons_years=definition.horizons_years,
        training=Data.of(cohort, definition.population.en),
        external=(
            Data.of(external, source.external.population)
            if external and source.external
            else None
        ),
        recipe=made.recipe,
        seed=definition.seed,
        time_exponent=made.exponent if definition.timed else None,
        home=made.home.figures,
        abroad=abroad,
        target=made.home.target,
        target_group=source.ancestry or "",
        coverage=measure_coverage(
            cohort,
            definition,
            made.recipe,
            made.exponent,
            boosters=made.home.boosters,
            scores=made.home.scores,
            replicates=made.boosters.replicates,
        ),
        ancestry=made.home.ancestry.section if made.home.ancestry else None,
        greatest_difference=greatest_difference,
        compared_rows=ROWS,
        packages=packages(),
        interval_level=INTERVAL_LEVEL,
        added_sd=spread,
        facts=definition.facts,
        recalibration=None,
    )
    print(f"\n{summary(card)}\n")
    golden = golden_rows(cohort, definition.gaps, definition.seed)
    folder = models / definition.name / version
    write_bundle(
        folder,
        manifest_json(
            definition,
            cohort,
            version=version,
            base_log_odds=made.compiled.base_log_odds,
            exponent=made.exponent,
            added_sd=spread,
        ),
        {
            "model.onnx": made.graph,
            "golden.json": to_json(golden_json(made.boosters, golden)),
            "reference.json": to_json(
                reference_json(cohort, score(cohort.x), definition)
            ),
            **card_files(card, scorer, cohort),
        },
        force=force,
    )
    print(f"Written and verified: {folder}")
    return folder


def uncertain_levels(
    cohort: Cohort, definition: Definition, made: Trained
) -> dict[str, float]:
    """By tier, how uncertain the level of the log-odds is beyond the replicates.

    The spread between centres and, where there is an ancestry term, its standard error.
    """
    errors = made.home.ancestry.standard_errors if made.home.ancestry else {}
    spread = added_sd(cohort, definition, made.home.scores, made.exponent)
    return {
        tier: round(math.hypot(sd, errors.get(tier, 0.0)), 4)
        for tier, sd in spread.items()
    }


def read_reporting(cohort: Cohort) -> Cohort:
    """Print what was read and what was cleaned away; the cohort as it is."""
    names = ", ".join(file.path.name for file in cohort.files[:3])
    more = f" and {len(cohort.files) - 3} more" if len(cohort.files) > 3 else ""  # noqa: PLR2004
    print(f"{names}{more}: {cohort.people:,} people, {cohort.events:,} events")
    print(cleaning_lines(cohort.cleaning))
    return cohort


def train_bundle(source: Source, cohort: Cohort) -> Trained:
    """Train, cross-validate and compile, with what belongs into the graph."""
    definition = source.definition
    recipe = load_recipe(definition.recipe)
    exponent = time_exponent(cohort, definition, recipe)
    home = validate_at_home(source, cohort, recipe, exponent)
    main = train(cohort, recipe, exponent, definition.gaps, seed=definition.seed)
    recalibration = tuple(
        (home.ancestry.intercepts[tier.code], 1.0) if home.ancestry else UNCHANGED
        for tier in definition.tiers
    )
    offsets = exponent.offset(np.array(definition.horizons_years, dtype=np.float64))
    boosters = Boosters(
        inputs=cohort.inputs,
        main=main,
        replicates=tuple(
            train_replicates(cohort, recipe, exponent, definition, seed=definition.seed)
        ),
        if_known=train_if_known(cohort, main, definition, seed=definition.seed),
        tiers=definition.tiers,
        recalibration=recalibration,
        horizon_offsets=tuple(offsets.tolist()),
    )
    compiled = compile_model(
        main,
        inputs=cohort.inputs,
        horizon_offsets=boosters.horizon_offsets,
        replicates=boosters.replicates,
        if_known=boosters.if_known,
        tiers=[tier.any_of for tier in definition.tiers],
        recalibration=recalibration,
    )
    return Trained(
        cohort=cohort,
        recipe=recipe,
        exponent=exponent,
        home=home,
        boosters=boosters,
        compiled=compiled,
        graph=compiled.to_bytes(),
    )


def time_exponent(
    cohort: Cohort, definition: Definition, recipe: Recipe
) -> TimeExponent:
    """Time's part of the log-odds; none for an outcome that is the present state."""
    if not definition.timed:
        return NO_TIME
    return cross_validation.estimate_exponent(cohort, definition, recipe)
