"""Models whose exact explanation cannot be compiled are refused, with what to do."""

import json

import numpy as np
import pytest
import xgboost

from tests.parity.boosters import (
    COLUMNS,
    KNOTS,
    compiled_from,
    drawn_curves,
    if_known,
    invented_outcomes,
    invented_rows,
    replicate_curves,
    replicates,
    trained,
    without_curves,
)
from training.compiler import CannotCompileError, Curve, SmoothPart, compile_model


def refusal(booster: xgboost.Booster, inputs: tuple[str, ...] = COLUMNS) -> str:
    with pytest.raises(CannotCompileError) as refused:
        compiled_from(booster, inputs)
    return str(refused.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"max_depth": 4}, "Train with max_depth=3.", id="depth 4"),
        pytest.param({"booster": "dart"}, "The booster is 'dart'", id="dart"),
        pytest.param(
            {"objective": "binary:logitraw"},
            "train with 'binary:logistic'",
            id="another objective",
        ),
    ],
)
def test_refuses_other_ways_to_boost(changes: dict[str, object], message: str) -> None:
    assert message in refusal(trained(3, **changes))


def test_refuses_a_linear_booster() -> None:
    rows = np.nan_to_num(invented_rows(200, seed=30))
    data = xgboost.DMatrix(rows, invented_outcomes(rows, seed=31))
    linear = {"booster": "gblinear", "objective": "binary:logistic"}
    assert "The booster is 'gblinear'" in refusal(xgboost.train(linear, data, 2))


def test_refuses_several_outcomes() -> None:
    rows = invented_rows(200, seed=32)
    data = xgboost.DMatrix(rows, np.arange(200) % 3)
    several = {"objective": "multi:softprob", "num_class": 3, "max_depth": 2}
    assert "'multi:softprob'" in refusal(xgboost.train(several, data, 2))

    two_at_once = xgboost.DMatrix(rows, np.arange(400).reshape(200, 2) % 2)
    booster = xgboost.train({"objective": "binary:logistic"}, two_at_once, 2)
    assert "2 target(s)" in refusal(booster)


def test_refuses_splits_on_a_category() -> None:
    codes = np.arange(300, dtype=np.float32) % 10
    data = xgboost.DMatrix(
        codes[:, np.newaxis],
        np.isin(codes, [1, 4, 8]),
        feature_types=["c"],
        enable_categorical=True,
    )
    parameters = {"objective": "binary:logistic", "max_cat_to_onehot": 1}
    booster = xgboost.train(parameters, data, 2)
    assert "encode categories as ordered numbers" in refusal(booster, ("district",))


def test_refuses_other_names_or_another_order() -> None:
    booster = trained(2)
    assert "in the same order" in refusal(booster, COLUMNS[::-1])
    assert "in the same order" in refusal(booster, COLUMNS[:-1])


def test_refuses_a_nameless_booster_of_another_width() -> None:
    rows = invented_rows(200, seed=33)
    data = xgboost.DMatrix(rows, invented_outcomes(rows, seed=34))
    booster = xgboost.train({"objective": "binary:logistic"}, data, 1)
    assert "trained on 11 columns" in refusal(booster, ("age", "sex"))


def test_refuses_rounds_after_the_best_until_they_are_cut_off() -> None:
    rows, others = invented_rows(2_000, seed=35), invented_rows(500, seed=36)
    booster = xgboost.train(
        {"objective": "binary:logistic", "max_depth": 3, "eta": 1.0},
        xgboost.DMatrix(rows, invented_outcomes(rows, seed=37)),
        50,
        evals=[(xgboost.DMatrix(others, invented_outcomes(others, seed=38)), "others")],
        early_stopping_rounds=3,
        verbose_eval=False,
    )
    assert "choose the rounds first" in refusal(booster)

    best = booster[: booster.best_iteration + 1]
    assert compiled_from(best)


def test_refuses_a_split_that_no_training_weight_reached() -> None:
    saved = json.loads(trained(1).save_raw("json"))
    tree = saved["learner"]["gradient_booster"]["model"]["trees"][0]
    tree["sum_hessian"][1] = 0.0
    emptied = xgboost.Booster(model_file=bytearray(json.dumps(saved), "utf8"))
    assert "min_child_weight above 0" in refusal(emptied)


def test_refuses_companions_of_another_kind_or_too_few() -> None:
    booster, (low, high) = trained(1), if_known(11)

    def compile_with(
        *replicates: xgboost.Booster, ends: tuple[xgboost.Booster, xgboost.Booster]
    ) -> None:
        compile_model(
            booster,
            inputs=COLUMNS,
            smooth=without_curves(1),
            horizon_offsets=[[0.0]],
            replicates=replicates,
            replicate_smooths=[without_curves(1)] * len(replicates),
            if_known=ends,
            tiers=[[]],
        )

    with pytest.raises(CannotCompileError, match="train with 'reg:quantileerror'"):
        compile_with(*replicates(11), ends=(low, booster))
    with pytest.raises(CannotCompileError, match="train with 'binary:logistic'"):
        compile_with(booster, high, ends=(low, high))
    with pytest.raises(CannotCompileError, match="in the same order"):
        compile_with(*replicates(10), ends=(low, high))
    with pytest.raises(ValueError, match="have no spread: give 2 or more"):
        compile_with(booster, ends=(low, high))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"knots": (5.0, 4.0, 6.0)}, "Knots must rise", id="unsorted"),
        pytest.param({"knots": (4.0, 4.0, 6.0)}, "Knots must rise", id="met twice"),
        pytest.param(
            {"knots": (4.0, 4.0 + 1e-9, 6.0)}, "as float32 too", id="one float32"
        ),
        pytest.param({"knots": (4.0, 5.0)}, "and a value at each", id="a value more"),
        pytest.param(
            {"knots": (4.0,), "values": (0.1,)}, "give 2 knots or more", id="one knot"
        ),
        pytest.param({"knots": (4.0, 5.0, np.inf)}, "finite", id="infinite knot"),
        pytest.param({"values": (0.0, np.nan, 1.0)}, "finite", id="unknown value"),
        pytest.param({"missing": np.nan}, "finite", id="nothing for missing values"),
    ],
)
def test_refuses_a_curve_that_is_none(
    change: dict[str, float | tuple[float, ...]], message: str
) -> None:
    curve = {"knots": (4.0, 5.0, 6.0), "values": (0.0, 0.5, 0.2), "missing": 0.1}
    with pytest.raises(ValueError, match=message):
        Curve(**{**curve, **change})


def with_knots(*knots: float) -> Curve:
    return Curve(knots=knots, values=(0.0,) * len(knots), missing=0.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"inputs": ("alt", "alt")}, "named twice", id="an input twice"),
        pytest.param({"inputs": ("alt",)}, "one curve for each", id="a curve more"),
        pytest.param({"bases": (0.1,)}, "one base and one set", id="a base less"),
        pytest.param({"bases": (0.1, np.nan)}, "finite", id="unknown base"),
        pytest.param({"bases": (), "curves": ()}, "one base and one", id="no tier"),
        pytest.param(
            {
                "curves": (
                    (with_knots(1, 2), with_knots(1, 2)),
                    (with_knots(1, 2), with_knots(1, 3)),
                )
            },
            "the same in every tier",
            id="other knots in a tier",
        ),
    ],
)
def test_refuses_curves_that_differ_from_tier_to_tier_in_more_than_values(
    change: dict[str, tuple[object, ...]], message: str
) -> None:
    curves = (with_knots(10, 20), with_knots(1, 2, 3))
    smooth = {"inputs": ("alt", "bmi"), "curves": (curves, curves), "bases": (0.1, 0.2)}
    with pytest.raises(ValueError, match=message):
        SmoothPart(**{**smooth, **change})


def test_refuses_curves_of_what_is_no_input_or_of_other_tiers() -> None:
    strange = drawn_curves({"hba1c": (5.0, 6.0)}, tiers=1, seed=1)
    with pytest.raises(ValueError, match=r"Curves of \['hba1c'\], which are no inputs"):
        compiled_from(trained(1), smooth=strange)
    with pytest.raises(ValueError, match=r"smooth part has 2 tier\(s\), the model 1"):
        compiled_from(trained(1), smooth=drawn_curves(KNOTS, tiers=2, seed=1))


@pytest.mark.parametrize(
    "knots",
    [(0.0, 0.1, 30.0, 60.0), (0.0, 30.0, 60.0, 90.0, 90.1), (0.0, 1e-45, 1.0, 2.0)],
    ids=["at the first knot", "at the last", "beyond float32"],
)
def test_refuses_a_curve_that_is_steep_far_from_the_centre(
    knots: tuple[float, ...],
) -> None:
    values = (0.0, *[1.0] * (len(knots) - 2), 0.0)
    curve = Curve(knots=knots, values=values, missing=0.0)
    smooth = SmoothPart(inputs=("alt",), curves=((curve,),), bases=(0.0,))
    with pytest.raises(CannotCompileError, match="knots that are farther apart"):
        compiled_from(trained(1), smooth=smooth)


@pytest.mark.parametrize(
    ("others", "message"),
    [
        pytest.param(KNOTS | {"alt": (10.0, 20.0)}, "other inputs, knots", id="knots"),
        pytest.param({"alt": KNOTS["alt"]}, "other inputs, knots", id="inputs"),
        pytest.param(dict(reversed(KNOTS.items())), "other inputs, knots", id="order"),
    ],
)
def test_refuses_curves_of_a_replicate_that_are_not_like_the_model_s(
    others: dict[str, tuple[float, ...]], message: str
) -> None:
    smooth = drawn_curves(KNOTS, tiers=1, seed=1)
    *same, _ = replicate_curves(smooth)
    with pytest.raises(ValueError, match=message):
        compile_with_replicate_curves([*same, drawn_curves(others, tiers=1, seed=1)])


def test_refuses_replicates_without_curves_or_of_other_tiers() -> None:
    smooth = drawn_curves(KNOTS, tiers=1, seed=1)
    *same, _ = replicate_curves(smooth)
    with pytest.raises(ValueError, match=r"3 replicate\(s\) have 2 smooth part\(s\)"):
        compile_with_replicate_curves(same)
    with pytest.raises(ValueError, match="knots or tiers"):
        compile_with_replicate_curves([*same, drawn_curves(KNOTS, tiers=2, seed=1)])


def compile_with_replicate_curves(replicate_smooths: list[SmoothPart]) -> None:
    compile_model(
        trained(1),
        inputs=COLUMNS,
        smooth=drawn_curves(KNOTS, tiers=1, seed=1),
        horizon_offsets=[[0.0]],
        replicates=replicates(11),
        replicate_smooths=replicate_smooths,
        if_known=if_known(11),
        tiers=[[]],
    )


@pytest.mark.parametrize(
    ("tiers", "message"),
    [
        pytest.param([], "the last names none", id="no tier"),
        pytest.param([["alt"]], "the last names none", id="no tier for the rest"),
        pytest.param([[], []], "must name the inputs", id="never reached"),
        pytest.param(
            [["hba1c"], []], r"\['hba1c'\], which are no inputs", id="unknown"
        ),
    ],
)
def test_refuses_tiers_that_do_not_give_every_row_one(
    tiers: list[list[str]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        compiled_from(trained(1), smooth=without_curves(1), tiers=tiers)
