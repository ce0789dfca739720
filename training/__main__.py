"""`python -m training`: from a cohort's file to a bundle the service can serve."""

import sys
from pathlib import Path

import click

from service.engine.bundle import BundleError
from training import cross_validation, fitting, tuning
from training.cohorts import rich_healthcare
from training.data_directory import default_directory
from training.errors import TrainingError
from training.incident_diabetes import INPUTS, NAME
from training.recipe import RECORDED, load_recipe
from training.report import cleaning_lines

bundle = click.argument("bundle", type=click.Choice([NAME]))
data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_directory,
    show_default="DIABETES_RISK_DATA, else ../shared/data",
    help="Directory with the cohorts' files.",
)


@click.group()
def commands() -> None:
    """Train, validate and write the bundles of the risk service."""


@commands.command()
@bundle
@data
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("models"),
    show_default=True,
    help="Where bundles are written, as <name>/<version>/.",
)
@click.option("--version", default="1.0.0", show_default=True, help="Of the bundle.")
@click.option("--sample", type=int, help="Train on so many people, drawn at random.")
@click.option(
    "--force", is_flag=True, help="Replace a different bundle written before."
)
def fit(
    bundle: str,
    data: Path,
    out: Path,
    version: str,
    sample: int | None,
    *,
    force: bool,
) -> None:
    """Train with the recorded recipe, validate, and write the bundle."""
    fitting.fit(data, out, version=version, sample=sample, force=force)


@commands.command()
@bundle
@data
@click.option("--trials", type=int, default=40, show_default=True)
@click.option("--sample", type=int, help="Search on so many people, drawn at random.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=RECORDED,
    help="Where the choice is recorded.  [default: what `fit` reads]",
)
def tune(bundle: str, data: Path, trials: int, sample: int | None, out: Path) -> None:
    """Search hyperparameters on the training cohort and record the choice."""
    cohort = rich_healthcare.read(data, INPUTS)
    print(cleaning_lines(cohort.cleaning))
    if sample:
        cohort = cohort.sample(sample, fitting.SEED)
    first = load_recipe()
    exponent = cross_validation.estimate_exponent(cohort, first, fitting.SEED)
    found = tuning.search(cohort, first, exponent, trials=trials, seed=fitting.SEED)
    out.write_text(found.to_toml())
    print(
        f"{found.trials} trials: log loss {found.first_loss} -> {found.loss} "
        f"(unit {tuning.LOSS_UNIT:g}), trial {found.winner} won; recorded in {out}."
    )


def main() -> None:
    """Run a command; what its user can mend is a message, not a traceback."""
    try:
        commands()
    except (TrainingError, BundleError) as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
