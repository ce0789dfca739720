"""The statistics of being like the training people, against other ways to them."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.spatial.distance import mahalanobis

from service.engine.familiarity import (
    Familiarity,
    Range,
    distances,
    given_the_others,
    inconsistencies,
    normal_score,
)

NAN = math.nan
GRID = (20.0, 22.0, 25.0, 25.0, 30.0, 40.0, 60.0)  # scores -3 -2 -1 0 1 2 3
CORRELATION = np.array([[1.0, 0.6, 0.2], [0.6, 1.0, -0.3], [0.2, -0.3, 1.0]])
ROWS = np.array([[1.0, -2.0, 0.5], [3.0, 3.0, -3.0], [NAN, 2.5, -1.0], [2.0, NAN, NAN]])


@pytest.mark.parametrize(
    ("value", "score"),
    [
        (10.0, -3.0),
        (20.0, -3.0),
        (21.0, -2.5),
        (24.99999, -1.0),
        (25.0, 0.0),
        (27.5, 0.5),
        (60.0, 3.0),
        (61.0, 3.0),
    ],
)
def test_a_value_stands_where_the_grid_says(value: float, score: float) -> None:
    assert normal_score(value, GRID) == pytest.approx(score, abs=1e-5)


def test_what_is_unknown_has_no_score() -> None:
    assert math.isnan(normal_score(NAN, GRID))


@given(
    st.floats(-100, 100),
    st.lists(st.floats(-50, 50, width=32), min_size=2, max_size=41, unique=True),
)
def test_scores_are_linear_interpolation(value: float, knots: list[float]) -> None:
    grid = sorted(knots)

    expected = np.interp(value, grid, np.linspace(-3, 3, len(grid)))

    assert normal_score(value, grid) == pytest.approx(float(expected), abs=1e-9)


def test_the_distance_is_that_of_what_is_known() -> None:
    found = distances(ROWS, CORRELATION)

    for row, squared in zip(ROWS, found, strict=True):
        known = ~np.isnan(row)
        inverse = np.linalg.inv(CORRELATION[np.ix_(known, known)])
        expected = mahalanobis(row[known], np.zeros(known.sum()), inverse) ** 2
        assert squared == pytest.approx(expected)


def test_a_single_known_value_is_as_far_as_its_square() -> None:
    assert distances(ROWS, CORRELATION)[3] == pytest.approx(4.0)


def test_a_value_given_the_others_is_the_residual_of_their_regression() -> None:
    found = given_the_others(ROWS, CORRELATION)

    for row, scores in zip(ROWS, found, strict=True):
        known = np.flatnonzero(~np.isnan(row))
        for at in known:
            others = known[known != at]
            between = CORRELATION[at, others]
            weights = np.linalg.solve(CORRELATION[np.ix_(others, others)], between)
            residual = row[at] - weights @ row[others]
            expected = residual / math.sqrt(1 - weights @ between)
            assert scores[at] == pytest.approx(expected)
        assert np.isnan(scores[np.isnan(row)]).all()


def kept(**changes: object) -> Familiarity:
    fields: dict[str, object] = {
        "ranges": {"bmi": Range(16, 38)},
        "quantities": ("bmi", "alt"),
        "grid": {"bmi": (16.0, 24.0, 38.0), "alt": (8.0, 20.0, 90.0)},
        "correlation": ((1.0, 0.4), (0.4, 1.0)),
        "thresholds": {"2": 13.8},
    }
    return Familiarity(**(fields | changes))  # type: ignore[arg-type]


def test_what_is_consistent_is_not_complained_of() -> None:
    assert list(inconsistencies(kept(), ("age", "sex", "bmi", "alt"))) == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"ranges": {"waist": Range(60, 130)}}, "waist are no measured inputs"),
        ({"ranges": {"sex": Range(0, 1)}}, "sex are no measured inputs"),
        ({"ranges": {"bmi": Range(38, 16)}}, "a range ends before it begins"),
        ({"grid": {"bmi": (16.0, 38.0)}}, "each quantity needs a rising grid"),
        (
            {"grid": {"bmi": (16.0, 38.0), "alt": (20.0, 8.0)}},
            "each quantity needs a rising grid",
        ),
        ({"correlation": ((1.0,),)}, "the correlation is not 2 by 2"),
        ({"correlation": ((1.0, 1.2), (1.2, 1.0))}, "not positive definite"),
        ({"correlation": ((1.0, 0.4), (0.3, 1.0))}, "not positive definite"),
        ({"correlation": ((2.0, 0.4), (0.4, 2.0))}, "not positive definite"),
        ({"thresholds": {}}, "thresholds are needed for 2 to 2 quantities"),
    ],
)
def test_what_cannot_be_used_is_said(
    changes: dict[str, object], complaint: str
) -> None:
    found = list(inconsistencies(kept(**changes), ("age", "sex", "bmi", "alt")))

    assert any(complaint in one for one in found)
