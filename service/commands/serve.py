"""`diabetes-risk serve`: this process answers, or workers of it do."""

import signal
import sys

import click

from service.commands.refusal import Refusal, settings_or_refusal
from service.observability.logs import configure_logs
from service.settings import Settings, SettingsError
from service.workers.post import REFUSED, Post, RefusedError
from service.workers.supervise import supervise


@click.command
def serve() -> None:
    """Serve the bundles over HTTP (settings: DIABETES_RISK_* in the environment)."""
    settings = settings_or_refusal()
    configure_logs(settings.log_level)
    if settings.workers == 1:
        _answer(settings)
        return
    try:
        sys.exit(supervise(settings, work))
    except (SettingsError, RefusedError) as error:
        raise Refusal(str(error)) from error


def work(settings: Settings, post: Post) -> None:
    """Answer as one of several workers, in a process of its own."""
    # Ctrl-C before it serves: it ends without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    configure_logs(settings.log_level)
    try:
        _answer(settings, post)
    except Refusal as refusal:
        post.line.send_bytes(REFUSED + refusal.message.encode())
        sys.exit(refusal.exit_code)


def _answer(settings: Settings, post: Post | None = None) -> None:
    # Not above: a supervisor would hold all that only its workers use.
    from service.commands.answer import answer  # noqa: PLC0415

    answer(settings, post)
