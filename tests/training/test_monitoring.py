"""Predictions and outcomes that arrived later: counted, judged, and never shown."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from scipy.special import expit, logit
from sklearn.metrics import roc_auc_score

from training.cohorts import synthetic_hospital
from training.errors import TrainingError
from training.handover import monitor
from training.monitoring.control import cusum, ratio
from training.monitoring.pairs import Pairs, read_pairs
from training.monitoring.review import quarter, review
from training.monitoring.verdict import judge
from training.time_offset import TimeExponent

PREDICTIONS = (
    "id,date,risk\n"
    'P-17,2026-01-05,"0,10"\n'
    "P-18,06/01/2026,0.20\n"
    "P-17,2026-03-01,0.90\n"  # scored again
    "P-19,2026-04-02,0.30\n"
    "P-20,2026-05-09,0.40\n"
)
OUTCOMES = "id,outcome\nP-17,no\nP-18,có\nP-19,?\nP-99,1\n"


def pairs(
    tmp_path: Path,
    predictions: str = PREDICTIONS,
    outcomes: str = OUTCOMES,
    exponent: TimeExponent | None = None,
) -> Pairs:
    (tmp_path / "p.csv").write_text(predictions, "utf-8")
    (tmp_path / "o.csv").write_text(outcomes, "utf-8")
    return read_pairs(tmp_path / "p.csv", tmp_path / "o.csv", exponent)


def simulated(
    tmp_path: Path,
    people: int,
    *,
    shift: float = 0.0,
    slope: float = 1.0,
    seed: int = 1,
) -> Pairs:
    """Two years of people whose truth is `shift + slope * log-odds`."""
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(-2.5, 1, people)
    ill = rng.random(people) < expit(shift + slope * log_odds)
    days = np.datetime64("2025-01-01") + rng.integers(0, 730, people)
    numbers = np.arange(people)
    table = pd.DataFrame({"id": numbers, "date": days, "risk": expit(log_odds)})
    seen = pd.DataFrame({"id": numbers, "outcome": ill.astype(int)})
    return pairs(tmp_path, table.to_csv(index=False), seen.to_csv(index=False))


def test_files_are_joined_by_id_and_every_row_that_does_not_join_is_counted(
    tmp_path: Path,
) -> None:
    found = pairs(tmp_path)

    assert found.day.astype(str).tolist() == ["2026-01-05", "2026-01-06"]
    np.testing.assert_allclose(expit(found.log_odds), [0.1, 0.2])
    assert found.outcome.tolist() == [0, 1]
    assert found.waiting.astype(str).tolist() == ["2026-04-02", "2026-05-09"]
    counts = found.counts
    assert (counts.predictions, counts.repeated, counts.pairs) == (5, 1, 2)
    assert (counts.outcomes, counts.unknown_outcome) == (4, 1)
    assert (counts.without_prediction, counts.without_outcome) == (1, 2)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("0.20", "20", "1 risks are not between 0 and 1, first in row 2"),
        ("06/01/2026", "2026/13/41", "1 dates cannot be read, first in row 2"),
        ("id,date", "number,date", "no column id"),
        ("P-18,06", ",06", "p.csv: 1 rows have no id, first row 2"),
        ("P-99,1", ",1", "o.csv: 1 rows have no id, first row 4"),
        ("P-17,no\nP-18,có\nP-19,?\nP-99,1\n", "", "o.csv: there is no row below"),
        ("P-99,1\n", "P-99,1\nP-18,0\n", "1 people have both outcomes"),
        ("?", "perhaps", "1 cells cannot be read, first in row 3"),
        ("P-", "Q-", "No id of p.csv is in o.csv"),
    ],
)
def test_input_that_cannot_be_compared_is_refused_without_naming_anybody(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    predictions, outcomes = PREDICTIONS, OUTCOMES
    if old in OUTCOMES and old != "P-":
        outcomes = outcomes.replace(old, new)
    else:
        predictions = predictions.replace(old, new)

    with pytest.raises(TrainingError) as refused:
        pairs(tmp_path, predictions, outcomes)

    assert message in str(refused.value)
    assert "P-1" not in str(refused.value)


def test_a_risk_is_moved_to_the_time_its_outcome_was_looked_for(tmp_path: Path) -> None:
    """A 5-year risk of 10 % looked at after 2.5 years: odds times 2 ** -1.4."""
    predictions = "id,date,risk,horizon_years\na,2026-01-05,0.1,5\n"
    outcomes = "id,outcome,years\na,0,2.5\n"
    exponent = TimeExponent(
        tier="with_glucose", value=1.4, standard_error=0.1, reference_years=3.0
    )

    moved = pairs(tmp_path, predictions, outcomes, exponent)

    assert moved.log_odds[0] == pytest.approx(logit(0.1) - 1.4 * np.log(2))
    with pytest.raises(TrainingError, match="--bundle"):
        pairs(tmp_path, predictions, outcomes)


@pytest.mark.parametrize(
    ("events", "signal"),
    [(10, "within"), (4, "within"), (3, "warn"), (17, "within"), (18, "warn"), (22, "act"), (1, "act")],
)  # fmt: skip
def test_control_limits_are_those_of_the_exact_poisson_distribution(
    events: int, signal: str
) -> None:
    """Ten expected: P(X <= 3) = 1.0 %, P(X >= 18) = 1.4 %, P(X >= 22) = 0.07 %."""
    log_odds = np.full(1000, logit(0.01))
    outcome = (np.arange(1000) < events).astype(float)

    found = ratio(log_odds, outcome)

    assert found.expected == pytest.approx(10)
    assert found.warn == pytest.approx((0.4, 1.7))
    assert found.act == pytest.approx((0.2, 2.1))
    assert found.signal == signal


def test_a_cusum_seldom_cries_wolf_and_finds_a_rise(tmp_path: Path) -> None:
    cries = {"within": 0, "warn": 0, "act": 0}
    for seed in range(40):
        calm = simulated(tmp_path, 600, seed=seed)
        chart = cusum(calm.day, calm.log_odds, calm.outcome, odds_ratio=1.5, seed=seed)
        cries[chart.signal] += 1
    risen = simulated(tmp_path, 3000, shift=0.5)

    chart = cusum(risen.day, risen.log_odds, risen.outcome, odds_ratio=1.5, seed=1)

    assert cries["within"] >= 35
    assert cries["act"] <= 1
    assert chart.signal == "act"
    assert chart.since is not None
    assert chart.since < "2026-07-01"


@pytest.mark.parametrize(
    ("people", "shift", "slope", "decision"),
    [
        pytest.param(200, 0.0, 1.0, "not_enough_outcomes_yet", id="few"),
        pytest.param(4000, 0.0, 1.0, "recalibration_not_due", id="calm"),
        pytest.param(4000, 0.5, 1.0, "recalibration_due", id="more events"),
        pytest.param(4000, -0.5, 1.0, "recalibration_due", id="fewer events"),
        pytest.param(8000, -1.15, 0.5, "recalibration_due", id="too extreme"),
    ],
)
def test_the_verdict_is_what_the_truth_asks_for(
    tmp_path: Path, people: int, shift: float, slope: float, decision: str
) -> None:
    verdict = judge(review(simulated(tmp_path, people, shift=shift, slope=slope)))

    assert verdict.decision == decision
    assert verdict.reasons
    if slope != 1:
        assert "risks are too extreme" in " ".join(verdict.reasons)


def test_nothing_seen_of_many_expected_is_evidence_too(tmp_path: Path) -> None:
    quiet = simulated(tmp_path, 2000, shift=-9)

    verdict = judge(review(quiet))

    assert quiet.outcome.sum() < 3
    assert verdict.decision == "recalibration_due"


def test_figures_of_the_whole_are_those_of_sklearn(tmp_path: Path) -> None:
    found = simulated(tmp_path, 3000)

    whole = review(found).whole

    assert whole.auc is not None
    expected = roc_auc_score(found.outcome, found.log_odds)
    assert whole.auc.value == pytest.approx(expected)
    assert whole.auc.low < expected < whole.auc.high


def test_quarters_are_those_of_the_calendar() -> None:
    days = np.array(["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"])

    assert quarter(days.astype("datetime64[D]")).tolist() == [
        "2025-Q4",
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
    ]


def run(directory: Path) -> Result:
    return CliRunner().invoke(
        monitor,
        [
            *("--predictions", str(directory / "predictions.csv")),
            *("--outcomes", str(directory / "outcomes.csv")),
            *("--out", str(directory / "reviews" / "2026" / "review.json")),
        ],
        catch_exceptions=False,
    )


def test_the_command_prints_and_writes_the_same_verdict_and_no_id(
    tmp_path: Path,
) -> None:
    synthetic_hospital.write(tmp_path, 3000, seed=1)
    for name in ("predictions.csv", "outcomes.csv"):
        table = pd.read_csv(tmp_path / name)
        table["id"] = "ID" + table["id"].astype(str) + "Z"
        table.to_csv(tmp_path / name, index=False)

    first, second = run(tmp_path), run(tmp_path)
    text = (tmp_path / "reviews" / "2026" / "review.json").read_text("utf-8")

    written = json.loads(text)
    assert first.exit_code == 0
    assert first.output == second.output
    assert written["verdict"]["decision"] == "recalibration_due"
    assert "Recalibration due." in first.output
    assert len(written["periods"]) == 8
    signals = [p["figures"]["observed_expected"]["signal"] for p in written["periods"]]
    assert signals[:4].count("act") == 0
    assert signals[4:].count("act") >= 3
    assert "ID" not in text
    assert "ID" not in first.output


def test_outcomes_of_a_few_people_only_are_a_warning(tmp_path: Path) -> None:
    some = simulated(tmp_path, 2000)
    outcomes = pd.read_csv(tmp_path / "o.csv")
    kept = outcomes[(outcomes["outcome"] == 1) | (outcomes["id"] < 600)]
    predictions = (tmp_path / "p.csv").read_text()

    verdict = judge(review(pairs(tmp_path, predictions, kept.to_csv(index=False))))

    assert some.counts.pairs == 2000
    assert "if they are known because somebody fell ill" in verdict.warnings[0]
