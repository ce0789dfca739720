"""Groups are cut where they should be, and their figures are those of their people."""

import numpy as np
import pytest
from scipy.special import logit

from tests.training.small_cohorts import cohort_of, sample_of, simulated
from training.figures import Estimate, Subgroup
from training.validation.calibration import calibrate
from training.validation.fairness import fairness
from training.validation.grouping import Grouping, groupings
from training.validation.ranking import ranking
from training.validation.subgroups import subgroups


@pytest.mark.parametrize(
    ("name", "value", "group"),
    [
        ("age", 20, "20-39"),
        ("age", 39.9, "20-39"),
        ("age", 40, "40-59"),
        ("age", 59.9, "40-59"),
        ("age", 60, "60+"),
        ("age", 19.9, None),
        ("bmi", 18.4, "<18.5"),
        ("bmi", 18.5, "18.5-22.9"),
        ("bmi", 22.99, "18.5-22.9"),
        ("bmi", 23, "23-24.9"),
        ("bmi", 25, "25-29.9"),
        ("bmi", 29.99, "25-29.9"),
        ("bmi", 30, "30+"),
        ("bmi", np.nan, None),
        ("sex", 0, "female"),
        ("sex", 1, "male"),
    ],
)
def test_a_person_is_in_the_group_that_the_cut_points_say(
    name: str, value: float, group: str | None
) -> None:
    others = {"age": [30.0, 70.0], "bmi": [20.0, 31.0], "sex": [0.0, 1.0]}[name]
    cohort = cohort_of(np.zeros(3), inputs={name: np.array([value, *others])})

    found = groupings(cohort)[name]

    place = found.code[0]
    assert (found.names[place] if place >= 0 else None) == group


def test_a_dimension_without_different_people_is_not_shown() -> None:
    cohort = cohort_of(
        np.zeros(4),
        inputs={"sex": np.ones(4)},
        groups={"ancestry": np.array(["asian", "", "white", "asian"])},
    )

    found = groupings(cohort)

    assert list(found) == ["ancestry"]
    assert found["ancestry"].names == ("asian", "white")
    assert found["ancestry"].code.tolist() == [0, -1, 1, 0]


def test_cycles_stand_for_the_sites_that_they_are() -> None:
    site = np.array([4, 4, 5, 5])
    cycle = np.array(["2005-2006", "2005-2006", "2007-2008", "2007-2008"])

    named = groupings(cohort_of(np.zeros(4), site=site, groups={"cycle": cycle}))
    bare = groupings(cohort_of(np.zeros(4), site=site))

    assert list(named) == ["cycle"]
    assert bare["site"].names == ("4", "5")


def test_the_figures_of_a_group_are_those_of_its_people_alone() -> None:
    log_odds, ill = simulated(4000)
    sample = sample_of(ill, np.random.default_rng(2).choice([0.5, 1.5], 4000))
    half = Grouping(names=("a", "b"), code=np.arange(4000) % 2)

    found = subgroups(sample, log_odds, {"half": half}, threshold=float(logit(0.2)))

    rows = np.arange(1, 4000, 2)
    alone = sample.take(rows)
    group = found[1]
    assert (group.dimension, group.group, group.people) == ("half", "b", 2000)
    assert group.events == ill[rows].sum()
    assert group.auc == ranking(alone, log_odds[rows]).auc
    calibration = calibrate(alone, log_odds[rows])
    assert group.slope == calibration.slope
    assert group.observed_expected == calibration.observed_expected
    assert group.auc is not None
    assert group.auc.low < group.auc.value < group.auc.high


def test_flagged_sensitivity_and_specificity_are_weighted_shares() -> None:
    """Ill 12 (9 flagged), well 28 (7 flagged, 4 of them of double weight)."""
    ill = np.repeat([1.0, 0.0], [12, 28])
    flagged = np.repeat([1, 0, 1, 0], [9, 3, 7, 21])
    weight = np.ones(40)
    weight[12:16] = 2
    everybody = Grouping(names=("all",), code=np.zeros(40, np.intp))

    (found,) = subgroups(
        sample_of(ill, weight),
        np.where(flagged == 1, 0.0, -1.0),
        {"one": everybody},
        threshold=0.0,
    )

    assert found.flagged == pytest.approx((9 + 11) / 44)
    assert found.sensitivity == pytest.approx(9 / 12)
    assert found.specificity == pytest.approx(21 / 32)


def test_a_group_with_fewer_than_ten_events_has_no_figures() -> None:
    log_odds, ill = simulated(500)
    few = np.concatenate([np.flatnonzero(ill == 1)[:9], np.flatnonzero(ill == 0)[:50]])
    code = np.zeros(500, np.intp)
    code[few] = 1

    found = subgroups(
        sample_of(ill),
        log_odds,
        {"size": Grouping(names=("many", "few", "nobody"), code=code)},
        threshold=0.0,
    )

    assert [group.group for group in found] == ["many", "few"]
    assert found[0].auc is not None
    assert found[1].events == 9
    assert found[1].auc is None
    assert found[1].observed_expected is None
    assert found[1].slope is None
    assert found[1].sensitivity is None


def group_of(name: str, auc: float | None, flagged: float) -> Subgroup:
    known = None if auc is None else Estimate(value=auc, low=0, high=1)
    return Subgroup(
        dimension="bmi",
        group=name,
        people=100,
        events=20,
        auc=known,
        observed_expected=known,
        slope=known,
        flagged=flagged,
        sensitivity=auc,
        specificity=auc,
    )


def test_the_lowest_and_highest_groups_are_named_and_small_ones_left_out() -> None:
    groups = (
        group_of("<18.5", None, 0.01),
        group_of("23-24.9", 0.9, 0.2),
        group_of("25-29.9", 0.8, 0.3),
        group_of("30+", 0.7, 0.4),
    )

    found = {row.metric: row for row in fairness(groups, threshold=0.1)}

    assert set(found) == {
        "flagged",
        "sensitivity",
        "specificity",
        "auc",
        "observed_expected",
    }
    assert found["auc"].threshold == 0.1
    assert (found["auc"].lowest_group, found["auc"].lowest) == ("30+", 0.7)
    assert (found["auc"].highest_group, found["auc"].highest) == ("23-24.9", 0.9)
    assert (found["flagged"].lowest_group, found["flagged"].lowest) == ("23-24.9", 0.2)


def test_one_group_with_figures_is_compared_with_nobody() -> None:
    groups = (group_of("<18.5", None, 0.01), group_of("30+", 0.7, 0.4))

    assert fairness(groups, threshold=0.1) == ()
