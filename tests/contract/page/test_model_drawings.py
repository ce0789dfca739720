"""Where figures come to stand in the drawings of a model's page."""

import pytest

from service.transports.page.model.card import (
    Calibration,
    Curve,
    Decision,
    Estimate,
    Figures,
    Ranking,
    RiskGroup,
)
from service.transports.page.model.plots import calibration, decision, roc
from service.transports.page.model.scale import Plane, Scale, reaching, root
from service.transports.page.model.view import OBSERVED_EXPECTED

ONE = Estimate(1.0, 0.9, 1.1)
NOTHING = Decision((0.1,), {"model": (0.0,)}, ())


def figures_of(
    *groups: RiskGroup, roc_curve: Curve | None = None, found: Decision = NOTHING
) -> Figures:
    curve = Curve((0.0, 0.04), (0.0, 0.04), (0.0, 0.01), (0.01, 0.06))
    auc = Estimate(0.8, 0.7, 0.9)
    return Figures(
        subset="all inputs",
        people=100,
        events=10,
        ranking=Ranking(auc, roc_curve) if roc_curve else None,
        c_index=None if roc_curve else auc,
        calibration=Calibration(ONE, ONE, ONE, curve, groups),
        rivals=(),
        decision=found,
        subgroups=(),
        horizons=(),
    )


def test_small_risks_stand_apart_and_nothing_leaves_the_plane() -> None:
    scale = root(0.16)

    assert scale.share(0.0) == 0
    assert scale.share(0.01) == pytest.approx(0.25)
    assert scale.share(0.04) == pytest.approx(0.5)
    assert scale.share(0.5) == 1


def test_half_and_twice_as_many_are_as_far_from_what_is_right() -> None:
    assert OBSERVED_EXPECTED.share(1.0) == pytest.approx(0.5)
    assert OBSERVED_EXPECTED.share(0.5) == 0
    assert OBSERVED_EXPECTED.share(2.0) == 1
    assert OBSERVED_EXPECTED.share(9.0) == 1


@pytest.mark.parametrize(("figure", "end"), [(0.0, 5), (5.0, 5), (5.1, 10), (11.0, 10)])
def test_an_axis_reaches_the_next_round_figure(figure: float, end: float) -> None:
    assert reaching(figure, (5, 10)) == end


def test_a_line_is_drawn_where_the_plane_holds_it() -> None:
    plane = Plane(Scale(0.0, 1.0), Scale(0.0, 1.0))

    assert plane.line(((0.0, 0.0), (1.0, 1.0), (2.0, 2.0))) == "M60 252 L368 12"
    assert plane.line(((2.0, 2.0),)) == ""
    assert plane.band((0.0, 1.0), (0.0, 0.5), (0.5, 1.0)) == (
        "M60 132 L368 12 L368 132 L60 252 Z"
    )
    assert plane.band((3.0,), (0.0,), (1.0,)) == ""


def test_calibration_has_a_point_for_each_group_with_its_interval() -> None:
    plot = calibration(
        figures_of(
            RiskGroup(50, 0, 0.0, Estimate(0.0, 0.0, 0.0)),
            RiskGroup(50, 2, 0.05, Estimate(0.0125, 0.0, 0.04)),
        )
    )

    assert [tick.figure for tick in plot.across] == [0.0, 0.01, 0.05]
    assert [(point.x, point.y) for point in plot.points] == [(60, 252), (368, 132)]
    assert plot.points[1].low == 252
    assert [line.kind for line in plot.lines] == ["reference", "model"]
    assert plot.lines[0].path == "M60 252 L368 12"


def test_a_roc_curve_is_drawn_with_most_and_with_least_known() -> None:
    most = figures_of(
        RiskGroup(1, 0, 0.0, ONE), roc_curve=Curve((0.0, 1.0), (0.5, 1.0), (), ())
    )
    least = figures_of(
        RiskGroup(1, 0, 0.0, ONE), roc_curve=Curve((0.0, 1.0), (0.0, 1.0), (), ())
    )

    plot = roc([most, least])

    assert plot is not None
    assert {line.kind: line.path for line in plot.lines} == {
        "reference": "M60 252 L368 12",
        "model": "M60 132 L368 12",
        "least": "M60 252 L368 12",
    }


def test_where_follow_up_is_censored_there_is_no_roc_curve() -> None:
    assert roc([figures_of(RiskGroup(1, 0, 0.0, ONE))]) is None


def test_net_benefit_is_told_for_1000_people_and_ends_where_it_sinks() -> None:
    plot = decision(
        Decision(
            (0.0, 0.1, 0.2),
            {"model": (0.02, 0.01, 0.0), "treat_all": (0.02, -0.5, -1.0)},
            (),
        )
    )

    assert [tick.figure for tick in plot.up] == [0.0, 10.0, 20]
    assert [tick.figure for tick in plot.across] == [0.0, 0.1, 0.2]
    paths = {line.kind: line.path for line in plot.lines}
    assert paths == {
        "model": "M60 12 L214 112 L368 212",
        "treat_all": "M60 12",
    }
