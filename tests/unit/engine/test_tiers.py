"""Tiers: how much is known of a row."""

import math

import msgspec
import pytest

from service.engine.bundle import Bundle
from service.engine.manifest import Manifest, Tier
from service.engine.tiers import poorest_rows, tier_of

NAN = math.nan


@pytest.fixture
def manifest(bundle: Bundle) -> Manifest:
    return msgspec.structs.replace(
        bundle.manifest,
        inputs=("age", "fasting_glucose", "alt", "triglycerides"),
        tiers=(
            Tier("with_glucose", ("fasting_glucose",)),
            Tier("with_laboratory", ("alt", "triglycerides")),
            Tier("no_laboratory", ()),
        ),
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([54, 5.2, 24, 1.6], "with_glucose"),
        ([54, 5.2, NAN, NAN], "with_glucose"),
        ([54, NAN, 24, 1.6], "with_laboratory"),
        ([54, NAN, NAN, 1.6], "with_laboratory"),
        ([54, NAN, 0.0, NAN], "with_laboratory"),
        ([54, NAN, NAN, NAN], "no_laboratory"),
        ([NAN, NAN, NAN, NAN], "no_laboratory"),
    ],
)
def test_a_row_is_in_the_first_tier_of_which_an_input_is_known(
    manifest: Manifest, row: list[float], code: str
) -> None:
    assert tier_of(manifest, row).code == code


def test_every_tier_has_a_poorest_row(manifest: Manifest) -> None:
    codes = [tier_of(manifest, row).code for row in poorest_rows(manifest)]

    assert codes == ["with_glucose", "with_laboratory", "no_laboratory"]


def test_a_row_of_another_width_is_an_error(manifest: Manifest) -> None:
    with pytest.raises(ValueError, match="zip"):
        tier_of(manifest, [54.0])
