"""A model trained on people whose truth is known finds that truth."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from service.engine.bundle import open_bundle
from service.engine.scorer import Scorer
from tests.training.conftest import run
from tests.training.synthetic import as_read, people, true_log_odds
from training.incident_diabetes import DEFINITION, GAPS, INPUTS
from training.logistic import fit_logistic, sigmoid
from training.missingness import COMPLETE
from training.recipe import MAX_TREES, load_recipe
from training.uncertainty.abroad import WHAT as ABROAD

Fitted = tuple[Path, str]
CSV_COLUMNS = {
    "age": "Age",
    "bmi": "BMI",
    "systolic_bp": "SBP",
    "triglycerides": "Triglyceride",
    "alt": "ALT",
}


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
    """All that the training people knew of themselves."""
    return as_read(table, INPUTS)


def with_hba1c(table: pd.DataFrame) -> np.ndarray:
    x = inputs_of(table)
    x[:, INPUTS.index("hba1c")] = table["hba1c"]
    return x


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


@pytest.mark.parametrize("name", ["age", "bmi", "fasting_glucose", "hba1c", "alt"])
def test_more_of_a_harmful_value_never_lowers_the_risk(
    name: str, scorer: Scorer, strangers: pd.DataFrame
) -> None:
    x = with_hba1c(strangers)[:500]
    values = np.linspace(*np.quantile(x[:, INPUTS.index(name)], [0, 1]), 25)
    risks = []
    for value in values:
        x[:, INPUTS.index(name)] = value
        risks.append(scorer.score(x).risk[:, 0].copy())

    assert np.diff(risks, axis=0).min() >= -1e-6


def test_the_growth_of_risk_with_time_is_estimated(manifest: dict) -> None:
    time = manifest["training"]["time"]

    assert [found["tier"] for found in time] == [it.code for it in DEFINITION.tiers]
    for found in time:
        assert found["reference_years"] == 3
        assert 0 < found["standard_error"] < 0.5
        assert found["value"] == pytest.approx(1.4, abs=3 * found["standard_error"])


def test_five_years_add_the_offset_that_was_estimated(
    scorer: Scorer, manifest: dict, strangers: pd.DataFrame
) -> None:
    """Of each person's own tier."""
    subsets = {
        0: COMPLETE,
        1: "no glucose",
        2: "no laboratory values",
    }
    for tier, subset in subsets.items():
        x = GAPS.without(inputs_of(strangers)[:100], INPUTS, subset)
        scores = scorer.score(x)
        growth = manifest["training"]["time"][tier]["value"] * np.log(5 / 3)

        np.testing.assert_allclose(
            scores.risk[:, 1], sigmoid(scores.log_odds[:, 0] + growth), atol=1e-6
        )


def test_how_unsure_the_growth_is_widens_the_later_horizon(manifest: dict) -> None:
    for found in manifest["training"]["time"]:
        first, last = manifest["interval"]["horizon_sd"][found["tier"]]
        assert first == 0
        expected = found["standard_error"] * np.log(5 / 3)
        assert last == pytest.approx(expected, abs=1e-4)


def test_who_knows_less_of_people_is_not_surer_of_them(manifest: dict) -> None:
    spread = manifest["interval"]["added_sd"]
    richest_first = [spread[tier["code"]] for tier in manifest["tiers"]]

    assert richest_first == sorted(richest_first)


def test_the_manifest_says_what_the_bundle_is(manifest: dict, card: dict) -> None:
    assert manifest["inputs"] == list(INPUTS)
    assert manifest["required_inputs"] == ["age", "sex"]
    assert manifest["horizons_years"] == [3, 5]
    assert set(manifest["typical_values"]) == set(INPUTS) - {"age", "sex"}
    glucose = manifest["typical_values"]["fasting_glucose"]
    assert glucose["low"] == pytest.approx(5.0 - 1.2816 * 0.6, abs=0.05)
    assert glucose["high"] == pytest.approx(5.0 + 1.2816 * 0.6, abs=0.05)
    # Of the people abroad: nobody at home knows it.
    hba1c = manifest["typical_values"]["hba1c"]
    spread = np.hypot(0.25, 0.3 * 0.6)
    assert hba1c["low"] == pytest.approx(5.2 - 1.2816 * spread, abs=0.1)
    assert hba1c["high"] == pytest.approx(5.2 + 1.2816 * spread, abs=0.1)
    assert manifest["training"]["people"] == card["training"]["people"] == 14_000
    assert manifest["training"]["data"][0]["file"] == "rich-healthcare-invented.csv"


def test_golden_rows_cover_the_incomplete_and_are_no_persons_record(
    fitted: Fitted, invented_data: Path
) -> None:
    golden = json.loads((fitted[0] / "golden.json").read_bytes())
    rows = [row["x"] for row in golden["rows"]]
    table = pd.read_csv(invented_data / "rich-healthcare-invented.csv")
    records = {tuple(r) for r in table[list(CSV_COLUMNS.values())].to_numpy()}

    assert len(rows) == 22
    assert [None] * len(INPUTS) in rows
    known = [tuple(i for i, v in enumerate(r) if v is not None) for r in rows]
    subsets = {
        tuple(INPUTS.index(name) for name in GAPS.known(INPUTS, subset))
        for subset in GAPS.subsets
    }
    assert {(0, 1), *subsets} <= set(known)
    hba1c = INPUTS.index("hba1c")
    complete = [r for r in rows if None not in r]
    assert len(complete) == 8 + 2
    assert len({r[hba1c] for r in complete[:8]}) > 1
    assert all(4.0 <= r[hba1c] <= 6.4 for r in complete[:8])
    drawn = {tuple(r[INPUTS.index(name)] for name in CSV_COLUMNS) for r in rows}
    assert not drawn & records


def test_reference_shares_add_up_with_what_is_missing(fitted: Fitted) -> None:
    reference = json.loads((fitted[0] / "reference.json").read_bytes())

    assert list(reference["inputs"]) == sorted(INPUTS)
    for share in reference["inputs"].values():
        assert len(share["shares"]) == len(share["edges"]) + 1
        assert sum(share["shares"]) + share["missing"] == pytest.approx(1, abs=1e-4)
    assert reference["inputs"]["sex"]["edges"] == [0.5]
    assert reference["inputs"]["alt"]["missing"] == pytest.approx(0.2, abs=0.02)
    hba1c = reference["inputs"]["hba1c"]
    assert hba1c["missing"] == 1
    assert set(hba1c["shares"]) == {0}
    assert 4 <= hba1c["edges"][0] < hba1c["edges"][-1] <= 6.4
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
    known_there = [f"{subset}, HbA1c known" for subset in GAPS.subsets]
    assert [abroad["subset"] for abroad in card["abroad"]] == [
        *GAPS.subsets,
        *known_there[:3],
    ]
    assert "nan" not in page.lower().split()


def test_cross_validation_ranks_nearly_as_the_truth_could(card: dict) -> None:
    """The truth itself has an AUC of 0.831 here."""
    home = card["home"][0]
    rivals = {rival["code"]: rival for rival in home["rivals"]}

    assert home["ranking"]["auc"]["value"] > 0.82
    assert home["calibration"]["slope"]["value"] == pytest.approx(1, abs=0.1)
    assert abs(rivals["linear"]["difference"]["value"]) < 0.02
    assert card["greatest_difference"] < 1e-5


def test_at_home_each_horizon_is_judged_by_those_seen_near_it(
    card: dict, invented_data: Path
) -> None:
    table = pd.read_csv(invented_data / "rich-healthcare-invented.csv")
    for home in card["home"]:
        assert [found["years"] for found in home["horizons"]] == [3, 5]
        for found in home["horizons"]:
            seen = (table["yr_f"] - found["years"]).abs() <= 0.5
            assert found["people"] == seen.sum()
            assert found["events"] == table.loc[seen, "diabetes"].sum()
            ratio = found["observed_expected"]
            assert ratio["low"] < 1.1
            assert ratio["high"] > 0.9


def test_the_interval_is_measured_abroad_for_everything_that_may_be_known(
    card: dict,
) -> None:
    abroad = [found for found in card["coverage"] if found["what"] == ABROAD]

    assert [found["subset"] for found in abroad] == [
        found["subset"] for found in card["abroad"]
    ]
    for found in abroad:
        assert (found["asked"], found["compared"]) == (0.9, 5)
        assert 0 <= found["found"] <= 1
        assert found["median_width"] > 1


def test_the_card_says_what_hba1c_adds_where_it_was_learnt(card: dict) -> None:
    """In these people it adds nothing to glucose, and some of glucose where it is not known."""
    (learnt,) = card["learnt"]

    assert learnt["input"] == "hba1c"
    assert learnt["people"] == card["external"]["people"]
    assert [tier["tier"] for tier in learnt["tiers"]] == [
        tier.code for tier in DEFINITION.tiers
    ]
    with_glucose, *others = learnt["tiers"]
    for tier in others:
        assert tier["gain"]["value"] > with_glucose["gain"]["value"]
        assert tier["log_odds"] == sorted(tier["log_odds"])
        assert tier["log_odds"][-1] - tier["log_odds"][0] > 0.5
    assert with_glucose["gain"]["low"] < 0.01


def test_a_person_without_an_hba1c_is_told_the_risk_of_the_average_value(
    scorer: Scorer, strangers: pd.DataFrame
) -> None:
    without, known = inputs_of(strangers), with_hba1c(strangers)

    for subset in GAPS.subsets:
        if "hba1c" in GAPS.known(INPUTS, subset):
            x, more = (GAPS.without(it, INPUTS, subset) for it in (without, known))
            first, second = scorer.score(x).risk, scorer.score(more).risk
            assert second[:, 1].mean() == pytest.approx(first[:, 1].mean(), rel=0.15)


def test_the_same_data_and_seed_give_the_same_bytes(
    invented_data: Path, tmp_path: Path
) -> None:
    """However many threads the sums of matrices would have been given."""
    contents = []
    for threads in (1, 2):
        out = tmp_path / str(threads)
        with threadpool_limits(threads, user_api="blas"):
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
