"""`diabetes-risk score`: a file of patients, without a server."""

import sys
from pathlib import Path

import click

from service.clinical.language import LANGUAGES, Language
from service.commands.opening import rollout_or_refusal
from service.commands.refusal import Refusal, settings_or_refusal
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.transports.files import UnreadableFileError, score_file


@click.command
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
    settings = settings_or_refusal()
    metrics = Metrics()
    served = rollout_or_refusal(settings).selection.served
    engine = RiskEngine(served, metrics)
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
