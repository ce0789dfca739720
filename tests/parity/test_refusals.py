"""Models whose exact explanation cannot be compiled are refused, with what to do."""

import json

import numpy as np
import pytest
import xgboost

from tests.parity.boosters import (
    COLUMNS,
    compiled_from,
    if_known,
    invented_outcomes,
    invented_rows,
    replicates,
    trained,
)
from training.compiler import CannotCompileError, compile_model


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
    given = {"inputs": COLUMNS, "horizon_offsets": [0.0], "tiers": [[]]}
    with pytest.raises(CannotCompileError, match="train with 'reg:quantileerror'"):
        compile_model(
            booster, replicates=replicates(11), if_known=(low, booster), **given
        )
    with pytest.raises(CannotCompileError, match="train with 'binary:logistic'"):
        compile_model(
            booster, replicates=[booster, high], if_known=(low, high), **given
        )
    with pytest.raises(CannotCompileError, match="in the same order"):
        compile_model(booster, replicates=replicates(10), if_known=(low, high), **given)
    with pytest.raises(ValueError, match="have no spread: give 2 or more"):
        compile_model(booster, replicates=[booster], if_known=(low, high), **given)


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
        compiled_from(trained(1), tiers=tiers)
