"""Replicates and the range of missing values beside boosters and curves they are from."""

import numpy as np
import pytest
import xgboost

from tests.parity.boosters import (
    COLUMNS,
    KNOTS,
    Rows,
    Values,
    answers,
    compiled_from,
    drawn_curves,
    hard_rows,
    if_known,
    native_log_odds,
    opened,
    replicate_curves,
    replicates,
    tier_numbers,
    trained,
    without_curves,
)
from training.compiler import Compiled, SmoothPart

TIERS = (("fasting_glucose",), ("alt", "triglycerides"), ())
RECALIBRATION = ((-0.7, 0.8), (0.4, 1.3), (1.1, 0.5))
CURVES = drawn_curves(KNOTS, tiers=3, seed=22)
TOLERANCE = 1e-5  # in log-odds


@pytest.fixture(scope="module")
def booster() -> xgboost.Booster:
    return trained(60)


@pytest.fixture(scope="module")
def rows(booster: xgboost.Booster) -> Rows:
    """Return rows that are hard for the companions too."""
    companions = (*replicates(11), *if_known(11))
    return np.concatenate(
        [hard_rows(it, 3_000, 20, CURVES) for it in (booster, *companions)]
    )


@pytest.fixture(
    scope="module",
    params=[without_curves(3), CURVES],
    ids=["trees alone", "with curves"],
)
def smooth(request: pytest.FixtureRequest) -> SmoothPart:
    return request.param


@pytest.fixture(scope="module")
def raw(booster: xgboost.Booster, smooth: SmoothPart) -> Compiled:
    return compiled_from(booster, smooth=smooth, tiers=TIERS)


@pytest.fixture(scope="module")
def folded(booster: xgboost.Booster, smooth: SmoothPart) -> Compiled:
    return compiled_from(
        booster, smooth=smooth, tiers=TIERS, recalibration=RECALIBRATION
    )


def with_curves(booster: xgboost.Booster, smooth: SmoothPart, rows: Rows) -> Values:
    """Score rows with xgboost itself, and add the curves."""
    columns = [COLUMNS.index(name) for name in smooth.inputs]
    curves, bases = smooth.contributions(rows[:, columns], tier_numbers(rows, TIERS))
    return native_log_odds(booster, rows) + bases + curves.sum(axis=1)


def native_replicates(smooth: SmoothPart, rows: Rows) -> Values:
    pairs = zip(replicates(11), replicate_curves(smooth), strict=True)
    return np.column_stack([with_curves(*pair, rows) for pair in pairs])


def test_each_replicate_scores_as_its_booster_and_curves_do(
    raw: Compiled, smooth: SmoothPart, rows: Rows
) -> None:
    found = answers(raw, rows)["replicates"]

    assert len(rows) >= 15_000
    assert found.shape == (len(rows), 3)
    assert np.abs(found - native_replicates(smooth, rows)).max() <= TOLERANCE
    assert np.ptp(found, axis=1).min() > 0


def test_replicates_are_recalibrated_as_the_score_is(
    folded: Compiled, smooth: SmoothPart, rows: Rows
) -> None:
    tiers = tier_numbers(rows, TIERS)
    intercept, slope = np.array(RECALIBRATION)[tiers].T[..., np.newaxis]
    expected = intercept + slope * native_replicates(smooth, rows)

    assert set(tiers) == {0, 1, 2}
    found = answers(folded, rows)["replicates"]
    assert np.abs(found - expected).max() <= TOLERANCE


@pytest.mark.parametrize("recalibration", [((0.0, 1.0),) * 3, RECALIBRATION])
def test_the_range_is_the_score_and_its_changes_on_the_scale_of_the_first_tier(
    booster: xgboost.Booster,
    smooth: SmoothPart,
    rows: Rows,
    recalibration: tuple[tuple[float, float], ...],
) -> None:
    compiled = compiled_from(
        booster, smooth=smooth, tiers=TIERS, recalibration=recalibration
    )
    found = answers(compiled, rows)["if_known"]
    score = with_curves(booster, smooth, rows)
    changes = np.sort([native_log_odds(it, rows) for it in if_known(11)], axis=0)
    intercept, slope = recalibration[0]

    expected = intercept + slope * (score + changes).T
    assert np.abs(found - expected).max() <= 2 * TOLERANCE  # three sums of float32


def test_the_range_is_never_turned_over_where_its_boosters_cross(
    raw: Compiled, rows: Rows
) -> None:
    low, high = (native_log_odds(it, rows) for it in if_known(11))
    found = answers(raw, rows)["if_known"]

    assert (low > high).any()
    assert (found[:, 0] <= found[:, 1]).all()


@pytest.mark.parametrize("first", [0, 1, 7, 1_000_000])
def test_companions_are_asked_of_the_first_rows_alone(
    folded: Compiled, rows: Rows, first: int
) -> None:
    session = opened(folded)
    asked = {"x": rows, "companion_rows": np.array([first])}
    names = [output.name for output in session.get_outputs()]
    some = dict(zip(names, session.run(names, asked), strict=True))
    everything = dict(zip(names, session.run(names, {"x": rows}), strict=True))

    assert len(everything["replicates"]) == len(everything["if_known"]) == len(rows)
    for name in ("risk", "log_odds", "base", "contributions"):
        assert np.array_equal(some[name], everything[name])
    for name in ("replicates", "if_known"):
        assert some[name].shape == everything[name][:first].shape
        # Few rows are summed in another order than many.
        assert np.allclose(some[name], everything[name][:first], rtol=0, atol=2e-6)


def test_the_graph_answers_for_no_row(folded: Compiled) -> None:
    found = answers(folded, np.empty((0, 11), np.float32))

    assert {name: values.shape for name, values in found.items()} == {
        "risk": (0, 1),
        "log_odds": (0, 1),
        "base": (0, 1),
        "contributions": (0, 11),
        "replicates": (0, 3),
        "if_known": (0, 2),
    }
