"""Tiers, intercepts, slopes and horizons against plain arithmetic on the raw score.

The model has curves, and a base of its own in every tier.
"""

import math
from itertools import product

import numpy as np
import onnx
import pytest
import xgboost

from tests.parity.boosters import (
    COLUMNS,
    KNOTS,
    Rows,
    answers,
    compiled_from,
    drawn_curves,
    hard_rows,
    native_contributions,
    run,
    tier_numbers,
    trained,
)
from training.compiler import CannotCompileError, Compiled, recalibrate_model

TIERS = (("fasting_glucose",), ("alt", "triglycerides"), ())
RECALIBRATION = ((-0.7, 0.8), (0.4, 1.3), (1.1, 0.5))
OFFSETS = ((0.0, 0.5), (0.0, 0.9 * math.log(5 / 3)), (-0.2, -1.5))
CURVES = drawn_curves(KNOTS, tiers=3, seed=21)


@pytest.fixture(scope="module")
def booster() -> xgboost.Booster:
    return trained(30)


@pytest.fixture(scope="module")
def rows(booster: xgboost.Booster) -> Rows:
    return hard_rows(booster, 2_000, 20, CURVES)


@pytest.fixture(scope="module")
def raw(booster: xgboost.Booster) -> Compiled:
    return compiled_from(booster, smooth=CURVES, horizon_offsets=OFFSETS, tiers=TIERS)


@pytest.fixture(scope="module")
def folded(booster: xgboost.Booster) -> Compiled:
    return compiled_from(
        booster,
        smooth=CURVES,
        horizon_offsets=OFFSETS,
        tiers=TIERS,
        recalibration=RECALIBRATION,
    )


def test_a_fresh_model_adds_the_base_of_the_trees_and_that_of_the_tier(
    booster: xgboost.Booster, raw: Compiled, rows: Rows
) -> None:
    of_trees = native_contributions(booster, rows)[:, -1]
    bases = answers(raw, rows)["base"][:, 0]

    expected = of_trees + np.array(CURVES.bases)[tier_numbers(rows, TIERS)]
    assert np.abs(bases - expected).max() <= 1e-6


def test_each_row_has_the_intercept_and_slope_of_the_first_tier_it_is_in(
    raw: Compiled, folded: Compiled, rows: Rows
) -> None:
    tiers = tier_numbers(rows, TIERS)
    intercept, slope = np.array(RECALIBRATION)[tiers].T
    before, after = answers(raw, rows), answers(folded, rows)

    assert set(tiers) == {0, 1, 2}
    scaled = slope[:, np.newaxis] * before["contributions"]
    assert np.abs(after["contributions"] - scaled).max() <= 1e-6
    base = intercept + slope * before["base"][:, 0]
    assert np.abs(after["base"][:, 0] - base).max() <= 1e-6
    score = intercept + slope * before["log_odds"][:, 0]
    assert np.abs(after["log_odds"][:, 0] - score).max() <= 2e-6


def test_contributions_add_up_to_the_score_in_every_tier(
    folded: Compiled, rows: Rows
) -> None:
    found = answers(folded, rows)
    added = found["base"] + found["contributions"].sum(axis=1, keepdims=True)

    assert np.abs(added - found["log_odds"]).max() <= 2e-6


def test_every_pattern_of_missing_values_has_its_tier(folded: Compiled) -> None:
    patterns = np.array(list(product([1.0, math.nan], repeat=11)), np.float32)
    bases = answers(folded, patterns)["base"][:, 0]
    by_tier: dict[int, set[float]] = {}
    for tier, base in zip(tier_numbers(patterns, TIERS), bases, strict=True):
        by_tier.setdefault(tier, set()).add(base)

    assert len(patterns) == 2048
    assert [len(by_tier[tier]) for tier in range(3)] == [1, 1, 1]
    assert by_tier[0] == {folded.base_log_odds}
    assert len(set.union(*by_tier.values())) == 3


def test_infinite_and_huge_values_count_as_known(folded: Compiled) -> None:
    nothing = np.full((3, 11), np.nan, np.float32)
    nothing[:, COLUMNS.index("fasting_glucose")] = [math.inf, -1e30, -0.0]

    assert set(answers(folded, nothing)["base"][:, 0]) == {folded.base_log_odds}


def test_each_horizon_is_the_sigmoid_of_the_score_and_the_offset_of_the_tier(
    folded: Compiled, rows: Rows
) -> None:
    risk, log_odds, _ = run(folded, rows)
    offsets = np.array(OFFSETS)[tier_numbers(rows, TIERS)]

    expected = 1 / (1 + np.exp(-(log_odds[:, np.newaxis] + offsets)))
    assert np.abs(risk - expected).max() <= 1e-6


def test_a_model_recalibrated_later_is_the_one_compiled_so_to_the_byte(
    raw: Compiled, folded: Compiled
) -> None:
    later = recalibrate_model(raw.to_bytes(), RECALIBRATION)

    assert later.to_bytes() == folded.to_bytes()
    assert later.base_log_odds == folded.base_log_odds
    assert later.to_bytes() != raw.to_bytes()
    onnx.checker.check_model(later.model, full_check=True)


def test_recalibrating_by_nothing_changes_no_byte(folded: Compiled) -> None:
    same = recalibrate_model(folded.to_bytes(), [(0.0, 1.0)] * 3)

    assert same.to_bytes() == folded.to_bytes()


def test_a_second_recalibration_is_applied_to_the_answers_of_the_first(
    folded: Compiled, rows: Rows
) -> None:
    again = [(0.3, 1.2), (-0.6, 0.9), (0.0, 2.0)]
    twice = answers(recalibrate_model(folded.to_bytes(), again), rows)
    once = answers(folded, rows)
    intercept, slope = np.array(again)[tier_numbers(rows, TIERS)].T[..., None]

    for output in ("log_odds", "base", "replicates"):
        expected = intercept + slope * once[output]
        assert np.abs(twice[output] - expected).max() <= 2e-6
    expected = slope * once["contributions"]
    assert np.abs(twice["contributions"] - expected).max() <= 2e-6
    assert np.abs(twice["if_known"] - (0.3 + 1.2 * once["if_known"])).max() <= 5e-6


def test_the_base_value_is_the_float32_that_the_graph_adds(folded: Compiled) -> None:
    assert folded.base_log_odds == float(np.float32(folded.base_log_odds))


@pytest.mark.parametrize(
    ("tier", "message"),
    [
        pytest.param((0.0, 0.0), "would turn high risks", id="flat"),
        pytest.param((0.0, -1.0), "would turn high risks", id="turned over"),
        pytest.param((0.0, math.nan), "finite numbers", id="slope unknown"),
        pytest.param((math.inf, 1.0), "finite numbers", id="infinite"),
    ],
)
def test_refuses_unusable_recalibrations(
    raw: Compiled, tier: tuple[float, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        recalibrate_model(raw.to_bytes(), [(0.0, 1.0), tier, (0.0, 1.0)])


def test_refuses_a_recalibration_of_another_number_of_tiers(raw: Compiled) -> None:
    with pytest.raises(ValueError, match=r"has 3 tier\(s\), the recalibration 2"):
        recalibrate_model(raw.to_bytes(), [(0.0, 1.0), (0.0, 1.0)])


def test_refuses_to_recalibrate_a_model_without_tiers(raw: Compiled) -> None:
    old = onnx.ModelProto.FromString(raw.to_bytes())
    del old.graph.initializer[:]
    with pytest.raises(CannotCompileError, match="Fit it again"):
        recalibrate_model(old.SerializeToString(), RECALIBRATION)


@pytest.mark.parametrize(
    ("offsets", "message"),
    [
        pytest.param([[0.0]] * 2 + [[math.nan]], "finite", id="horizon unknown"),
        pytest.param([[]] * 3, "No horizon", id="no horizon"),
        pytest.param([[0.0]] * 2, r"of 2 tier\(s\), the model has 3", id="two tiers"),
        pytest.param([[0.0]] * 2 + [[0.0, 0.5]], "the same horizons", id="one more"),
    ],
)
def test_refuses_unusable_horizons(
    booster: xgboost.Booster, offsets: list[list[float]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        compiled_from(booster, tiers=TIERS, horizon_offsets=offsets)
