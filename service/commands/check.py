"""`diabetes-risk check`: what lies below the models folder, and what would be served."""

import sys
from collections.abc import Iterator

import click

from service.commands.refusal import Refusal, settings_or_refusal
from service.engine.bundle import BundleError, open_placed_bundle
from service.engine.rollout.rollout import Rollout
from service.engine.rollout.selection import Selection
from service.engine.rollout.shelf import latest_bundles, look_at
from service.settings import Settings


@click.command
def check() -> None:
    """Verify every version of every bundle, and say which would be served.

    Files, meaning, golden rows; the rollout file. Ends with 1 if any was refused.
    """
    settings = settings_or_refusal()
    refused = [*_refused(settings)]
    try:
        latest_bundles(settings.models)
        selection = Rollout(settings.models, settings.rollout).selection
    except BundleError as error:
        if not refused:
            raise Refusal(str(error)) from error
        refused.append(str(error))
    else:
        refused += [refusal.why for refusal in selection.refusals]
        for line in _roles(selection):
            click.echo(line)
    for why in dict.fromkeys(refused):
        click.echo(f"REFUSED  {why}", err=True)
    sys.exit(1 if refused else 0)


def _refused(settings: Settings) -> Iterator[str]:
    """Why versions are refused; the others are told."""
    for places in look_at(settings.models).values():
        for place in reversed(places):
            try:
                bundle = open_placed_bundle(place.folder).manifest
            except BundleError as error:
                yield str(error)
            else:
                click.echo(f"ok       {bundle.name} {bundle.version}")


def _roles(selection: Selection) -> Iterator[str]:
    for bundle in selection.served:
        yield f"serves   {bundle.manifest.name} {bundle.manifest.version}"
    for bundle in selection.shadows:
        yield f"shadow   {bundle.manifest.name} {bundle.manifest.version}"
    for canary in selection.canaries:
        manifest, percent = canary.bundle.manifest, canary.share * 100
        yield f"canary   {manifest.name} {manifest.version} for {percent:g} %"
