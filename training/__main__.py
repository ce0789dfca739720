"""`python -m training`: from a cohort's file to a bundle the service can serve."""

import sys
from pathlib import Path

import click

from service.engine.bundle import BundleError
from training import fitting, report, revalidation, tuning
from training.bundle_folder import VERSION, BundleFolder
from training.cohorts import local
from training.data_directory import default_directory
from training.errors import TrainingError
from training.handover import COMMANDS
from training.recipe import load_recipe
from training.sources import SOURCES, Source
from training.trained import time_course

data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_directory,
    show_default="DIABETES_RISK_DATA, else ../shared/data",
    help="Directory with the cohorts' files.",
)
cohort = click.option(
    "--cohort",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A hospital's own cohort, described in TOML.",
)
out = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("models"),
    show_default=True,
    help="Where bundles are written, as <name>/<version>/.",
)
force = click.option(
    "--force", is_flag=True, help="Replace a different bundle written before."
)


@click.group()
def commands() -> None:
    """Train, validate, recalibrate and watch the bundles of the risk service."""


@commands.command()
@click.argument("bundle", type=click.Choice(list(SOURCES)), required=False)
@cohort
@data
@out
@click.option(
    "--version",
    type=VERSION,
    default="1.0.0",
    show_default=True,
    help="Of the bundle.",
)
@click.option("--sample", type=int, help="Train on so many people, drawn at random.")
@force
def fit(
    bundle: str | None,
    cohort: Path | None,
    data: Path | None,
    out: Path,
    *,
    version: str,
    sample: int | None,
    force: bool,
) -> None:
    """Train with the recorded recipe, validate, and write the bundle."""
    source = _source(bundle, cohort)
    fitting.fit(source, data, out, version=version, sample=sample, force=force)


@commands.command()
@click.argument("bundle", type=BundleFolder())
@data
@cohort
def validate(bundle: Path, data: Path | None, cohort: Path | None) -> None:
    """Compute a bundle's figures again, or those of a hospital's own people.

    BUNDLE is a folder, or the name of a bundle in `models`. Without --cohort every
    figure of its card is made again from the published data, and has to come out the
    same.
    """
    if cohort:
        figures = revalidation.validate_elsewhere(bundle, local.people(cohort, bundle))
        print(report.elsewhere(figures))
    else:
        print(report.summary(revalidation.reproduce(bundle, data)))
        print("Every figure of the card came out the same.")


@commands.command()
@click.argument("bundle", type=click.Choice(list(SOURCES)))
@data
@click.option("--trials", type=int, default=40, show_default=True)
@click.option("--sample", type=int, help="Search on so many people, drawn at random.")
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the choice is recorded.  [default: what `fit` reads]",
)
def tune(
    bundle: str, data: Path | None, trials: int, sample: int | None, record: Path | None
) -> None:
    """Search hyperparameters on the training cohort and record the choice."""
    definition = SOURCES[bundle].definition
    people = SOURCES[bundle].read(data, definition.inputs)
    print(report.cleaning_lines(people.cleaning))
    if sample:
        people = people.sample(sample, definition.seed)
    first = load_recipe(definition.recipe)
    time = time_course(people, definition, first)
    found = tuning.search(people, definition, first, time, trials=trials)
    recorded = record or definition.recipe
    recorded.write_text(found.to_toml(bundle))
    print(
        f"{found.trials} trials: log loss {found.first_loss} -> {found.loss} "
        f"(unit {tuning.LOSS_UNIT:g}), trial {found.winner} won; recorded in "
        f"{recorded}."
    )


def _source(bundle: str | None, cohort: Path | None) -> Source:
    if bundle and not cohort:
        return SOURCES[bundle]
    if cohort and not bundle:
        return local.source(cohort)
    raise click.UsageError(
        f"Give either one of {', '.join(SOURCES)}, or --cohort with a hospital's own "
        "description."
    )


for command in COMMANDS:
    commands.add_command(command)


def main() -> None:
    """Run a command; what its user can mend is a message, not a traceback."""
    try:
        commands()
    except (TrainingError, BundleError) as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
