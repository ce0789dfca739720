"""The whole run on a fixed sample of the real cohort, where the data is at hand."""

import json
from pathlib import Path

import pytest

from tests.training.conftest import run
from training.cohorts import nagala, rich_healthcare
from training.data_directory import DataMissingError, default_directory, find
from training.incident_diabetes import DEFINITION, GAPS, INPUTS

SAMPLE = 30_000


@pytest.fixture(scope="module")
def data() -> Path:
    directory = default_directory()
    try:
        find(rich_healthcare.PUBLISHED, directory)
        find(nagala.PUBLISHED, directory)
    except DataMissingError as absent:
        pytest.skip(f"the real cohorts are not here: {absent}")
    return directory


@pytest.mark.slow
def test_a_sample_of_the_real_cohort_trains_to_a_sane_bundle(
    data: Path, tmp_path: Path
) -> None:
    run(
        *("fit", "incident-diabetes", "--data", data, "--out", tmp_path),
        *("--sample", SAMPLE),
    )

    folder = tmp_path / "incident-diabetes" / "1.0.0"
    card = json.loads((folder / "card.json").read_bytes())
    assert card["training"]["people"] == SAMPLE
    lowest = dict(zip(GAPS.subsets, (0.88, 0.81, 0.80, 0.79), strict=True))
    for home in card["home"]:
        calibration = {
            name: figure["value"]
            for name, figure in home["calibration"].items()
            if isinstance(figure, dict) and "value" in figure
        }
        assert home["ranking"]["auc"]["value"] > lowest[home["subset"]]
        assert 0.75 < calibration["slope"] < 1.15
        assert 0.85 < calibration["observed_expected"] < 1.15
        assert calibration["ici"] < 0.008
    assert card["abroad"][0]["c_index"]["value"] > 0.84
    assert [found["tier"] for found in card["time"]] == [
        it.code for it in DEFINITION.tiers
    ]
    for found in card["time"]:
        assert 0.3 < found["value"] < 2.5


def test_the_real_cohorts_are_cleaned_as_described(data: Path) -> None:
    home = rich_healthcare.read(data, INPUTS)
    abroad = nagala.read(data, INPUTS)

    assert (home.people, home.events) == (211_833, 4_174)
    zeros = [s for s in home.cleaning if s.reason == "0 means not measured"]
    assert [(s.variable, s.count) for s in zeros] == [("triglycerides", 860)]
    assert home.years.min() >= 2
    assert 0.4 < (abroad.x[:, INPUTS.index("sex")] == 0).mean() < 0.5
