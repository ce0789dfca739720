"""The command line: serve, score, check."""

import sys
from pathlib import Path

import click

from service.clinical.language import LANGUAGES, Language
from service.engine.bundle import BundleError, latest_bundles, open_placed_bundle
from service.engine.engine import RiskEngine
from service.observability.logs import configure_logs
from service.observability.metrics import Metrics
from service.server import serve as run
from service.settings import Settings, SettingsError, read_settings
from service.transports.files import UnreadableFileError, score_file


class Refusal(click.ClickException):
    """An error that the operator can mend; shown without a traceback."""

    exit_code = 2


def _settings() -> Settings:
    try:
        return read_settings()
    except SettingsError as error:
        raise Refusal(str(error)) from error


def _engine(settings: Settings, metrics: Metrics) -> RiskEngine:
    try:
        bundles = [
            open_placed_bundle(folder) for folder in latest_bundles(settings.models)
        ]
    except BundleError as error:
        raise Refusal(str(error)) from error
    return RiskEngine(bundles, metrics)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="diabetes-risk")
def main() -> None:
    """Type 2 diabetes risk, calibrated and explained."""


@main.command()
def serve() -> None:
    """Serve the bundles over HTTP (settings: DIABETES_RISK_* in the environment)."""
    settings = _settings()
    configure_logs(settings.log_level)
    metrics = Metrics()
    try:
        run(settings, _engine(settings, metrics), metrics)
    except SettingsError as error:
        raise Refusal(str(error)) from error


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the texts.")
@click.option("--bundle", "bundles", multiple=True, help="Ask only this bundle.")
@click.option(
    "--interval/--no-interval", default=None, help="Give ranges of the risk, or not."
)
def score(
    file: Path,
    language: Language | None,
    bundles: tuple[str, ...],
    *,
    interval: bool | None,
) -> None:
    """Score a JSON, NDJSON or CSV file of patients; a line of JSON for each.

    A row that says itself whether to give ranges ("interval") decides over the
    option. Ends with 1 if any row was refused.
    """
    settings = _settings()
    metrics = Metrics()
    engine = _engine(settings, metrics)
    if unknown := set(bundles) - set(engine.bundles):
        raise Refusal(f"No bundle {', '.join(unknown)}; there is {[*engine.bundles]}.")
    try:
        refused = score_file(
            file,
            sys.stdout.buffer,
            engine=engine,
            metrics=metrics,
            language=language or settings.language,
            interval=settings.interval if interval is None else interval,
            bundles=bundles or tuple(engine.bundles),
        )
    except UnreadableFileError as error:
        raise Refusal(str(error)) from error
    if refused:
        rows = "1 row was" if refused == 1 else f"{refused} rows were"
        click.echo(f"{rows} refused.", err=True)
        sys.exit(1)


@main.command()
def check() -> None:
    """Verify every version of every bundle: files, meaning, golden rows."""
    settings = _settings()
    failed = False
    for manifest in sorted(settings.models.glob("*/*/manifest.json")):
        folder = manifest.parent
        try:
            bundle = open_placed_bundle(folder).manifest
        except BundleError as error:
            failed = True
            click.echo(f"REFUSED  {error}", err=True)
        else:
            click.echo(f"ok       {bundle.name} {bundle.version}")
    try:
        latest_bundles(settings.models)
    except BundleError as error:
        raise Refusal(str(error)) from error
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
