"""Bands: which words a probability gets."""

import math

import pytest
from hypothesis import given, strategies as st

from service.clinical.bands import BANDS, Level, band_of, severity
from service.engine.bundle import Bundle

LEVELS = (
    Level("low", 0.02),
    Level("moderate", 0.10),
    Level("high", 0.25),
    Level("very_high", None),
)
ORDER = list(BANDS)


@pytest.mark.parametrize(
    ("probability", "band"),
    [
        (0.0, "low"),
        (math.nextafter(0.02, 0), "low"),
        (0.02, "moderate"),
        (math.nextafter(0.10, 0), "moderate"),
        (0.10, "high"),
        (math.nextafter(0.25, 0), "high"),
        (0.25, "very_high"),
        (1.0, "very_high"),
    ],
)
def test_a_band_begins_exactly_where_the_one_before_ends(
    probability: float, band: str
) -> None:
    assert band_of(probability, LEVELS) == band


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_probability_never_has_a_lower_band(one: float, other: float) -> None:
    lower, higher = sorted([one, other])

    lower_band, higher_band = band_of(lower, LEVELS), band_of(higher, LEVELS)

    assert ORDER.index(lower_band) <= ORDER.index(higher_band)


def test_a_single_level_without_an_end_takes_everyone() -> None:
    assert band_of(0.99, (Level("low", None),)) == "low"


def test_the_committed_bundle_has_its_bands_in_order(bundle: Bundle) -> None:
    codes = [level.code for level in bundle.manifest.bands.levels]

    assert codes == [code for code in ORDER if code in codes]


def test_bands_rise_from_low_to_very_high() -> None:
    assert [severity(band) for band in ORDER] == [0, 1, 2, 3]
    assert ORDER[0] == "low"
    assert ORDER[-1] == "very_high"


@pytest.mark.parametrize("band", ORDER)
def test_every_band_is_named_in_both_languages(band: str) -> None:
    assert BANDS[band].en
    assert BANDS[band].vi
