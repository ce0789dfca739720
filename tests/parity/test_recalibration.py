"""Intercept, slope and horizons against plain arithmetic on the raw score."""

import math

import numpy as np
import pytest
import xgboost

from tests.parity.boosters import COLUMNS, hard_rows, run, trained
from training.compiler import compile_booster


@pytest.fixture(scope="module")
def booster() -> xgboost.Booster:
    return trained(30)


def test_slope_scales_contributions_and_base_and_intercept_moves_the_base(
    booster: xgboost.Booster,
) -> None:
    rows = hard_rows(booster, 1_000, seed=20)
    raw = compile_booster(booster, inputs=COLUMNS, horizon_offsets=[0.0])
    folded = compile_booster(
        booster, inputs=COLUMNS, horizon_offsets=[0.0], intercept=-0.7, slope=0.8
    )
    _, raw_log_odds, raw_contributions = run(raw, rows)
    _, log_odds, contributions = run(folded, rows)

    assert folded.base_log_odds == pytest.approx(0.8 * raw.base_log_odds - 0.7)
    assert np.abs(contributions - 0.8 * raw_contributions).max() <= 1e-6
    assert np.abs(log_odds - (0.8 * raw_log_odds - 0.7)).max() <= 1e-6


def test_each_horizon_is_the_sigmoid_of_the_score_and_its_own_offset(
    booster: xgboost.Booster,
) -> None:
    offsets = [0.0, 0.9 * math.log(5 / 3), -1.5]
    compiled = compile_booster(
        booster, inputs=COLUMNS, horizon_offsets=offsets, intercept=-3.0, slope=1.1
    )
    risk, log_odds, _ = run(compiled, hard_rows(booster, 1_000, seed=21))

    expected = [
        [1 / (1 + math.exp(-(score + offset))) for offset in offsets]
        for score in log_odds
    ]
    assert risk == pytest.approx(np.array(expected), abs=1e-6)


def test_the_base_value_is_the_float32_that_the_graph_adds(
    booster: xgboost.Booster,
) -> None:
    compiled = compile_booster(
        booster, inputs=COLUMNS, horizon_offsets=[0.0], intercept=0.1
    )
    assert compiled.base_log_odds == float(np.float32(compiled.base_log_odds))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"slope": 0.0}, "would turn high risks", id="flat"),
        pytest.param({"slope": -1.0}, "would turn high risks", id="turned over"),
        pytest.param({"slope": math.nan}, "finite numbers", id="slope unknown"),
        pytest.param({"intercept": math.inf}, "finite numbers", id="infinite"),
        pytest.param({"horizon_offsets": [math.nan]}, "finite", id="horizon unknown"),
        pytest.param({"horizon_offsets": []}, "No horizon", id="no horizon"),
    ],
)
def test_refuses_unusable_recalibrations(
    booster: xgboost.Booster, change: dict[str, float], message: str
) -> None:
    arguments = {"inputs": COLUMNS, "horizon_offsets": [0.0], **change}
    with pytest.raises(ValueError, match=message):
        compile_booster(booster, **arguments)
