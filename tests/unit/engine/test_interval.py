"""Intervals and ranges: arithmetic on the log-odds, worked out by hand."""

import math

import msgspec
import numpy as np
import pytest

from service.clinical.patient import Patient
from service.clinical.reading import read_patient
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.engine.interval import Interval, ranges_of
from service.engine.manifest import IntervalRule, Manifest, Tier
from service.engine.scorer import Scores, Spread
from tests.unit.engine.assessing import assess
from tests.unit.people import FULL

NAN = math.nan
UNTRIED = np.zeros((0, 2), dtype=np.float32)


@pytest.fixture
def manifest(bundle: Bundle) -> Manifest:
    return msgspec.structs.replace(
        bundle.manifest,
        inputs=("age", "fasting_glucose"),
        tiers=(Tier("with_glucose", ("fasting_glucose",)), Tier("without", ())),
        interval=IntervalRule(
            0.9,
            {"with_glucose": 0.0, "without": 0.4},
            {"with_glucose": (0.0, 0.0), "without": (0.0, 0.0)},
        ),
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
        [UNTRIED],
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
        [[NAN, NAN]],
        scores(0.0, 0.5),
        spread([-0.3, 0.0, 0.3], (-1.0, 1.0)),
        [UNTRIED],
    )[0].interval

    assert found is not None
    first = found.risks[0]
    assert (first.low, first.high) == pytest.approx((0.305249, 0.694751), abs=2e-6)


def test_an_unsure_course_of_time_widens_the_later_horizon_alone(
    manifest: Manifest,
) -> None:
    """The root of 0.3 and 0.4 squared is 0.5 at five years, and 0.3 at three."""
    rule = msgspec.structs.replace(
        manifest.interval,
        horizon_sd={"with_glucose": (0.0, 0.4), "without": (0.0, 0.0)},
    )
    found = ranges_of(
        msgspec.structs.replace(manifest, interval=rule),
        [[54.0, 5.2]],
        scores(0.0, 0.0),
        spread([-0.3, 0.0, 0.3], (-1.0, 1.0)),
        [UNTRIED],
    )[0].interval

    assert found is not None
    three, five = found.risks
    assert (three.low, three.high) == pytest.approx((0.379080, 0.620920), abs=2e-6)
    assert (five.low, five.high) == pytest.approx((0.305249, 0.694751), abs=2e-6)


def test_the_range_if_all_were_known_ends_where_the_graph_says(
    manifest: Manifest,
) -> None:
    found = ranges_of(
        manifest,
        [[NAN, NAN]],
        scores(-2.0, 0.5),
        spread([-2, -2], (-3.0, -1.0)),
        [UNTRIED],
    )[0].if_known

    assert found is not None
    assert found.level == 0.8
    ends = [(r.low, r.high) for r in found.risks]
    # sigmoid of -3, -1 and, half a log-odds later, of -2.5, -0.5.
    assert ends[0] == pytest.approx((0.047426, 0.268941), abs=2e-6)
    assert ends[1] == pytest.approx((0.075858, 0.377541), abs=2e-6)


def if_known(
    manifest: Manifest, row: list[float], ends: tuple[float, float], *tried: list[float]
) -> Interval:
    """The range of a risk of 0.119203 and 0.182426 at three and five years."""
    probed = np.array(tried, dtype=np.float32).reshape(-1, 2)
    (found,) = ranges_of(
        manifest, [row], scores(-2.0, 0.5), spread([-2, -2], ends), [probed]
    )
    assert found.if_known is not None
    return found.if_known


def test_one_missing_input_spans_the_risks_it_was_tried_at_at_each_horizon(
    manifest: Manifest,
) -> None:
    """The middle answer of a question may be the highest; the graph's ends are not used."""
    found = if_known(
        manifest, [54.0, NAN], (-9.0, 9.0), [0.05, 0.11], [0.20, 0.35], [0.12, 0.21]
    )

    ends = [(r.horizon_years, r.low, r.high) for r in found.risks]
    assert ends == [
        (3, pytest.approx(0.05), pytest.approx(0.20)),
        (5, pytest.approx(0.11), pytest.approx(0.35)),
    ]
    assert found.meaning.en.endswith("come out in this range.")


@pytest.mark.parametrize(
    ("ends", "en", "vi"),
    [
        (
            (-4.0, -3.0),
            "in this range. Most would come out lower than now, a few much higher.",
            " Đa số sẽ thấp hơn con số hiện tại, một số ít cao hơn nhiều.",
        ),
        (
            (-1.5, -1.0),
            "in this range. Most would come out higher than now, a few much lower.",
            " Đa số sẽ cao hơn con số hiện tại, một số ít thấp hơn nhiều.",
        ),
        ((-2.0, -2.0), "would come out in this range.", "nằm trong khoảng này."),
    ],
)
def test_a_risk_outside_the_range_of_what_is_missing_is_explained(
    manifest: Manifest, ends: tuple[float, float], en: str, vi: str
) -> None:
    meaning = if_known(manifest, [NAN, NAN], ends).meaning

    assert meaning.en.endswith(en)
    assert meaning.vi.endswith(vi)


def test_of_one_missing_input_no_few_are_told_that_were_not_tried(
    manifest: Manifest,
) -> None:
    lower = if_known(manifest, [54.0, NAN], (-9, 9), [0.05, 0.08], [0.07, 0.11])
    higher = if_known(manifest, [54.0, NAN], (-9, 9), [0.15, 0.2], [0.3, 0.4])

    assert lower.meaning.en.endswith(" Most would come out lower than now.")
    assert higher.meaning.en.endswith(" Most would come out higher than now.")


def test_what_may_be_there_today_is_called_a_chance_and_no_risk(
    manifest: Manifest,
) -> None:
    bands = msgspec.structs.replace(manifest.bands, horizon_years=0)
    today = msgspec.structs.replace(manifest, bands=bands)
    (found,) = ranges_of(
        today, [[NAN, NAN]], scores(-2, 0.5), spread([-2, -2], (-3, -1)), [UNTRIED]
    )

    for meaning in (found.interval, found.if_known):
        assert meaning is not None
        assert "chance of" in meaning.meaning.en
        assert "khả năng mắc bệnh" in meaning.meaning.vi
        assert "risk" not in meaning.meaning.en
        assert "nguy cơ" not in meaning.meaning.vi


@pytest.mark.parametrize("name", ["hba1c", "family_history_diabetes", "alt"])
@pytest.mark.parametrize("glucose", [4.6, 5.4, 6.6])
def test_the_range_of_one_missing_input_holds_what_is_told_with_it(
    engine: RiskEngine, name: str, glucose: float
) -> None:
    record = FULL | {"fasting_glucose": glucose, name: None}

    assessment = assess(engine, read_patient(record))

    (missing,) = assessment.missing
    assert assessment.if_known is not None
    ends = assessment.if_known.at(5)
    for probability in (missing.probability_if_low, missing.probability_if_high):
        assert ends.low - 1e-9 <= probability <= ends.high + 1e-9


def test_a_row_of_which_nothing_is_missing_has_no_range_of_what_is_missing(
    manifest: Manifest,
) -> None:
    found = ranges_of(
        manifest,
        [[54.0, 5.2]],
        scores(-2.0, 0.5),
        spread([-2, -2], (-3.0, -1.0)),
        [UNTRIED],
    )[0]

    assert found.if_known is None
    assert found.interval is not None


def test_without_a_spread_there_are_no_ranges(manifest: Manifest) -> None:
    found = ranges_of(
        manifest, [[NAN, NAN]] * 3, scores(-2.0, 0.5), None, [UNTRIED] * 3
    )

    assert found == [(None, None)] * 3


@pytest.mark.parametrize("log_odds", [-30.0, 30.0])
def test_a_risk_at_the_end_of_single_precision_keeps_its_interval_within_0_and_1(
    manifest: Manifest, log_odds: float
) -> None:
    replicates = [log_odds - 5, log_odds + 5]
    found = ranges_of(
        manifest,
        [[NAN, NAN]],
        scores(log_odds, 0.5),
        spread(replicates, (log_odds, log_odds)),
        [UNTRIED],
    )[0].interval

    assert found is not None
    for ends in found.risks:
        assert 0 <= ends.low <= ends.high <= 1


def test_the_meaning_tells_the_level_in_both_languages(manifest: Manifest) -> None:
    found = ranges_of(
        manifest,
        [[NAN, NAN]],
        scores(-2.0, 0.5),
        spread([-2, -2], (-3.0, -1.0)),
        [UNTRIED],
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


def test_who_knows_less_of_a_patient_is_not_surer_of_the_level(bundle: Bundle) -> None:
    """Tiers come richest first; so do the spreads between centres."""
    spread = bundle.manifest.interval.added_sd
    richest_first = [spread[tier.code] for tier in bundle.manifest.tiers]

    assert richest_first == sorted(richest_first)


def test_the_course_of_time_is_unsure_at_the_later_horizon_alone(
    bundle: Bundle,
) -> None:
    for first, *later in bundle.manifest.interval.horizon_sd.values():
        assert first == 0
        assert all(sd > 0 for sd in later)
