"""One model trained on the invented cohort, for every test that only looks at it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.training.synthetic import write_directory
from training.__main__ import commands

INVENTED_PEOPLE = 14_000


@pytest.fixture(scope="session")
def invented_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with both invented cohorts."""
    directory = tmp_path_factory.mktemp("data")
    write_directory(directory, INVENTED_PEOPLE)
    return directory


def run(*arguments: object) -> str:
    """Run a command of `python -m training` in this process; what it printed."""
    result = CliRunner().invoke(
        commands, [str(part) for part in arguments], catch_exceptions=False
    )
    assert result.exit_code == 0
    return result.output


@pytest.fixture(scope="session")
def fitted(
    invented_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """The bundle that `fit` made of the invented cohort, and what it printed."""
    out = tmp_path_factory.mktemp("models")
    printed = run("fit", "incident-diabetes", "--data", invented_data, "--out", out)
    return out / "incident-diabetes" / "1.0.0", printed
