"""The smooth part: curves beside plain arithmetic, and the graph beside its parts."""

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from tests.parity.boosters import (
    COLUMNS,
    KNOTS,
    Rows,
    answers,
    compiled_from,
    drawn_curves,
    hard_rows,
    if_known,
    invented_rows,
    opened,
    replicate_curves,
    replicates,
    tier_numbers,
    trained,
)
from tests.parity.brute_force import curve_value
from training.boosters import Boosters
from training.compiler import Compiled, Curve, SmoothPart
from training.definition import Tier

TOLERANCE = 1e-5  # in log-odds
TIERS = (("fasting_glucose",), ("alt", "triglycerides"), ())
RECALIBRATION = ((-0.7, 0.8), (0.4, 1.3), (1.1, 0.5))
OFFSETS = ((0.0, 0.5), (0.0, 0.4), (0.1, 0.3))
CURVES = drawn_curves(KNOTS, tiers=3, seed=24)

floats = st.floats(-1e6, 1e6, width=32)
log_odds = st.floats(-5, 5)


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    knots = draw(st.lists(floats, min_size=2, max_size=12, unique=True).map(sorted))
    values = draw(st.lists(log_odds, min_size=len(knots), max_size=len(knots)))
    return Curve(knots=tuple(knots), values=tuple(values), missing=draw(log_odds))


@pytest.fixture(scope="module")
def parts() -> Boosters:
    """Return a model of the served kind, whose trees use the smooth inputs too."""
    return Boosters(
        inputs=COLUMNS,
        main=trained(100),
        smooth=CURVES,
        replicates=replicates(11),
        replicate_smooths=replicate_curves(CURVES),
        if_known=if_known(11),
        tiers=tuple(Tier(code=str(at), any_of=it) for at, it in enumerate(TIERS)),
        recalibration=RECALIBRATION,
        horizon_offsets=OFFSETS,
    )


@pytest.fixture(scope="module")
def compiled(parts: Boosters) -> Compiled:
    return compiled_from(
        parts.main,
        smooth=CURVES,
        horizon_offsets=OFFSETS,
        tiers=TIERS,
        recalibration=RECALIBRATION,
    )


@pytest.fixture(scope="module")
def rows(parts: Boosters) -> Rows:
    return hard_rows(parts.main, 20_000, 25, CURVES)


def sweep(name: str, background: Rows) -> Rows:
    """One row with all that an input can be: knots and beside, between, beyond, NaN."""
    knots = np.array(KNOTS[name], np.float32)
    values = np.concatenate(
        [
            knots,
            np.nextafter(knots, np.float32(np.inf)),
            np.nextafter(knots, np.float32(-np.inf)),
            np.linspace(knots[0] - 5, knots[-1] + 5, 100, dtype=np.float32),
            np.array([1e30, -1e30, 0.0, -0.0, np.nan], np.float32),
        ]
    )
    swept = np.repeat(background[np.newaxis], len(values), axis=0)
    swept[:, COLUMNS.index(name)] = values
    return swept


def test_a_curve_is_straight_between_knots_flat_beyond_and_apart_where_missing() -> (
    None
):
    curve = Curve(knots=(5.0, 6.0, 8.0), values=(-0.5, 0.5, 0.0), missing=0.3)
    x = np.array([-1e30, 5.0, 5.25, 6.0, 7.0, 8.0, 1e30, math.nan], np.float32)

    assert curve(x).tolist() == [-0.5, -0.5, -0.25, 0.5, 0.25, 0.0, 0.0, 0.3]


@settings(derandomize=True)
@given(curve=curves(), others=st.lists(floats))
def test_every_curve_is_what_plain_arithmetic_gives(
    curve: Curve, others: list[float]
) -> None:
    knots = np.array(curve.knots, np.float32)
    above, below = (np.nextafter(knots, np.float32(to)) for to in (np.inf, -np.inf))
    x = np.concatenate([knots, above, below, np.array([*others, np.nan], np.float32)])

    expected = [curve_value(curve, float(value)) for value in x]
    assert curve(x) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("tier", range(3))
@pytest.mark.parametrize("name", KNOTS)
def test_a_contribution_rises_by_the_curve_of_its_input_in_its_tier(
    parts: Boosters, name: str, tier: int
) -> None:
    background = invented_rows(1, seed=26, missing=0.0)[0]
    background[[COLUMNS.index(it) for tier in TIERS[:tier] for it in tier]] = np.nan
    rows = sweep(name, background)
    trees_alone, with_curves = (
        answers(compiled_from(parts.main, smooth=smooth, tiers=TIERS), rows)
        for smooth in (None, CURVES)
    )
    column, number = COLUMNS.index(name), list(KNOTS).index(name)
    tiers = tier_numbers(rows, TIERS)
    expected = [
        curve_value(CURVES.curves[at][number], float(value))
        for at, value in zip(tiers, rows[:, column], strict=True)
    ]

    assert tier in tiers
    added = with_curves["contributions"] - trees_alone["contributions"]
    assert np.abs(added[:, column] - expected).max() <= 2e-6
    without = [at for at, it in enumerate(COLUMNS) if it not in KNOTS]
    assert not added[:, without].any()


def test_the_graph_answers_as_xgboost_and_the_curves_do_in_every_tier(
    parts: Boosters, compiled: Compiled, rows: Rows
) -> None:
    people = invented_rows(1, seed=27)
    swept = np.concatenate([rows, *(sweep(name, people[0]) for name in KNOTS)])
    expected = parts.answers(swept)
    found = answers(compiled, swept)

    assert set(parts.tier(swept)) == {0, 1, 2}
    assert {name: it.shape for name, it in found.items()} == {
        name: it.shape for name, it in expected.items()
    }
    worst = {name: np.abs(found[name] - it).max() for name, it in expected.items()}
    assert {name: at for name, at in worst.items() if not at <= TOLERANCE} == {}
    added = found["base"] + found["contributions"].sum(axis=1, keepdims=True)
    assert np.abs(added - found["log_odds"]).max() <= 2e-6


def test_a_row_has_the_same_bits_alone_as_among_others(
    compiled: Compiled, rows: Rows
) -> None:
    session, some = opened(compiled), rows[::100]
    names = ["contributions", "base", "replicates"]
    together = session.run(names, {"x": some})
    alone = [session.run(names, {"x": row[np.newaxis]}) for row in some]
    contributions, base, replicates = map(np.concatenate, zip(*alone, strict=True))

    assert np.array_equal(contributions, together[0])
    assert np.array_equal(base, together[1])
    # Of these a row is summed, for which few rows can have another order than many.
    assert np.allclose(replicates, together[2], rtol=0, atol=2e-6)


def test_curves_may_be_of_every_input_of_one_or_lie_flat() -> None:
    booster = trained(3)
    people = invented_rows(500, seed=28, missing=0.3)
    every = drawn_curves(dict.fromkeys(COLUMNS, (0.0, 1.0, 40.0)), 3, seed=29)
    flat = Curve(knots=(1.0, 2.0), values=(0.5, 0.5), missing=0.5)
    one = SmoothPart(inputs=("alt",), curves=((flat,),) * 3, bases=(0.0,) * 3)
    plain = answers(compiled_from(booster, tiers=TIERS), people)["contributions"]
    for smooth in (every, one):
        columns = [COLUMNS.index(name) for name in smooth.inputs]
        found = answers(compiled_from(booster, smooth=smooth, tiers=TIERS), people)
        tiers = tier_numbers(people, TIERS)
        expected, _ = smooth.contributions(people[:, columns], tiers)
        added = (found["contributions"] - plain)[:, columns]
        assert np.abs(added - expected).max() <= 2e-6
