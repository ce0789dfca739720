"""The full run: read, estimate time, train, compile, prove, validate, write."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from service.engine.scorer import Scorer
from training.bundle import to_json, write_bundle
from training.card.record import Card, Data
from training.card.render import card_files
from training.cohort import Cohort, Inputs
from training.golden import golden_json, golden_rows
from training.learnt_card import learnt_curves
from training.logistic import Floats
from training.manifest import INTERVAL_LEVEL, manifest_json, packages
from training.parity import ROWS, parity_rows, prove_equal
from training.reference import known_values, reference_json
from training.report import cleaning_lines, summary
from training.sources import Source
from training.threads import one_thread
from training.time_offset import check_horizons
from training.trained import Trained, train_bundle, uncertain_levels
from training.uncertainty.between_centres import measured_sd
from training.uncertainty.coverage import measure_coverage
from training.uncertainty.elsewhere import interval_abroad
from training.validated import validate_abroad


@one_thread()
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
    target = read_target(source, directory)
    made = train_bundle(source, cohort, external, target)
    spread = uncertain_levels(cohort, definition, made)
    known = known_values(cohort, external)
    rows = parity_rows(cohort, known, definition.gaps, definition.seed)
    greatest_difference = prove_equal(made.boosters, made.graph, rows)
    scorer = Scorer(made.graph)

    def score(x: Inputs) -> Floats:
        return scorer.score(x).log_odds[:, 0].astype(np.float64)

    abroad = (
        validate_abroad(
            source, cohort, external, made.time, score, teachers=made.teachers
        )
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
        time=made.time.exponents if definition.timed else (),
        shrinkage=made.home.shrinkage.recalibration,
        home=made.home.figures,
        abroad=abroad,
        coverage=(
            *measure_coverage(
                cohort,
                definition,
                made.recipe,
                made.time,
                models=made.home.models,
                scores=made.home.scores,
                replicates=made.replicates,
            ),
            *interval_abroad(source, external, made, scorer, spread),
        ),
        learnt=learnt_curves(source, made.teachers),
        greatest_difference=greatest_difference,
        compared_rows=ROWS,
        packages=packages(),
        interval_level=INTERVAL_LEVEL,
        added_sd=spread,
        facts=definition.facts,
        recalibration=None,
    )
    card = with_target(card, source, made)
    print(f"\n{summary(card)}\n")
    golden = golden_rows(known, definition.gaps, definition.seed)
    folder = models / definition.name / version
    write_bundle(
        folder,
        manifest_json(
            definition,
            cohort,
            known_values(made.compared, external),
            target,
            version=version,
            base_log_odds=made.compiled.base_log_odds,
            time=made.time,
            added_sd=spread,
            least_between_centres=min(
                measured_sd(cohort, definition, made.home.scores, made.time).values()
            ),
        ),
        {
            "model.onnx": made.graph,
            "golden.json": to_json(golden_json(made.boosters, golden)),
            "reference.json": to_json(
                reference_json(
                    cohort, known, made.compared, score(made.compared.x), definition
                )
            ),
            **card_files(card, scorer, made.described),
        },
        force=force,
    )
    print(f"Written and verified: {folder}")
    return folder


def with_target(card: Card, source: Source, made: Trained) -> Card:
    """The card with what was found in the population that the bundle is for."""
    if made.target is None or source.target is None:
        return card
    at, target = made.target.at, source.target
    return replace(
        card,
        target=at.figures,
        target_group=target.code,
        target_data=Data.of(made.target.samples.target, target.population),
        confirmed=at.confirmed,
        kin=at.kin,
        transfer=made.target.section,
    )


def read_target(source: Source, directory: Path | None) -> Cohort | None:
    """The people of the population that the bundle is for, if it has one."""
    if source.target is None:
        return None
    return read_reporting(source.target.read(directory, source.definition.inputs))


def read_reporting(cohort: Cohort) -> Cohort:
    """Print what was read and what was cleaned away; the cohort as it is."""
    names = ", ".join(file.path.name for file in cohort.files[:3])
    more = f" and {len(cohort.files) - 3} more" if len(cohort.files) > 3 else ""  # noqa: PLR2004
    print(f"{names}{more}: {cohort.people:,} people, {cohort.events:,} events")
    print(cleaning_lines(cohort.cleaning))
    return cohort
