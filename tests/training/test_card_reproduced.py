"""A card's figures are made again from the data, and one that is another is named."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.training.cards import cohort
from training.bundle import to_json
from training.card.comparison import differing
from training.revalidation import (
    NotReproducedError,
    reproduce,
    validate_elsewhere,
)


def test_one_figure_that_is_another_is_named_and_all_others_come_out_the_same(
    fitted: tuple[Path, str], invented_data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "incident-diabetes" / "1.0.0"
    shutil.copytree(fitted[0], folder)
    content = json.loads((folder / "card.json").read_bytes())
    was = content["coverage"][0]["found"]
    content["coverage"][0]["found"] = was + 0.01
    changed = to_json(content)
    (folder / "card.json").write_bytes(changed)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"]["card.json"] = hashlib.sha256(changed).hexdigest()
    (folder / "manifest.json").write_bytes(to_json(manifest))

    with pytest.raises(NotReproducedError) as raised:
        reproduce(folder, invented_data)

    assert str(raised.value).startswith(
        f"Figures that differ from the card: 1. coverage[0].found: {was + 0.01:g}, "
    )


@pytest.mark.parametrize(
    ("wanted", "found", "told"),
    [
        pytest.param(0.912, 0.91205, [], id="within the relative tolerance"),
        pytest.param(0.912, 0.9122, ["x: 0.912, now 0.9122"], id="outside"),
        pytest.param(0.0002, 0.00025, ["x: 0.0002, now 0.00025"], id="small, outside"),
        pytest.param(0.0, 5e-8, [], id="none, within the absolute tolerance"),
        pytest.param(0, 2e-7, ["x: 0, now 2e-07"], id="none, outside"),
        pytest.param(0.5, float("nan"), ["x: 0.5, now nan"], id="no number"),
        pytest.param(15, 16, ["x: 15, now 16"], id="a count"),
        pytest.param({"a": 1}, {"a": 1, "b": 2}, ["x.b: None, now 2"], id="a key"),
        pytest.param([1.0], [1.0, 2.0], ["x: 1 entries, now 2"], id="a length"),
        pytest.param([1.0, 2], (1.0, 2), [], id="a tuple is a list"),
        pytest.param("high", "low", ["x: high, now low"], id="a word"),
    ],
)
def test_figures_differ_by_more_than_a_ten_thousandth(
    wanted: object, found: object, told: list[str]
) -> None:
    assert list(differing(wanted, found, "x")) == told


def test_people_elsewhere_are_validated_with_ever_more_blanked_and_each_name_says_what(
    fitted: tuple[Path, str],
) -> None:
    inputs = json.loads((fitted[0] / "manifest.json").read_bytes())["inputs"]
    known = cohort()
    x = np.full((known.people, len(inputs)), np.nan, dtype=np.float32)
    for name in set(known.inputs) & set(inputs):
        x[:, inputs.index(name)] = known.value(name)
    people = replace(known, inputs=tuple(inputs), x=x)

    found = validate_elsewhere(fitted[0], people)

    assert list(found) == [
        "all inputs",
        "without fasting_glucose",
        "without fasting_glucose, triglycerides, alt",
    ]
    auc = [row.ranking.auc.value for row in found.values() if row.ranking]
    assert auc[0] > auc[1] == auc[2]
