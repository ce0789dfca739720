"""Intervals come from drawing clusters, so they are as wide as clusters make them."""

import numpy as np
import pytest

from tests.training.small_cohorts import cohort_of
from training.validation.resampling import MOST_UNITS, RESAMPLES, Resamples, estimate


def test_whole_centres_are_drawn_where_a_centre_is_a_cluster() -> None:
    site = np.repeat(np.arange(8), 25)
    cohort = cohort_of(np.zeros(200), site=site, cluster=site)

    resamples = Resamples.of(cohort, seed=1)

    assert resamples.draws.shape == (8, 1 + RESAMPLES)
    np.testing.assert_array_equal(resamples.draws[:, 0], 1)
    np.testing.assert_array_equal(resamples.draws.sum(axis=0), 8)
    assert len(set(zip(resamples.unit, site, strict=True))) == 8


def test_sampling_units_are_drawn_within_their_cycle() -> None:
    site = np.repeat([5, 9], [60, 40])
    cluster = np.repeat(np.arange(10), 10)
    cohort = cohort_of(np.zeros(100), site=site, cluster=cluster)

    resamples = Resamples.of(cohort, seed=1)

    of_site_5 = (site == 5).astype(float)
    np.testing.assert_array_equal(resamples.totals(of_site_5), 60)
    np.testing.assert_array_equal(resamples.totals(1 - of_site_5), 40)
    assert resamples.totals((cluster == 0).astype(float)).std() > 0


def test_people_are_drawn_where_there_are_too_few_clusters() -> None:
    site = np.repeat([0, 1], 50)
    cohort = cohort_of(np.zeros(100), site=site, cluster=site)

    assert len(Resamples.of(cohort, seed=1).draws) == 100


def test_a_group_within_one_centre_is_resampled_by_person() -> None:
    site = np.repeat(np.arange(8), 25)
    whole = Resamples.of(cohort_of(np.zeros(200), site=site, cluster=site), seed=1)

    assert len(whole.take(np.flatnonzero(site == 3)).draws) == 25
    assert len(whole.take(np.flatnonzero(site < 6)).draws) == 6


def test_the_interval_of_a_mean_of_people_is_that_of_the_normal_distribution() -> None:
    """3,000 people, 30 %: standard error sqrt(0.3 * 0.7 / 3000) = 0.00837."""
    ill = np.repeat([1.0, 0.0], [900, 2100])
    resamples = Resamples.of(cohort_of(ill), seed=1)

    found = estimate(resamples.totals(ill) / resamples.totals(np.ones(3000)))

    assert len(resamples.draws) == MOST_UNITS  # drawn in bunches of one or two
    assert found.value == pytest.approx(0.3)
    assert found.low == pytest.approx(0.3 - 1.96 * 0.00837, abs=0.0025)
    assert found.high == pytest.approx(0.3 + 1.96 * 0.00837, abs=0.0025)


def test_people_alike_within_clusters_make_the_interval_as_wide_as_the_clusters() -> (
    None
):
    """50 clusters of 20 who are all ill or all well: as 50 people, not as 1,000."""
    cluster = np.repeat(np.arange(50), 20)
    ill = (cluster < 20).astype(float)

    resamples = Resamples.of(cohort_of(ill, cluster=cluster), seed=1)

    error = (resamples.totals(ill) / 1000)[1:].std()
    assert error == pytest.approx(np.sqrt(0.4 * 0.6 / 50), rel=0.15)


def test_a_table_of_groups_adds_up_to_the_totals() -> None:
    rng = np.random.default_rng(1)
    values, group = rng.random(300), rng.integers(0, 7, 300)
    resamples = Resamples.of(cohort_of(np.zeros(300)), seed=1)

    table = resamples.table(group, 7, values)

    np.testing.assert_allclose(table.sum(axis=0), resamples.totals(values))
    np.testing.assert_allclose(table[2, 0], values[group == 2].sum())


def test_the_same_seed_draws_the_same_clusters() -> None:
    cohort = cohort_of(np.zeros(40))

    one, same = Resamples.of(cohort, seed=1), Resamples.of(cohort, seed=1)

    np.testing.assert_array_equal(one.draws, same.draws)
    assert (one.draws != Resamples.of(cohort, seed=2).draws).any()
