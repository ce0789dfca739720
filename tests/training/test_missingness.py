"""Missing is normal: every input but age and sex goes missing in training."""

import numpy as np
import pytest

from training.incident_diabetes import INPUTS
from training.missingness import (
    COMPLETE,
    SITUATIONS,
    SUBSETS,
    draw_mask,
    known,
    without,
)


@pytest.fixture
def masks() -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    return [draw_mask(5_000, INPUTS, situation, rng) for situation in SITUATIONS]


@pytest.mark.parametrize("name", [n for n in INPUTS if n not in {"age", "sex"}])
def test_every_input_that_a_hospital_may_lack_is_dropped(
    name: str, masks: list[np.ndarray]
) -> None:
    """One that is never dropped would follow an arbitrary direction when absent."""
    shares = [s.share for s in SITUATIONS]
    dropped = [mask[:, INPUTS.index(name)].mean() for mask in masks]

    assert np.average(dropped, weights=shares) > 0.05


@pytest.mark.parametrize("name", ["age", "sex"])
def test_age_and_sex_are_never_dropped(name: str, masks: list[np.ndarray]) -> None:
    assert not any(mask[:, INPUTS.index(name)].any() for mask in masks)


@pytest.mark.parametrize("subset", [s for s in SUBSETS if s != COMPLETE])
def test_every_subset_that_is_reported_is_trained_on_as_such(
    subset: str, masks: list[np.ndarray]
) -> None:
    wanted = [name not in known(INPUTS, subset) for name in INPUTS]

    exact = sum(int((mask == wanted).all(axis=1).sum()) for mask in masks)

    assert exact > 500


def test_blood_pressures_go_missing_together_where_the_panel_does() -> None:
    rng = np.random.default_rng(1)
    mask = draw_mask(5_000, INPUTS, SITUATIONS[0], rng)

    systolic, diastolic = (
        mask[:, INPUTS.index(f"{n}_bp")] for n in ("systolic", "diastolic")
    )
    np.testing.assert_array_equal(systolic, diastolic)


def test_situations_share_the_whole_weight() -> None:
    assert sum(situation.share for situation in SITUATIONS) == pytest.approx(1)


def test_blanking_a_subset_leaves_the_rest_and_the_original_alone() -> None:
    x = np.ones((3, len(INPUTS)), np.float32)

    blanked = without(x, INPUTS, "no laboratory values")

    assert int(np.isnan(blanked).sum()) == 3 * 4
    assert not np.isnan(x).any()
