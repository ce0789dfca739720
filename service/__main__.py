"""The command line: serve, score, check."""

from importlib import import_module

import click
from typing_extensions import override


class Commands(click.Group):
    """Imports a command when it is asked for.

    The process that looks after several workers must not hold what only they need.
    """

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return ["check", "score", "serve"]

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"service.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="diabetes-risk")
def main() -> None:
    """Type 2 diabetes risk, calibrated and explained."""


if __name__ == "__main__":
    main()
