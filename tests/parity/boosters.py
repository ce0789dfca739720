"""Boosters of invented people, invented curves, and rows on which both are hard to copy."""

import json
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import onnxruntime
import xgboost

from training.compiler import Compiled, Curve, SmoothPart, compile_model

COLUMNS = (
    "age",
    "sex",
    "bmi",
    "systolic_bp",
    "diastolic_bp",
    "family_history_diabetes",
    "smoking",
    "fasting_glucose",
    "total_cholesterol",
    "triglycerides",
    "alt",
)
RECIPE: Mapping[str, object] = {
    "objective": "binary:logistic",
    "base_score": 0.5,
    "max_depth": 3,
    "eta": 0.05,
    "subsample": 0.8,
    "colsample_bytree": 0.7,
    "min_child_weight": 5,
    "monotone_constraints": "(1,0,1,1,0,1,0,1,0,1,1)",
    "nthread": 1,  # two threads wait for each other when the machine is busy
    "seed": 1,
}
KNOTS: Mapping[str, tuple[float, ...]] = {
    "age": (20.0, 35.0, 50.0, 65.0, 85.0),
    "bmi": (18.5, 25.7),
    "fasting_glucose": (3.9, 5.0, 5.6, 6.1, 6.5, 6.9, 7.4),
    "alt": (10.0, 20.0, 41.3),
}
PRIOR = -3.5  # log-odds that training gets as an offset, as the real model does

Rows = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]


def invented_rows(count: int, seed: int, missing: float = 0.15) -> Rows:
    """Draw rows that look like the cohort's columns; age and sex are never missing."""
    draw = np.random.default_rng(seed)
    systolic = draw.normal(119, 16, count).round()
    rows = np.column_stack(
        [
            draw.integers(20, 85, count),
            draw.integers(0, 2, count),
            draw.normal(23, 3.3, count).round(1),
            systolic,
            (0.6 * systolic + draw.normal(3, 7, count)).round(),
            draw.choice([0, 1, 2], count, p=[0.9, 0.05, 0.05]),
            draw.choice([0, 1, 2], count, p=[0.7, 0.1, 0.2]),
            draw.normal(4.9, 0.6, count).round(2),
            draw.normal(4.7, 0.9, count).round(2),
            np.exp(draw.normal(0.1, 0.5, count)).round(2),
            np.exp(draw.normal(2.9, 0.5, count)).round(1),
        ]
    ).astype(np.float32)
    absent = draw.random(rows.shape) < missing
    absent[:, :2] = False
    rows[absent] = np.nan
    return rows


def invented_outcomes(rows: Rows, seed: int) -> npt.NDArray[np.bool_]:
    """Draw outcomes with main effects and one interaction; what is missing is average."""
    x = dict(
        zip(COLUMNS, np.nan_to_num(rows - np.nanmean(rows, axis=0)).T, strict=True)
    )
    log_odds = (
        PRIOR
        + 0.05 * x["age"]
        + 0.2 * x["sex"]
        + 0.12 * x["bmi"]
        + 0.015 * x["systolic_bp"]
        + 0.5 * x["family_history_diabetes"]
        + 1.6 * x["fasting_glucose"]
        + 0.2 * x["triglycerides"]
        + 0.006 * x["alt"]
        + 0.05 * x["bmi"] * x["fasting_glucose"]
    )
    chance = np.random.default_rng(seed).random(len(rows))
    return chance < 1 / (1 + np.exp(-log_odds))


def trained(
    rounds: int, *, people: int = 5_000, missing: float = 0.15, **changes: object
) -> xgboost.Booster:
    """Train on invented people; `changes` are parameters other than the recipe's."""
    rows = invented_rows(people, seed=2, missing=missing)
    data = xgboost.DMatrix(
        rows,
        invented_outcomes(rows, seed=3),
        base_margin=np.full(people, PRIOR),
        feature_names=list(COLUMNS),
    )
    return xgboost.train({**RECIPE, **changes}, data, rounds)


@cache
def replicates(columns: int, count: int = 3) -> tuple[xgboost.Booster, ...]:
    """Train small boosters without names, each on other people."""
    boosters = []
    for seed in range(count):
        rows = invented_rows(2_000, seed=40 + seed)
        data = xgboost.DMatrix(rows[:, :columns], invented_outcomes(rows, seed=50))
        parameters = {**RECIPE, "base_score": 0.1, "monotone_constraints": "()"}
        boosters.append(xgboost.train({**parameters, "eta": 0.25}, data, 30))
    return tuple(boosters)


@cache
def if_known(columns: int) -> tuple[xgboost.Booster, xgboost.Booster]:
    """Train quantile boosters without names on a change that depends on what is missing.

    They are few and greedy, so that they cross on some rows.
    """
    rows = invented_rows(3_000, seed=60, missing=0.4)[:, :columns]
    noise = np.random.default_rng(61).normal(size=len(rows))
    change = noise * np.isnan(rows).sum(axis=1) + 0.02 * np.nan_to_num(rows[:, 0])
    low, high = (
        xgboost.train(
            {
                "objective": "reg:quantileerror",
                "quantile_alpha": quantile,
                "max_depth": 3,
                "eta": 0.3,
                "nthread": 1,
            },
            xgboost.QuantileDMatrix(rows, change),
            20,
        )
        for quantile in (0.1, 0.9)
    )
    return low, high


def without_curves(tiers: int) -> SmoothPart:
    """Return the smooth part of a model that is trees alone."""
    return SmoothPart(inputs=(), curves=((),) * tiers, bases=(0.0,) * tiers)


def drawn_curves(
    knots: Mapping[str, tuple[float, ...]], tiers: int, seed: int
) -> SmoothPart:
    """Draw curves through these knots that differ from tier to tier."""
    draw = np.random.default_rng(seed)
    return SmoothPart(
        inputs=tuple(knots),
        curves=tuple(
            tuple(
                Curve(
                    knots=of_input,
                    values=tuple(draw.normal(0, 0.8, len(of_input)).tolist()),
                    missing=draw.normal(0, 0.3),
                )
                for of_input in knots.values()
            )
            for _ in range(tiers)
        ),
        bases=tuple(draw.normal(0, 0.5, tiers).tolist()),
    )


def replicate_curves(smooth: SmoothPart, count: int = 3) -> tuple[SmoothPart, ...]:
    """Draw other curves of the same inputs and knots, none where there are none."""
    tiers = len(smooth.bases)
    if not smooth.inputs:
        return (smooth,) * count
    knots = dict(zip(smooth.inputs, smooth.knots, strict=True))
    return tuple(drawn_curves(knots, tiers, seed=80 + it) for it in range(count))


def compiled_from(
    booster: xgboost.Booster,
    inputs: Sequence[str] = COLUMNS,
    *,
    smooth: SmoothPart | None = None,
    horizon_offsets: Sequence[Sequence[float]] | None = None,
    tiers: Sequence[Sequence[str]] = ((),),
    recalibration: Sequence[tuple[float, float]] | None = None,
) -> Compiled:
    """Compile a booster with the small companions of its width."""
    smooth = smooth or without_curves(len(tiers))
    return compile_model(
        booster,
        inputs=inputs,
        smooth=smooth,
        horizon_offsets=horizon_offsets or [[0.0]] * len(tiers),
        replicates=replicates(len(inputs)),
        replicate_smooths=replicate_curves(smooth),
        if_known=if_known(len(inputs)),
        tiers=tiers,
        recalibration=recalibration,
    )


def tier_numbers(
    rows: Rows, tiers: Sequence[Sequence[str]], inputs: Sequence[str] = COLUMNS
) -> npt.NDArray[np.intp]:
    """Find for each row the first tier of which it knows an input."""
    numbers = []
    for missing in np.isnan(rows):
        known = {name for name, it in zip(inputs, missing, strict=True) if not it}
        numbers.append(
            next(at for at, tier in enumerate(tiers) if known & set(tier) or not tier)
        )
    return np.array(numbers)


def native_contributions(booster: xgboost.Booster, rows: Rows) -> Values:
    """Explain rows with xgboost itself; the last column is the base value."""
    data = xgboost.DMatrix(rows, feature_names=booster.feature_names)
    return booster.predict(data, pred_contribs=True).astype(np.float64)


def native_log_odds(booster: xgboost.Booster, rows: Rows) -> Values:
    """Score rows with xgboost itself."""
    data = xgboost.DMatrix(rows, feature_names=booster.feature_names)
    return booster.predict(data, output_margin=True).astype(np.float64)


def exact_log_odds(booster: xgboost.Booster, rows: Rows) -> Values:
    """Add up in float64 the leaves that xgboost itself sends the rows to.

    `Booster.predict` adds hundreds of leaves in float32, which alone is off by up to
    1e-5. Only for boosters trained with the recipe's base score, whose log-odds are 0.
    """
    data = xgboost.DMatrix(rows, feature_names=booster.feature_names)
    nodes = booster.predict(data, pred_leaf=True).astype(np.int64)
    model = json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]
    return sum(
        np.array(tree["split_conditions"], np.float32).astype(np.float64)[at]
        for tree, at in zip(model["trees"], nodes.T, strict=True)
    )


def opened(compiled: Compiled) -> onnxruntime.InferenceSession:
    """Open the graph on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3  # it warns of the default that companion_rows has
    return onnxruntime.InferenceSession(compiled.to_bytes(), options)


def answers(compiled: Compiled, rows: Rows) -> dict[str, Values]:
    """Run the graph: every output by name."""
    session = opened(compiled)
    names = [output.name for output in session.get_outputs()]
    return {
        name: output.astype(np.float64)
        for name, output in zip(names, session.run(names, {"x": rows}), strict=True)
    }


def run(compiled: Compiled, rows: Rows) -> tuple[Values, Values, Values]:
    """Run the graph: risk [N, H], log-odds [N], contributions [N, F]."""
    found = answers(compiled, rows)
    return found["risk"], found["log_odds"][:, 0], found["contributions"]


def hard_values(
    booster: xgboost.Booster, smooth: SmoothPart | None = None
) -> list[Rows]:
    """List, for each column, the values at which a copy of the model may go wrong.

    Every threshold and knot, the float32 on either side of it, both zeros, huge values,
    NaN.
    """
    thresholds: list[list[float]] = [[] for _ in range(booster.num_features())]
    model = json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]
    for tree in model["trees"]:
        for left, feature, threshold in zip(
            tree["left_children"],
            tree["split_indices"],
            tree["split_conditions"],
            strict=True,
        ):
            if left >= 0:
                thresholds[feature].append(threshold)
    if smooth:
        for name, knots in zip(smooth.inputs, smooth.knots, strict=True):
            thresholds[COLUMNS.index(name)].extend(knots)
    always = np.array([0.0, -0.0, 1e30, -1e30, np.nan], np.float32)
    pools = []
    for values in thresholds:
        exact = np.unique(np.array(values, np.float32))
        above, below = (np.nextafter(exact, np.float32(to)) for to in (np.inf, -np.inf))
        pools.append(np.concatenate([exact, above, below, always]))
    return pools


def hard_rows(
    booster: xgboost.Booster, count: int, seed: int, smooth: SmoothPart | None = None
) -> Rows:
    """Draw at least `count` rows, most of them at the edges of the model's decisions.

    A fifth looks like people, a fifth like people of whom half is unknown, the rest
    mixes hard values of all columns. To these come every hard value of every column in
    a person's row and in an empty one, and the row about which nothing is known.
    """
    draw = np.random.default_rng(seed)
    pools = hard_values(booster, smooth)
    people = invented_rows(count // 5, seed)[:, : len(pools)]
    half_known = invented_rows(count // 5, seed + 1)[:, : len(pools)]
    half_known[draw.random(half_known.shape) < 0.5] = np.nan
    edges = np.column_stack(
        [draw.choice(pool, count - 2 * (count // 5)) for pool in pools]
    )
    nothing = np.full((1, len(pools)), np.nan, np.float32)
    sweeps = []
    for column, pool in enumerate(pools):
        for background in (people[:1], nothing):
            sweep = np.repeat(background, len(pool), axis=0)
            sweep[:, column] = pool
            sweeps.append(sweep)
    return np.concatenate([people, half_known, edges, *sweeps, nothing])
