"""What the command lines say of themselves."""

import click
from click.testing import CliRunner

from docs.generated.markdown import fenced
from service.__main__ import main
from training.__main__ import commands

WIDTH = 80


def service_commands() -> str:
    """The help of `diabetes-risk` and of each of its commands."""
    return _help(main, "diabetes-risk")


def training_commands() -> str:
    """The help of `python -m training` and of each of its commands."""
    return _help(commands, "python -m training")


def _help(group: click.Group, program: str) -> str:
    pages = [_page(group, program, [])]
    names = group.list_commands(click.Context(group))
    pages += [_page(group, program, [name]) for name in names]
    return fenced("text", "\n\n".join(pages))


def _page(group: click.Group, program: str, arguments: list[str]) -> str:
    asked = CliRunner().invoke(
        group,
        [*arguments, "--help"],
        prog_name=program,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
    )
    typed = " ".join((program, *arguments, "--help"))
    return f"$ {typed}\n{asked.output.rstrip()}"
