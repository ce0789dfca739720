"""Intervals and ranges: arithmetic on the log-odds, worked out by hand."""

import math

import msgspec
import numpy as np
import pytest

from service.clinical.patient import Patient
from service.clinical.reading import read_patient
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.engine.interval import ranges_of
from service.engine.manifest import IntervalRule, Manifest, Tier
from service.engine.scorer import Scores, Spread
from tests.unit.engine.assessing import assess
from tests.unit.people import FULL

NAN = math.nan


@pytest.fixture
def manifest(bundle: Bundle) -> Manifest:
    return msgspec.structs.replace(
        bundle.manifest,
        inputs=("age", "fasting_glucose"),
        tiers=(Tier("with_glucose", ("fasting_glucose",)), Tier("without", ())),
        interval=IntervalRule(0.9, {"with_glucose": 0.0, "without": 0.4}),
        if_known_level=0.8,
    )


def scores(log_odds: float, offset: float) -> Scores:
    both = 1 / (1 + np.exp(-np.array([[log_odds, log_odds + offset]])))
    nothing = np.zeros((1, 2))
    parts = (both, np.array([[log_odds]]), nothing[:, :1], nothing)
    return Scores(*(part.astype(np.float32) for part in parts))


def spread(replicates: list[float], if_known: tuple[float, float]) -> Spread:
    return Spread(np.float32([replicates]), np.float32([if_known]))


def test_the_interval_is_z_standard_deviations_of_the_log_odds(
    manifest: Manifest,
) -> None:
    """Replicates -2.3, -2.0, -1.7: sd 0.3 with n - 1; z of 90 % is 1.6449."""
    found = ranges_of(
        manifest,
        [[54.0, 5.2]],
        scores(-2.0, 0.5),
        spread([-2.3, -2.0, -1.7], (-3.0, -1.0)),
    )[0].interval

    assert found is not None
    assert found.level == 0.9
    assert [r.horizon_years for r in found.risks] == [3, 5]
    ends = [(r.low, r.high) for r in found.risks]
    # The sigmoid of -2.49346 and -1.50654; half a log-odds more at five years.
    assert ends[0] == pytest.approx((0.076318, 0.181452), abs=2e-6)
    assert ends[1] == pytest.approx((0.119892, 0.267657), abs=2e-6)


def test_what_centres_differ_beyond_the_replicates_adds_as_a_variance(
    manifest: Manifest,
) -> None:
    """The root of 0.3 and 0.4 squared is 0.5: the ends are the sigmoid of 0.82243."""
    found = ranges_of(
        manifest,
        [[54.0, NAN]],
        scores(0.0, 0.5),
        spread([-0.3, 0.0, 0.3], (-1.0, 1.0)),
    )[0].interval

    assert found is not None
    first = found.risks[0]
    assert (first.low, first.high) == pytest.approx((0.305249, 0.694751), abs=2e-6)


def test_the_range_if_all_were_known_ends_where_the_graph_says(
    manifest: Manifest,
) -> None:
    found = ranges_of(
        manifest, [[54.0, NAN]], scores(-2.0, 0.5), spread([-2, -2], (-3.0, -1.0))
    )[0].if_known

    assert found is not None
    assert found.level == 0.8
    ends = [(r.low, r.high) for r in found.risks]
    # sigmoid of -3, -1 and, half a log-odds later, of -2.5, -0.5.
    assert ends[0] == pytest.approx((0.047426, 0.268941), abs=2e-6)
    assert ends[1] == pytest.approx((0.075858, 0.377541), abs=2e-6)


def test_a_row_of_which_nothing_is_missing_has_no_range_of_what_is_missing(
    manifest: Manifest,
) -> None:
    found = ranges_of(
        manifest, [[54.0, 5.2]], scores(-2.0, 0.5), spread([-2, -2], (-3.0, -1.0))
    )[0]

    assert found.if_known is None
    assert found.interval is not None


def test_without_a_spread_there_are_no_ranges(manifest: Manifest) -> None:
    found = ranges_of(manifest, [[54.0, NAN]] * 3, scores(-2.0, 0.5), None)

    assert found == [(None, None)] * 3


@pytest.mark.parametrize("log_odds", [-30.0, 30.0])
def test_a_risk_at_the_end_of_single_precision_keeps_its_interval_within_0_and_1(
    manifest: Manifest, log_odds: float
) -> None:
    replicates = [log_odds - 5, log_odds + 5]
    found = ranges_of(
        manifest,
        [[54.0, NAN]],
        scores(log_odds, 0.5),
        spread(replicates, (log_odds, log_odds)),
    )[0].interval

    assert found is not None
    for ends in found.risks:
        assert 0 <= ends.low <= ends.high <= 1


def test_the_meaning_tells_the_level_in_both_languages(manifest: Manifest) -> None:
    found = ranges_of(
        manifest, [[54.0, NAN]], scores(-2.0, 0.5), spread([-2, -2], (-3.0, -1.0))
    )[0]

    assert found.interval is not None
    assert found.if_known is not None
    assert found.interval.meaning.en.startswith("In 90 of 100 places")
    assert "90 trên 100 nơi" in found.interval.meaning.vi
    assert "80 of 100 people" in found.if_known.meaning.en
    assert "80 trên 100 người" in found.if_known.meaning.vi


def test_every_risk_lies_within_its_interval(
    engine: RiskEngine, crowd: list[Patient]
) -> None:
    for patient in crowd:
        assessment = assess(engine, patient)

        assert assessment.interval is not None
        for risk in assessment.risks:
            ends = assessment.interval.at(risk.horizon_years)
            assert 0 < ends.low < risk.probability < ends.high < 1


def test_the_complete_record_has_no_range_of_what_is_missing(
    engine: RiskEngine,
) -> None:
    assert assess(engine, read_patient(FULL)).if_known is None
    assert assess(engine, read_patient(FULL | {"alt": None})).if_known is not None
