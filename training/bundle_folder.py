"""Which bundle is meant: a folder, or the newest of that name in `models`; and versions.

Both are checked while the command line is read, before any work.
"""

import re
from pathlib import Path

import click
from typing_extensions import override

from service.engine.bundle import BundleError
from service.engine.rollout.shelf import latest_bundles

MODELS = Path("models")

_NUMBERS = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


class BundleFolder(click.ParamType[Path]):
    """A folder that holds a manifest, or the name of a bundle in `models`."""

    name = "bundle"

    @override
    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """The folder that is meant; click tells the user if there is none."""
        if (Path(value) / "manifest.json").is_file():
            return Path(value)
        try:
            newest = {path.parent.name: path for path in latest_bundles(MODELS)}
        except BundleError:
            newest = {}
        if value not in newest:
            self.fail(
                f"{value}: neither a bundle's folder nor one of those in {MODELS} "
                f"({', '.join(newest) or 'there is none'}).",
                param,
                ctx,
            )
        return newest[value]


class Version(click.ParamType[str]):
    """The version of a bundle: three numbers, by which the service finds the newest."""

    name = "version"

    @override
    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The version as it is; click tells the user if it is none."""
        if not _NUMBERS.fullmatch(value):
            self.fail(
                f"{value!r} is no version: write three numbers, such as 1.2.0.",
                param,
                ctx,
            )
        return value


VERSION = Version()
