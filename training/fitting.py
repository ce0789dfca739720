"""The full run: read, estimate time, validate, train, compile, prove, write."""

from pathlib import Path

import numpy as np

from training import cross_validation, incident_diabetes as definition, report
from training.bundle import to_json, write_bundle
from training.card import Card, Data
from training.cohorts import nagala, rich_healthcare
from training.compiler import compile_booster
from training.golden import golden_json, golden_rows
from training.manifest import manifest_json
from training.model import log_odds, train
from training.parity import ROWS, parity_rows, prove_equal
from training.recipe import load_recipe
from training.reference import reference_json
from training.time_offset import check_horizons
from training.validation import validate_abroad, validate_internal

SEED = 20180820  # the day the training cohort was published
EXTERNAL_RESAMPLES = 200
_SAMPLE_RESAMPLES = 20  # a sample is a rehearsal: its intervals are not read


def fit(
    directory: Path, models: Path, *, version: str, sample: int | None, force: bool
) -> Path:
    """Make the `incident-diabetes` bundle and say how good it is.

    Args:
        directory: Where the cohorts' files are.
        models: The bundle is written to <models>/<name>/<version>.
        version: Of the bundle.
        sample: Train on so many people only: a rehearsal.
        force: Replace a different bundle of this version.

    Raises:
        TrainingError: Data, headings or an existing bundle stand in the way.
    """
    cohort = rich_healthcare.read(directory, definition.INPUTS)
    external = nagala.read(directory, definition.INPUTS)
    for read in (cohort, external):
        print(f"{read.file.path.name}: {read.people:,} people, {read.events:,} events")
        print(report.cleaning_lines(read.cleaning))
    check_horizons(definition.HORIZONS_YEARS, cohort.years)
    if sample:
        cohort = cohort.sample(sample, SEED)
    recipe = load_recipe()
    exponent = cross_validation.estimate_exponent(cohort, recipe, SEED)
    at_home, check = validate_internal(cohort, recipe, exponent, SEED)
    booster = train(cohort, recipe, exponent, seed=SEED)
    abroad = validate_abroad(
        cohort,
        external,
        booster,
        exponent,
        resamples=_SAMPLE_RESAMPLES if sample else EXTERNAL_RESAMPLES,
        seed=SEED,
    )
    offsets = exponent.offset(np.array(definition.HORIZONS_YEARS)).tolist()
    compiled = compile_booster(booster, inputs=cohort.inputs, horizon_offsets=offsets)
    graph = compiled.to_bytes()
    rows = parity_rows(cohort, SEED)
    card = Card(
        name=definition.NAME,
        version=version,
        outcome=definition.OUTCOME.en,
        inputs=cohort.inputs,
        horizons_years=definition.HORIZONS_YEARS,
        training=Data.of(cohort, definition.POPULATION.en),
        external=Data.of(external, definition.EXTERNAL_POPULATION),
        recipe=recipe,
        seed=SEED,
        time_exponent=exponent,
        time_exponent_check=check,
        at_home=at_home,
        abroad=abroad,
        greatest_difference=prove_equal(booster, graph, rows, offsets),
        compared_rows=ROWS,
        limits=definition.LIMITS,
    )
    print(f"\n{report.summary(card)}\n")
    golden = golden_json(booster, golden_rows(cohort, SEED), offsets)
    reference = reference_json(cohort, log_odds(booster, cohort.x))
    folder = models / definition.NAME / version
    write_bundle(
        folder,
        manifest_json(
            cohort,
            version=version,
            base_log_odds=compiled.base_log_odds,
            exponent=exponent,
            seed=SEED,
        ),
        {
            "model.onnx": graph,
            "golden.json": to_json(golden),
            "reference.json": to_json(reference),
            "card.json": to_json(card.to_json()),
            "card.md": report.page(card).encode(),
        },
        force=force,
    )
    print(f"Written and verified: {folder}")
    return folder
