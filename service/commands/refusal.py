"""What an operator is told when a command cannot go on: a line, and status 2."""

import click

from service.settings import Settings, SettingsError, read_settings


class Refusal(click.ClickException):
    """An error that the operator can mend; shown without a traceback."""

    exit_code = 2


def settings_or_refusal() -> Settings:
    """The settings of the environment.

    Raises:
        Refusal: One of them cannot be used.
    """
    try:
        return read_settings()
    except SettingsError as error:
        raise Refusal(str(error)) from error
