"""Rows for a compiled model: every pattern of missing inputs, every split value.

Values are drawn, and those at which some tree splits, with their float32 neighbours,
are drawn on purpose: nothing of any data set is in them.
"""

from itertools import product

import numpy as np
import numpy.typing as npt
from onnx import ModelProto

from service.engine.manifest import Manifest

Floats = npt.NDArray[np.float32]
SPLIT = b"BRANCH_LT"


def splits(model: bytes, inputs: int) -> list[Floats]:
    """For each input the values at which a tree of the model splits, in order."""
    found: list[set[float]] = [set() for _ in range(inputs)]
    for node in ModelProto.FromString(model).graph.node:
        if node.op_type == "TreeEnsembleRegressor":
            of = {attribute.name: attribute for attribute in node.attribute}
            for mode, column, value in zip(
                of["nodes_modes"].strings,
                of["nodes_featureids"].ints,
                of["nodes_values"].floats,
                strict=True,
            ):
                if mode == SPLIT and np.isfinite(value):
                    found[column].add(value)
    return [np.array(sorted(values), np.float32) for values in found]


def every_missing_pattern(manifest: Manifest, model: bytes) -> Floats:
    """A row for each set of inputs that may be missing together."""
    rng = np.random.default_rng(20261122)
    at = splits(model, len(manifest.inputs))
    free = [
        column
        for column, name in enumerate(manifest.inputs)
        if name not in manifest.required_inputs
    ]
    rows = []
    for missing in product((False, True), repeat=len(free)):
        row = np.array([_drawn(rng, values) for values in at], np.float32)
        row[
            [column for column, absent in zip(free, missing, strict=True) if absent]
        ] = np.nan
        rows.append(row)
    return np.array(rows)


def every_split(manifest: Manifest, model: bytes) -> Floats:
    """Three rows for each split value: the value itself and its float32 neighbours."""
    rng = np.random.default_rng(20261123)
    at = splits(model, len(manifest.inputs))
    rows = []
    for column, values in enumerate(at):
        for value in values:
            row = np.array([_drawn(rng, others) for others in at], np.float32)
            for near in _beside(value):
                row[column] = near
                rows.append(row.copy())
    return np.array(rows)


def _beside(value: np.float32) -> tuple[np.float32, np.float32, np.float32]:
    low, high = np.float32(-np.inf), np.float32(np.inf)
    return np.nextafter(value, low), value, np.nextafter(value, high)


def _drawn(rng: np.random.Generator, splits: Floats) -> np.float32:
    """A value at a split, beside one, or anywhere among them."""
    if not len(splits):
        return np.float32(rng.integers(2))
    if rng.random() < 0.5:
        return np.float32(rng.uniform(splits[0] - 1, splits[-1] + 1))
    return _beside(rng.choice(splits))[rng.integers(3)]
