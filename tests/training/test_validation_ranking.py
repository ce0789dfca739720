"""AUC, average precision and ROC agree with published values and with scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from tests.training.small_cohorts import sample_of, simulated
from training.validation import ranking as ranking_module
from training.validation.ranking import rank, ranking
from training.validation.sample import Sample


def test_the_auc_of_109_tomographies_is_that_of_hanley_and_mcneil() -> None:
    """Radiology 1982;143:29, table I: ratings 1 to 5, half a point for a tie, 0.893."""
    normal, abnormal = [33, 6, 6, 11, 2], [3, 2, 2, 11, 33]
    score = np.repeat(np.tile(np.arange(1.0, 6.0), 2), normal + abnormal)
    ill = np.repeat([0.0, 1.0], [58, 51])

    found = ranking(sample_of(ill), score).auc

    assert found.value == pytest.approx(0.893, abs=0.0005)
    # Their standard error is 0.032.
    assert (found.high - found.low) / 3.92 == pytest.approx(0.032, abs=0.006)


def test_average_precision_is_that_of_the_manual_of_scikit_learn() -> None:
    """The example of average_precision_score: 0.83; of roc_auc_score: 0.75."""
    sample = sample_of(np.array([0.0, 0.0, 1.0, 1.0]))

    series = rank(sample, np.array([0.1, 0.4, 0.35, 0.8]))

    assert series.auprc[0] == pytest.approx(5 / 6)
    assert series.auc[0] == pytest.approx(0.75)


@given(st.data())
@settings(max_examples=40)
def test_both_areas_are_those_of_scikit_learn_whatever_ties_and_weights(
    data: st.DataObject,
) -> None:
    people = data.draw(st.integers(2, 40))
    score = data.draw(
        st.lists(st.integers(-3, 3), min_size=people, max_size=people).map(np.array)
    )
    weight = data.draw(
        st.lists(
            st.sampled_from([0.25, 1.0, 3.5]), min_size=people, max_size=people
        ).map(np.array)
    )
    ill = np.zeros(people)
    ill[: data.draw(st.integers(1, people - 1))] = 1

    series = rank(sample_of(ill, weight), score.astype(float))

    assert series.auc[0] == pytest.approx(
        roc_auc_score(ill, score, sample_weight=weight)
    )
    assert series.auprc[0] == pytest.approx(
        average_precision_score(ill, score, sample_weight=weight)
    )


def test_a_resample_is_what_scikit_learn_says_of_the_people_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also when the table is made in parts."""
    monkeypatch.setattr(ranking_module, "_CELLS", 1000)
    log_odds, ill = simulated(120)
    sample = sample_of(ill)

    series = rank(sample, log_odds)

    for column in (1, 250, 500):
        drawn = sample.resamples.draws[sample.resamples.unit, column]
        assert series.auc[column] == pytest.approx(
            roc_auc_score(ill, log_odds, sample_weight=drawn)
        )
        assert series.auprc[column] == pytest.approx(
            average_precision_score(ill, log_odds, sample_weight=drawn)
        )


def test_a_resample_without_events_is_not_counted() -> None:
    ill = np.zeros(60)
    ill[:3] = 1  # absent from one resample in twenty
    score = np.arange(60.0)[::-1]

    series = rank(sample_of(ill), score)

    assert 10 < np.isnan(series.auc).sum() < 50
    assert ranking(sample_of(ill), score).auc.low == 1


def test_the_roc_curve_is_thinned_without_losing_its_area() -> None:
    log_odds, ill = simulated(5000)
    sample = sample_of(ill)

    found = ranking(sample, log_odds)

    assert len(found.roc.x) == 101
    assert (found.roc.x[0], found.roc.x[-1], found.roc.y[-1]) == (0, 1, 1)
    assert np.trapezoid(found.roc.y, found.roc.x) == pytest.approx(
        found.auc.value, abs=0.001
    )


def test_a_paired_difference_varies_less_than_its_parts() -> None:
    log_odds, ill = simulated(3000)
    noisy = log_odds + np.random.default_rng(2).normal(0, 0.2, 3000)
    sample: Sample = sample_of(ill)

    one, other = rank(sample, log_odds).auc, rank(sample, noisy).auc

    assert (one - other)[1:].std() < one[1:].std() / 3
