"""Net benefit agrees with dcurves on the data it brings, and with counting."""

from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from dcurves import dca
from scipy.special import expit, logit

from tests.training.small_cohorts import sample_of, simulated
from training.validation.decision import CURVE_THRESHOLDS, decide, net_benefit


def test_net_benefit_is_true_positives_minus_false_ones_at_the_odds() -> None:
    """Of 100, 20 ill; at 20 % 30 are flagged, 16 ill: 0.16 - 0.14 * 0.25 = 0.125."""
    ill = np.repeat([1.0, 0.0], [20, 80])
    risk = np.repeat([0.2, 0.1, 0.5, 0.1], [16, 4, 14, 66])

    assert net_benefit(sample_of(ill), risk, 0.2)[0] == pytest.approx(0.125)


def test_the_curves_are_those_of_dcurves_on_its_750_patients() -> None:
    data = pd.read_csv(str(files("dcurves").joinpath("data/df_binary.csv")))
    theirs = dca(
        data=data,
        outcome="cancer",
        modelnames=["cancerpredmarker"],
        thresholds=CURVE_THRESHOLDS,
    ).pivot_table(index="threshold", columns="model", values="net_benefit")
    marker = data["cancerpredmarker"].to_numpy()

    ours = decide(
        sample_of(data["cancer"].to_numpy()),
        {"model": logit(marker), "findrisc": logit(marker / 2)},
        thresholds=(0.1,),
    )

    np.testing.assert_allclose(
        ours.curves["model"], theirs["cancerpredmarker"], atol=1e-12
    )
    np.testing.assert_allclose(ours.curves["treat_all"], theirs["all"], atol=1e-12)
    assert set(ours.curves["treat_none"]) == {0.0}
    # dcurves' own numbers at 10 %.
    assert ours.curves["model"][19] == pytest.approx(
        float(theirs.loc[0.1, "cancerpredmarker"])
    )


def test_a_gain_is_the_models_net_benefit_over_the_strategys_in_pairs() -> None:
    log_odds, ill = simulated(4000)

    decision = decide(
        sample_of(ill), {"model": log_odds, "linear": log_odds - 2}, thresholds=(0.1,)
    )

    gains = {gain.strategy: gain for gain in decision.gains}
    assert list(gains) == ["treat_all", "treat_none", "model", "linear"]
    assert gains["model"].gain is None
    linear = gains["linear"].gain
    assert linear is not None
    assert linear.value == pytest.approx(
        gains["model"].net_benefit.value - gains["linear"].net_benefit.value
    )
    assert 0 < linear.low < linear.value < linear.high
    at_ten_percent = CURVE_THRESHOLDS.index(0.1)
    assert gains["model"].net_benefit.value == pytest.approx(
        decision.curves["model"][at_ten_percent]
    )


def test_a_weight_counts_a_person_so_many_times() -> None:
    log_odds, ill = simulated(300)
    times = np.random.default_rng(2).integers(1, 4, 300)

    weighted = net_benefit(sample_of(ill, times.astype(float)), expit(log_odds), 0.1)
    repeated = net_benefit(
        sample_of(np.repeat(ill, times)), expit(np.repeat(log_odds, times)), 0.1
    )

    assert weighted[0] == pytest.approx(repeated[0])


def test_people_a_rival_says_nothing_about_get_the_risk_seen_among_them() -> None:
    """10 of 40 are ill: treated at a threshold of 25 %, not at one of 25.5 %."""
    ill = np.repeat([1.0, 0.0], [10, 30])
    silent = np.full(40, np.nan)

    decision = decide(
        sample_of(ill), {"model": np.zeros(40), "fasting_glucose": silent}, ()
    )

    at = CURVE_THRESHOLDS.index(0.25)
    assert decision.curves["fasting_glucose"][at] == pytest.approx(0.25 - 0.75 / 3)
    assert decision.curves["fasting_glucose"][at - 1] > 0
    assert decision.curves["fasting_glucose"][at + 1] == 0
