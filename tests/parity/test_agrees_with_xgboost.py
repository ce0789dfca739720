"""The compiled graph beside the booster it was made from."""

import numpy as np
import pytest
import xgboost

from tests.parity.boosters import (
    compiled_from,
    exact_log_odds,
    hard_rows,
    invented_outcomes,
    invented_rows,
    native_contributions,
    native_log_odds,
    run,
    trained,
)
from training.compiler import Compiled

TOLERANCE = 1e-5  # in log-odds
HORIZONS = ((0.0, 0.51),)


@pytest.fixture(scope="module")
def clinical() -> xgboost.Booster:
    """Return a booster of the size and kind that is served."""
    return trained(300, people=20_000)


@pytest.fixture(scope="module")
def compiled(clinical: xgboost.Booster) -> Compiled:
    return compiled_from(clinical, horizon_offsets=HORIZONS)


@pytest.mark.slow
def test_explains_and_scores_200_000_hard_rows_as_the_booster_does(
    clinical: xgboost.Booster, compiled: Compiled
) -> None:
    rows = hard_rows(clinical, 200_000, seed=10)
    native = native_contributions(clinical, rows)
    _, log_odds, contributions = run(compiled, rows)

    assert len(rows) >= 200_000
    assert np.isnan(rows).any(axis=0).all()
    assert np.abs(contributions - native[:, :-1]).max() <= TOLERANCE
    assert np.abs(compiled.base_log_odds - native[:, -1]).max() <= TOLERANCE
    assert np.abs(log_odds - native.sum(axis=1)).max() <= TOLERANCE
    assert np.abs(log_odds - exact_log_odds(clinical, rows)).max() <= TOLERANCE
    additive = compiled.base_log_odds + contributions.sum(axis=1)
    assert np.abs(log_odds - additive).max() <= TOLERANCE


def test_scores_a_row_alone_as_it_does_among_others(
    clinical: xgboost.Booster, compiled: Compiled
) -> None:
    rows = hard_rows(clinical, 100, seed=11)[:200]
    together = run(compiled, rows)
    alone = [run(compiled, row[np.newaxis])[2][0] for row in rows[::10]]

    assert np.abs(together[2][::10] - alone).max() <= 1e-6


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="the recipe"),
        pytest.param({"monotone_constraints": "()"}, id="no constraint"),
        pytest.param({"missing": 0.0}, id="never a missing value in training"),
        pytest.param({"missing": 0.9}, id="nearly all values missing in training"),
        pytest.param({"max_depth": 1}, id="stumps"),
        pytest.param(
            {"max_depth": 0, "grow_policy": "lossguide", "max_leaves": 8},
            id="long thin trees of eight leaves",
        ),
        pytest.param(
            {"min_child_weight": 0.001, "eta": 0.5, "people": 500}, id="tiny covers"
        ),
        pytest.param({"tree_method": "exact"}, id="thresholds between float32 values"),
        pytest.param({"max_bin": 4, "eta": 0.3}, id="the same few thresholds again"),
        pytest.param({"num_parallel_tree": 3}, id="a small forest each round"),
        pytest.param({"scale_pos_weight": 20, "lambda": 0}, id="heavy events"),
        pytest.param({"gamma": 15, "alpha": 3}, id="pruned, some trees only a root"),
        pytest.param({"base_score": 0.03}, id="a base score of its own"),
        pytest.param({"base_score": None}, id="a base score estimated by xgboost"),
    ],
)
def test_agrees_for_every_kind_of_booster(changes: dict[str, object]) -> None:
    booster = trained(25, **changes)
    compiled = compiled_from(booster, horizon_offsets=HORIZONS)
    rows = hard_rows(booster, 2_000, seed=12)
    native = native_contributions(booster, rows)
    _, log_odds, contributions = run(compiled, rows)

    assert np.abs(contributions - native[:, :-1]).max() <= TOLERANCE
    assert np.abs(compiled.base_log_odds - native[:, -1]).max() <= TOLERANCE
    assert np.abs(log_odds - native_log_odds(booster, rows)).max() <= TOLERANCE


def test_a_booster_that_learned_nothing_scores_everyone_alike() -> None:
    booster = trained(3, gamma=1e9, base_score=0.02, eta=0.0001)
    compiled = compiled_from(booster)
    rows = hard_rows(booster, 100, seed=13)
    risk, log_odds, contributions = run(compiled, rows)

    assert not contributions.any()
    assert log_odds == pytest.approx(native_log_odds(booster, rows), abs=TOLERANCE)
    assert risk == pytest.approx(0.02, abs=1e-4)


def test_columns_need_no_names_and_may_be_one() -> None:
    rows = invented_rows(5_000, seed=14)
    data = xgboost.DMatrix(rows[:, :1], invented_outcomes(rows, seed=15))
    parameters = {"objective": "binary:logistic", "max_depth": 3, "nthread": 1}
    booster = xgboost.train(parameters, data, 10)
    compiled = compiled_from(booster, ["age"])
    edges = hard_rows(booster, 1_000, seed=16)
    native = native_contributions(booster, edges)

    assert np.abs(run(compiled, edges)[2] - native[:, :-1]).max() <= TOLERANCE
