"""The commands with which another hospital makes a bundle its own and keeps watch."""

from pathlib import Path

import click

from service.engine.bundle import open_bundle
from training.bundle import to_json
from training.bundle_folder import VERSION, BundleFolder
from training.cohorts import synthetic_hospital
from training.cohorts.local import read_declared, reading_lines
from training.monitoring import report as monitoring_report
from training.monitoring.pairs import read_pairs
from training.monitoring.review import review
from training.monitoring.verdict import judge
from training.recalibration.new_version import write_version
from training.recalibration.report import report as recalibration_report
from training.recalibration.run import recalibrate as recalibrate_on, time_course
from training.report import cleaning_lines

EXAMPLE_PEOPLE = 6000

_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_seed = click.IntRange(min=0)


def _named(_: click.Context, __: click.Parameter, site: str | None) -> str | None:
    """The name of the hospital, which stands in every answer of its bundle."""
    if site is not None and not site.strip():
        raise click.BadParameter("give the hospital's name, or leave --site out.")
    return site


@click.command()
@click.argument("bundle", type=BundleFolder())
@click.option("--data", type=_file, required=True, help="Local people with outcomes.")
@click.option("--cohort", type=_file, help="TOML that says which column is what.")
@click.option(
    "--site",
    callback=_named,
    help="The hospital, as the bundle names it.  [default: the name of the data]",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("models"),
    show_default=True,
    help="Where bundles are written, as <name>/<version>/.",
)
@click.option(
    "--version", type=VERSION, help="Of the new bundle.  [default: the next minor one]"
)
@click.option(
    "--seed", type=_seed, default=1, show_default=True, help="Of the resamples."
)
@click.option(
    "--force", is_flag=True, help="Replace a different bundle written before."
)
def recalibrate(  # noqa: PLR0917 - click passes them by name
    bundle: Path,
    data: Path,
    cohort: Path | None,
    site: str | None,
    out: Path,
    version: str | None,
    seed: int,
    *,
    force: bool,
) -> None:
    """Recalibrate BUNDLE on local outcomes, and write a new version.

    BUNDLE is a folder, or the name of a bundle in `models`.
    """
    people = read_declared(data, open_bundle(bundle).manifest, cohort)
    print(
        "\n".join([cleaning_lines(people.cohort.cleaning), *reading_lines(people), ""])
    )
    found = recalibrate_on(bundle, people, seed)
    print(recalibration_report(found))
    if not found.moves:
        print("\nThe bundle fits these people as it is: nothing was written.")
        return
    folder = write_version(
        found, out, site=site or data.name.split(".")[0], version=version, force=force
    )
    print(f"\nWritten and verified: {folder}")


@click.command()
@click.option("--predictions", type=_file, required=True, help="id, date, risk.")
@click.option("--outcomes", type=_file, required=True, help="id, outcome.")
@click.option(
    "--bundle",
    type=BundleFolder(),
    help="That made the predictions; needed where outcomes were looked for at other "
    "times than the risks' horizon.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write JSON here too.",
)
def monitor(
    predictions: Path, outcomes: Path, bundle: Path | None, out: Path | None
) -> None:
    """Compare predictions with the outcomes that arrived later."""
    # A file of predictions does not say what was known of whom: the fullest tier stands
    # for all.
    time = time_course(bundle, open_bundle(bundle)) if bundle else None
    exponent = time.exponents[0] if time else None
    found = review(read_pairs(predictions, outcomes, exponent))
    verdict = judge(found)
    print(monitoring_report.report(found, verdict))
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(to_json(monitoring_report.to_json(found, verdict)))


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--people",
    type=click.IntRange(min=synthetic_hospital.FEWEST_PEOPLE),
    default=EXAMPLE_PEOPLE,
    show_default=True,
)
@click.option("--seed", type=_seed, default=1, show_default=True)
def example(directory: Path, people: int, seed: int) -> None:
    """Write the files of an invented hospital, to try the other commands on."""
    for path in synthetic_hospital.write(directory, people, seed):
        print(path)


COMMANDS = (recalibrate, monitor, example)
