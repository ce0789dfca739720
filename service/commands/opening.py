"""The bundles a command works with, verified."""

from service.commands.refusal import Refusal
from service.engine.bundle import BundleError
from service.engine.rollout.rollout import Rollout
from service.settings import Settings


def rollout_or_refusal(settings: Settings) -> Rollout:
    """What is to be served, by the folder of bundles and the rollout file.

    Raises:
        Refusal: A bundle has no version to serve, or the file cannot be meant.
    """
    try:
        return Rollout(settings.models, settings.rollout)
    except BundleError as error:
        raise Refusal(str(error)) from error
