"""The rollout file: which version of a bundle is served, and which are tried beside it.

What cannot be meant is refused as a whole: half of a file would be a plan that nobody
has made. A bundle that it does not name is served in its highest version.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, ValidationError, convert

from service.engine.bundle import BundleError

Version = Annotated[str, Meta(min_length=1)]
Percent = Annotated[float, Meta(gt=0, le=100)]

ACCEPTED = (
    'a table for each bundle, such as [incident-diabetes] with serve = "3.0.0",'
    ' and where another version is tried shadow = "3.1.0", or canary = "3.1.0" and'
    " canary_percent = 5 (above 0, at most 100)"
)


class RolloutError(BundleError):
    """The rollout file cannot be meant; the message says what is accepted."""


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is done with one bundle."""

    serve: Version
    """Answers."""
    shadow: Version | None = None
    """Is scored beside what answers, and compared."""
    canary: Version | None = None
    """Answers some of the requests about one patient."""
    canary_percent: Percent | None = None
    """How many of a hundred."""


Plan = Mapping[str, Line]


def read_plan(file: Path, content: bytes) -> Plan:
    """The plan in a rollout file.

    Raises:
        RolloutError: It cannot be meant.
    """
    try:
        plan = convert(tomllib.loads(content.decode()), dict[str, Line])
    except (ValueError, ValidationError) as error:
        raise refused(file, f"{error}; accepted is {ACCEPTED}") from error
    for name, line in plan.items():
        if (line.canary is None) != (line.canary_percent is None):
            raise refused(file, f"[{name}] canary and canary_percent belong together")
        if line.serve in {line.shadow, line.canary}:
            raise refused(
                file, f"[{name}] {line.serve} is served; try another version beside it"
            )
    return plan


def refused(file: Path, why: str) -> RolloutError:
    """What to mend in the rollout file."""
    return RolloutError(f"{file}: {why}.")
