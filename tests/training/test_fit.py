"""A model trained on people whose truth is known finds that truth."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from service.engine.bundle import open_bundle
from service.engine.scorer import Scorer
from tests.training.conftest import run
from tests.training.synthetic import people, true_log_odds
from training.incident_diabetes import DEFINITION, GAPS, INPUTS
from training.logistic import fit_logistic, sigmoid
from training.missingness import COMPLETE
from training.recipe import MAX_TREES, load_recipe

Fitted = tuple[Path, str]


@pytest.fixture(scope="module")
def scorer(fitted: Fitted) -> Scorer:
    return open_bundle(fitted[0]).scorer


@pytest.fixture(scope="module")
def manifest(fitted: Fitted) -> dict:
    return json.loads((fitted[0] / "manifest.json").read_bytes())


@pytest.fixture(scope="module")
def card(fitted: Fitted) -> dict:
    return json.loads((fitted[0] / "card.json").read_bytes())


@pytest.fixture(scope="module")
def strangers() -> pd.DataFrame:
    """People of the same population who were not trained on."""
    return people(20_000, seed=99)


def inputs_of(table: pd.DataFrame) -> np.ndarray:
    return table[list(INPUTS)].to_numpy(np.float32)


def test_the_true_risk_is_found_for_people_never_seen(
    scorer: Scorer, strangers: pd.DataFrame
) -> None:
    truth = true_log_odds(strangers)

    found = scorer.score(inputs_of(strangers)).log_odds[:, 0]

    assert np.corrcoef(found, truth)[0, 1] > 0.94
    assert sigmoid(found).mean() == pytest.approx(sigmoid(truth).mean(), rel=0.1)


@pytest.mark.parametrize("subset", [s for s in GAPS.subsets if s != COMPLETE])
def test_risks_stay_right_on_average_where_values_are_missing(
    subset: str, scorer: Scorer, strangers: pd.DataFrame
) -> None:
    truth = sigmoid(true_log_odds(strangers))
    x = GAPS.without(inputs_of(strangers), INPUTS, subset)

    found = scorer.score(x).log_odds[:, 0].astype(float)

    ill = (np.random.default_rng(1).random(len(truth)) < truth).astype(float)
    slope = fit_logistic(found[:, None], ill).coefficients[1]
    assert ill.sum() / sigmoid(found).sum() == pytest.approx(1, abs=0.15)
    assert slope == pytest.approx(1, abs=0.15)


def test_an_input_never_missing_in_the_cohort_may_be_missing_in_a_hospital(
    scorer: Scorer, strangers: pd.DataFrame
) -> None:
    """Undropped, a missing family history would read as a yes: log-odds 1 too high."""
    x = inputs_of(strangers)
    expected = scorer.score(x).risk[:, 0].mean()
    x[:, INPUTS.index("family_history_diabetes")] = np.nan

    not_asked = scorer.score(x).risk[:, 0].mean()

    assert not_asked == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize("name", ["age", "bmi", "fasting_glucose", "alt"])
def test_more_of_a_harmful_value_never_lowers_the_risk(
    name: str, scorer: Scorer, strangers: pd.DataFrame
) -> None:
    x = inputs_of(strangers)[:500]
    values = np.linspace(*np.quantile(x[:, INPUTS.index(name)], [0, 1]), 25)
    risks = []
    for value in values:
        x[:, INPUTS.index(name)] = value
        risks.append(scorer.score(x).risk[:, 0].copy())

    assert np.diff(risks, axis=0).min() >= -1e-6


def test_the_growth_of_risk_with_time_is_estimated(manifest: dict) -> None:
    training = manifest["training"]

    error = training["time_exponent_standard_error"]
    assert training["time_exponent"] == pytest.approx(1.4, abs=3 * error)


def test_five_years_add_the_offset_that_was_estimated(
    scorer: Scorer, manifest: dict, strangers: pd.DataFrame
) -> None:
    scores = scorer.score(inputs_of(strangers)[:100])
    growth = manifest["training"]["time_exponent"] * np.log(5 / 3)

    np.testing.assert_allclose(
        scores.risk[:, 1], sigmoid(scores.log_odds[:, 0] + growth), atol=1e-6
    )


def test_the_manifest_says_what_the_bundle_is(manifest: dict, card: dict) -> None:
    assert manifest["inputs"] == list(INPUTS)
    assert manifest["required_inputs"] == ["age", "sex"]
    assert manifest["horizons_years"] == [3, 5]
    assert set(manifest["typical_values"]) == set(INPUTS) - {"age", "sex"}
    glucose = manifest["typical_values"]["fasting_glucose"]
    assert glucose["low"] == pytest.approx(5.0 - 1.2816 * 0.6, abs=0.05)
    assert glucose["high"] == pytest.approx(5.0 + 1.2816 * 0.6, abs=0.05)
    assert manifest["training"]["people"] == card["training"]["people"] == 14_000
    assert manifest["training"]["data"][0]["file"] == "rich-healthcare-invented.csv"


def test_golden_rows_cover_the_incomplete_and_are_no_persons_record(
    fitted: Fitted, invented_data: Path
) -> None:
    golden = json.loads((fitted[0] / "golden.json").read_bytes())
    rows = [row["x"] for row in golden["rows"]]
    table = pd.read_csv(invented_data / "rich-healthcare-invented.csv")
    records = {tuple(r) for r in table[["Age", "BMI", "SBP", "DBP", "ALT"]].to_numpy()}

    assert len(rows) == 22
    assert [None] * len(INPUTS) in rows
    known = [tuple(i for i, v in enumerate(r) if v is not None) for r in rows]
    assert {(0, 1), (0, 1, 2), (0, 1, 2, 3, 4, 5, 6)} <= set(known)
    drawn = {(r[0], r[2], r[3], r[4], r[10]) for r in rows}
    assert not drawn & records


def test_reference_shares_add_up_with_what_is_missing(fitted: Fitted) -> None:
    reference = json.loads((fitted[0] / "reference.json").read_bytes())

    assert list(reference["inputs"]) == sorted(INPUTS)
    for share in reference["inputs"].values():
        assert len(share["shares"]) == len(share["edges"]) + 1
        assert sum(share["shares"]) + share["missing"] == pytest.approx(1, abs=1e-4)
    assert reference["inputs"]["sex"]["edges"] == [0.5]
    assert reference["inputs"]["smoking"]["missing"] == pytest.approx(0.5, abs=0.02)
    assert sum(reference["log_odds"]["shares"]) == pytest.approx(1, abs=1e-4)


def test_the_page_and_the_printed_table_show_the_figures_of_the_card(
    fitted: Fitted, card: dict
) -> None:
    page = (fitted[0] / "card.md").read_text()
    auc = card["home"][0]["ranking"]["auc"]
    shown = f"{auc['value']:.3f} ({auc['low']:.3f} to {auc['high']:.3f})"

    assert shown in page
    assert shown in fitted[1]
    assert [home["subset"] for home in card["home"]] == list(GAPS.subsets)
    assert [abroad["subset"] for abroad in card["abroad"]] == list(GAPS.subsets)
    assert "nan" not in page.lower().split()


def test_cross_validation_ranks_nearly_as_the_truth_could(card: dict) -> None:
    """The truth itself has an AUC of 0.831 here."""
    home = card["home"][0]
    rivals = {rival["code"]: rival for rival in home["rivals"]}

    assert home["ranking"]["auc"]["value"] > 0.82
    assert home["calibration"]["slope"]["value"] == pytest.approx(1, abs=0.1)
    assert abs(rivals["linear"]["difference"]["value"]) < 0.02
    assert card["greatest_difference"] < 1e-5


def test_the_same_data_and_seed_give_the_same_bytes(
    invented_data: Path, tmp_path: Path
) -> None:
    contents = []
    for name in ("first", "second"):
        out = tmp_path / name
        run(
            *("fit", "incident-diabetes", "--data", invented_data, "--out", out),
            *("--sample", 5000, "--version", "1.2.3"),
        )
        folder = out / "incident-diabetes" / "1.2.3"
        contents.append({path.name: path.read_bytes() for path in folder.iterdir()})

    assert contents[0] == contents[1]
    assert json.loads(contents[0]["manifest.json"])["training"]["people"] == 5000


def test_the_recorded_recipe_is_one_the_graph_can_afford() -> None:
    assert load_recipe(DEFINITION.recipe).trees <= MAX_TREES == 300
