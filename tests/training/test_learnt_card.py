"""What a card says of an input learnt abroad: figures that agree, and the page of them."""

from dataclasses import replace

import numpy as np
import pytest

from tests.training.small_cohorts import cohort_of
from training.card.learnt import learnt_section
from training.card.sections import LearntCurve
from training.curve_spec import CurveSpec
from training.learnt_abroad import Teacher
from training.learnt_card import learnt_curves
from training.logistic import sigmoid
from training.sources import SOURCES, Source
from training.time_offset import TimeCourse, TimeExponent
from training.validation.censored import harrell_c, kaplan_meier_risk
from training.validation.resampling import Resamples

PEOPLE = 3000
LAST = 5.0
K = 1.4


@pytest.fixture(scope="module")
def source() -> Source:
    """The incident bundle, of two tiers."""
    source = SOURCES["incident-diabetes"]
    tiers = (source.definition.tiers[0], source.definition.tiers[-1])
    return replace(source, definition=replace(source.definition, tiers=tiers))


def teacher(source: Source, *, highest: float, level: float = -2.5) -> Teacher:
    """People whose risk rises with HbA1c up to `highest`; ten were not tested."""
    rng = np.random.default_rng(1)
    score = rng.normal(level, 0.8, PEOPLE)
    hba1c = rng.normal(5.4, 0.35, PEOPLE).clip(4.6, highest)
    at_last = score + 2.0 * (hba1c - 5.4) + K * np.log(LAST / 3)
    years = LAST * np.exp((rng.logistic(size=PEOPLE) - at_last) / K)
    hba1c[:10] = np.nan
    cohort = cohort_of(
        (years <= LAST).astype(float),
        years=np.minimum(years, LAST),
        censored=True,
        inputs={"hba1c": hba1c},
    )
    return Teacher(
        cohort=cohort,
        name="hba1c",
        spec=CurveSpec(knots=(4.8, 5.2, 5.6, 6.0, 6.4)),
        scores=(score, np.full(PEOPLE, level) + 0.5 * (score - level)),
        time=TimeCourse(
            tuple(
                TimeExponent(
                    tier=tier.code, value=K, standard_error=0.2, reference_years=3.0
                )
                for tier in source.definition.tiers
            )
        ),
        last=LAST,
    )


@pytest.fixture(scope="module")
def taught(source: Source) -> Teacher:
    return teacher(source, highest=6.4)


@pytest.fixture(scope="module")
def learnt(source: Source, taught: Teacher) -> LearntCurve:
    (section,) = learnt_curves(source, [taught])
    return section


def test_the_section_says_who_taught_and_in_which_tiers(
    source: Source, taught: Teacher, learnt: LearntCurve
) -> None:
    assert source.external is not None
    assert (learnt.input, learnt.population) == ("hba1c", source.external.population)
    assert (learnt.people, learnt.years) == (PEOPLE - 10, LAST)
    assert learnt.events == taught.cohort.events
    codes = [tier.code for tier in source.definition.tiers]
    assert [tier.tier for tier in learnt.tiers] == codes


def test_the_curve_is_the_one_that_the_bundle_has(
    taught: Teacher, learnt: LearntCurve
) -> None:
    for number, tier in enumerate(learnt.tiers):
        curve = taught.learn(number, taught.everybody())
        assert (tier.knots, tier.log_odds) == (curve.knots, curve.values)


def test_what_it_adds_is_judged_on_people_who_did_not_teach_it(
    source: Source, taught: Teacher, learnt: LearntCurve
) -> None:
    seed = source.definition.seed
    resamples = Resamples.of(taught.cohort, seed)
    rows = taught.everybody()
    for number, tier in enumerate(learnt.tiers):
        known = taught.out_of_fold(number, seed)
        after = harrell_c(taught.cohort, resamples, known, rows)[0]
        assert tier.c_known.value == pytest.approx(after)
        gain = tier.c_known.value - tier.c_without.value
        assert tier.gain.value == pytest.approx(gain)
        assert tier.gain.low > 0


def test_bands_hold_everybody_tested_and_their_risks_come_out_right(
    source: Source, taught: Teacher, learnt: LearntCurve
) -> None:
    known = taught.cohort.take(taught.everybody())
    overall = kaplan_meier_risk(known, Resamples.of(known, 1), LAST)[0]
    for tier in learnt.tiers:
        names = [band.band for band in tier.bands]
        assert names == ["0 to 5", "5 to 5.7", "5.7 to 6", "6 and more"]
        people = np.array([band.people for band in tier.bands])
        expected = np.array([band.expected for band in tier.bands])
        assert people.sum() == learnt.people
        assert sum(band.events for band in tier.bands) == known.events
        # One intercept for all of these people.
        assert people @ expected / people.sum() == pytest.approx(overall, rel=0.01)
        assert list(expected) == sorted(expected)
        for band in tier.bands:
            found = band.observed_expected
            assert found is not None
            assert found.value == pytest.approx(band.observed / band.expected)
            assert found.low < 1.1
            assert found.high > 0.9


def test_a_band_that_nobody_is_in_is_left_out_and_one_of_few_events_is_marked(
    source: Source,
) -> None:
    rare = teacher(source, highest=5.9, level=-6.0)
    # Nobody of those below 5 % falls ill.
    low = taught_low(rare)
    (section,) = learnt_curves(source, [low])

    for tier in section.tiers:
        assert [band.band for band in tier.bands] == ["0 to 5", "5 to 5.7", "5.7 to 6"]
        first, *others = tier.bands
        assert (first.events, first.observed_expected, first.few) == (0, None, True)
        assert all(band.few == (band.events < 10) for band in others)
        assert all(band.observed_expected is not None for band in others)


def taught_low(given: Teacher) -> Teacher:
    ill = np.where(given.values < 5, 0.0, given.cohort.outcome)
    years = np.where(given.values < 5, LAST, given.cohort.years)
    return replace(given, cohort=replace(given.cohort, outcome=ill, years=years))


def test_the_page_says_where_the_curve_is_from_and_shows_every_figure(
    learnt: LearntCurve,
) -> None:
    page = "\n\n".join(learnt_section(learnt))

    assert "### HbA1c: learnt abroad" in page
    assert f"{learnt.people:,} people with {learnt.events:,} events within 5" in page
    assert learnt.population in page
    assert "nobody is scored by a curve learnt on them" in page
    assert "at values in %:" in page
    for tier in learnt.tiers:
        assert f"| `{tier.tier}` | {tier.c_without.value:.3f} (" in page
        assert f"{tier.gain.value:+.3f} ({tier.gain.low:+.3f}" in page
        points = " | ".join(f"{value:+.2f}" for value in tier.log_odds)
        assert f"| `{tier.tier}` | {points} |" in page
        for band in tier.bands:
            assert f"| `{tier.tier}` | {band.band} | {band.people:,} | " in page


def test_a_band_without_events_has_no_ratio_on_the_page(source: Source) -> None:
    rare = taught_low(teacher(source, highest=5.9, level=-6.0))
    (section,) = learnt_curves(source, [rare])

    page = "\n\n".join(learnt_section(section))

    (row, _) = [line for line in page.splitlines() if "| 0 to 5 |" in line]
    assert row.endswith("| 0 | 0.0% | " + row.split(" | ")[-2] + " | none |")


def test_the_risk_of_everybody_is_that_of_five_years(learnt: LearntCurve) -> None:
    """Guards the helper above: its people fall ill as the sigmoid says."""
    taught_risk = sigmoid(np.array([-2.5 + K * np.log(LAST / 3)]))[0]
    for tier in learnt.tiers:
        assert 0.5 * taught_risk < tier.bands[1].observed < 2 * taught_risk
