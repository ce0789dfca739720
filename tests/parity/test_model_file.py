"""The written model: valid ONNX, fully described, the same bytes every time."""

import hashlib
import subprocess
import sys
from collections import Counter
from pathlib import Path

import onnx
import pytest
import xgboost

from tests.parity.boosters import (
    COLUMNS,
    KNOTS,
    compiled_from,
    drawn_curves,
    trained,
)
from training.compiler import Compiled

ROOT = Path(__file__).parents[2]
COMPILE_IN_ANOTHER_PROCESS = """
import hashlib, sys, xgboost
from tests.parity.test_model_file import compiled_with_curves
booster = xgboost.Booster(model_file=sys.argv[1])
compiled = compiled_with_curves(booster)
print(hashlib.sha256(compiled.to_bytes()).hexdigest())
"""


TIERS = (("fasting_glucose",), ("alt", "triglycerides"), ())
HORIZONS = ((0.0, 0.5),) * 3


def compiled_with_curves(booster: xgboost.Booster) -> Compiled:
    curves = drawn_curves(KNOTS, tiers=3, seed=23)
    return compiled_from(booster, smooth=curves, horizon_offsets=HORIZONS, tiers=TIERS)


@pytest.fixture(scope="module")
def booster() -> xgboost.Booster:
    return trained(10)


@pytest.fixture(scope="module")
def of_trees(booster: xgboost.Booster) -> Compiled:
    return compiled_from(booster, horizon_offsets=HORIZONS, tiers=TIERS)


@pytest.fixture(scope="module", params=["trees alone", "with curves"])
def compiled(
    booster: xgboost.Booster, of_trees: Compiled, request: pytest.FixtureRequest
) -> Compiled:
    if request.param == "trees alone":
        return of_trees
    return compiled_with_curves(booster)


def test_is_valid_onnx_with_the_declared_shapes(compiled: Compiled) -> None:
    onnx.checker.check_model(compiled.model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(compiled.model, strict_mode=True)
    shapes = {
        value.name: [
            size.dim_param or size.dim_value
            for size in value.type.tensor_type.shape.dim
        ]
        for value in (*inferred.graph.input, *inferred.graph.output)
    }
    assert shapes == {
        "x": ["N", 11],
        "companion_rows": [1],
        "risk": ["N", 2],
        "log_odds": ["N", 1],
        "base": ["N", 1],
        "contributions": ["N", 11],
        "replicates": ["M", 3],
        "if_known": ["M", 2],
    }


def test_says_what_it_is_and_needs_only_standard_operators(compiled: Compiled) -> None:
    model = compiled.model
    assert {entry.domain: entry.version for entry in model.opset_import} == {
        "": 13,
        "ai.onnx.ml": 3,
    }
    assert model.ir_version == 8
    assert model.producer_name == "diabetes-risk"
    assert "path-dependent TreeSHAP" in model.doc_string
    assert {entry.key: entry.value for entry in model.metadata_props} == {
        "inputs": "age,sex,bmi,systolic_bp,diastolic_bp,family_history_diabetes,smoking,"
        "fasting_glucose,total_cholesterol,triglycerides,alt"
    }


def test_splits_keep_the_thresholds_and_defaults_of_the_booster() -> None:
    booster = trained(1, max_depth=1)
    model = compiled_from(booster).model
    attributes = {
        attribute.name: onnx.helper.get_attribute_value(attribute)
        for attribute in model.graph.node[0].attribute
    }
    split = booster.get_dump(dump_format="json")[0]

    *modes, tier = attributes["nodes_modes"]
    assert modes == [b"BRANCH_LT", b"LEAF", b"LEAF"]
    assert tier == b"LEAF"  # the only one
    assert attributes["nodes_featureids"][0] == COLUMNS.index("fasting_glucose")
    assert f'"split_condition": {attributes["nodes_values"][0]:.9g}' in split
    assert attributes["nodes_missing_value_tracks_true"][0] == int(
        '"missing": 1' in split
    )


def test_no_vote_is_written_for_a_feature_to_which_a_leaf_adds_nothing(
    of_trees: Compiled,
) -> None:
    attributes = {
        attribute.name: onnx.helper.get_attribute_value(attribute)
        for attribute in of_trees.model.graph.node[0].attribute
    }
    assert all(attributes["target_weights"])


def test_a_model_without_curves_has_no_operator_for_them(
    booster: xgboost.Booster, of_trees: Compiled
) -> None:
    kinds, with_curves = (
        Counter(node.op_type for node in it.model.graph.node)
        for it in (of_trees, compiled_with_curves(booster))
    )

    assert with_curves - kinds == Counter(
        {
            # of the score
            "IsNaN": 1,
            "Where": 1,
            "Sub": 1,
            "Mul": 2,
            "Add": 1,
            # of the replicates, with a Mul
            "Slice": 1,
            "MatMul": 1,
            "Gemm": 1,
        }
    )
    assert not kinds - with_curves


def test_the_same_parts_give_the_same_bytes_in_any_process(
    booster: xgboost.Booster, tmp_path: Path
) -> None:
    saved = tmp_path / "booster.ubj"
    booster.save_model(saved)
    elsewhere = subprocess.run(
        [sys.executable, "-c", COMPILE_IN_ANOTHER_PROCESS, saved],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7"},
    )
    compiled = compiled_with_curves(booster)
    digest = hashlib.sha256(compiled.to_bytes()).hexdigest()

    assert elsewhere.stdout.strip() == digest
