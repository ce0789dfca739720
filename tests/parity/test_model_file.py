"""The written model: valid ONNX, fully described, the same bytes every time."""

import hashlib
import subprocess
import sys
from pathlib import Path

import onnx
import pytest
import xgboost

from tests.parity.boosters import COLUMNS, compiled_from, trained
from training.compiler import Compiled

ROOT = Path(__file__).parents[2]
COMPILE_IN_ANOTHER_PROCESS = """
import hashlib, sys, xgboost
from tests.parity.boosters import compiled_from
booster = xgboost.Booster(model_file=sys.argv[1])
tiers = [["fasting_glucose"], ["alt", "triglycerides"], []]
compiled = compiled_from(booster, horizon_offsets=[0.0, 0.5], tiers=tiers)
print(hashlib.sha256(compiled.to_bytes()).hexdigest())
"""


@pytest.fixture(scope="module")
def booster() -> xgboost.Booster:
    return trained(10)


@pytest.fixture(scope="module")
def compiled(booster: xgboost.Booster) -> Compiled:
    tiers = [["fasting_glucose"], ["alt", "triglycerides"], []]
    return compiled_from(booster, horizon_offsets=[0.0, 0.5], tiers=tiers)


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

    assert attributes["nodes_modes"] == [b"BRANCH_LT", b"LEAF", b"LEAF"]
    assert attributes["nodes_featureids"][0] == COLUMNS.index("fasting_glucose")
    assert f'"split_condition": {attributes["nodes_values"][0]:.9g}' in split
    assert attributes["nodes_missing_value_tracks_true"][0] == int(
        '"missing": 1' in split
    )


def test_no_vote_is_written_for_a_feature_to_which_a_leaf_adds_nothing(
    compiled: Compiled,
) -> None:
    attributes = {
        attribute.name: onnx.helper.get_attribute_value(attribute)
        for attribute in compiled.model.graph.node[0].attribute
    }
    assert all(attributes["target_weights"])


def test_the_same_booster_gives_the_same_bytes_in_any_process(
    booster: xgboost.Booster, compiled: Compiled, tmp_path: Path
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
    digest = hashlib.sha256(compiled.to_bytes()).hexdigest()

    assert elsewhere.stdout.strip() == digest
