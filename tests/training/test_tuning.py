"""Tuning improves on what is recorded, or leaves it."""

from pathlib import Path

import pytest

from tests.training.conftest import run
from training.__main__ import main
from training.incident_diabetes import DEFINITION
from training.recipe import load_recipe


def test_a_search_records_a_recipe_that_is_no_worse_than_the_first(
    invented_data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "choice.toml"

    printed = run(
        *("tune", "incident-diabetes", "--data", invented_data),
        *("--trials", 2, "--sample", 4000, "--record", out),
    )

    assert "2 trials: log loss" in printed
    found, first = load_recipe(out), load_recipe(DEFINITION.recipe)
    assert found.trees == first.trees
    text = out.read_text()
    losses = dict(line.split(" = ") for line in text.splitlines() if " = " in line)
    assert float(losses["log_loss"]) <= float(losses["log_loss_of_trial_0"])
    assert int(losses["winner"]) in {0, 1}


def test_absent_data_is_a_message_and_not_a_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    arguments = ["training", "fit", "incident-diabetes", "--data", str(tmp_path)]
    monkeypatch.setattr("sys.argv", arguments)

    with pytest.raises(SystemExit, match=r"Error: Rich Healthcare.*ft8750v"):
        main()
