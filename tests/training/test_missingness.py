"""Missing is normal: every input but age and sex goes missing in training."""

from dataclasses import replace

import numpy as np
import pytest

from training import incident_diabetes, undiagnosed_diabetes
from training.definition import Definition
from training.incident_diabetes import GAPS, INPUTS
from training.missingness import ALWAYS_KNOWN, COMPLETE, Loss, Situation

DEFINITIONS = (incident_diabetes.DEFINITION, undiagnosed_diabetes.DEFINITION)
each_bundle = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.name)


def drawn(definition: Definition) -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    return [
        definition.gaps.draw_mask(5_000, definition.inputs, situation, rng)
        for situation in definition.gaps.situations
    ]


@each_bundle
def test_every_input_that_a_hospital_may_lack_is_dropped(
    definition: Definition,
) -> None:
    """One that is never dropped would follow an arbitrary direction when absent."""
    shares = [s.share for s in definition.gaps.situations]
    dropped = np.average([m.mean(axis=0) for m in drawn(definition)], 0, shares)

    for name, share in zip(definition.inputs, dropped, strict=True):
        assert share == 0 if name in ALWAYS_KNOWN else share > 0.05


@each_bundle
def test_every_subset_that_is_reported_is_trained_on_as_such(
    definition: Definition,
) -> None:
    masks = drawn(definition)
    for subset in definition.gaps.subsets:
        if subset == COMPLETE:
            continue
        known = definition.gaps.known(definition.inputs, subset)
        wanted = [name not in known for name in definition.inputs]

        exact = sum(int((mask == wanted).all(axis=1).sum()) for mask in masks)

        assert exact > 500


@each_bundle
def test_every_name_in_the_gaps_and_tiers_is_an_input(definition: Definition) -> None:
    gaps = definition.gaps
    names = [
        *(name for dropped in gaps.subsets.values() for name in dropped),
        *(name for s in gaps.situations for name in s.dropped),
        *(name for s in gaps.situations for loss in s.losses for name in loss.inputs),
        *(name for loss in gaps.everyday for name in loss.inputs),
        *(name for tier in definition.tiers for name in tier.any_of),
    ]

    assert set(names) <= set(definition.inputs)
    assert definition.tiers[-1].any_of == ()


def test_what_is_measured_together_goes_missing_together() -> None:
    panel = Loss(0.3, ("triglycerides", "alt"))
    situation = Situation(share=1.0, losses=(panel,))
    gaps = replace(GAPS, situations=(situation,), everyday=())
    rng = np.random.default_rng(1)

    mask = gaps.draw_mask(5_000, INPUTS, situation, rng)

    triglycerides, alt = (mask[:, INPUTS.index(name)] for name in panel.inputs)
    np.testing.assert_array_equal(triglycerides, alt)
    assert alt.mean() == pytest.approx(0.3, abs=0.03)
    assert mask.sum() == 2 * alt.sum()


@each_bundle
def test_situations_share_the_whole_weight(definition: Definition) -> None:
    shares = [situation.share for situation in definition.gaps.situations]

    assert sum(shares) == pytest.approx(1)


def test_blanking_a_subset_leaves_the_rest_and_the_original_alone() -> None:
    x = np.ones((3, len(INPUTS)), np.float32)

    blanked = GAPS.without(x, INPUTS, "no laboratory values")

    assert int(np.isnan(blanked).sum()) == 3 * 4
    assert not np.isnan(x).any()
