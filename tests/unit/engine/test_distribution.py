"""The distributions that a bundle keeps, and how far others are from them."""

import numpy as np
import pytest

from service.clinical.variables import VARIABLES
from service.engine.bundle import Bundle
from service.engine.distribution import stability_index
from tests.unit.altered import AlteredBundle


@pytest.mark.parametrize(
    ("counts", "shares", "index"),
    [
        pytest.param([50, 50], [0.5, 0.5], 0.0, id="the same"),
        pytest.param([70, 30], [0.5, 0.5], 0.169460, id="20 of 100 moved"),
        pytest.param([30, 70], [0.5, 0.5], 0.169460, id="the other way"),
        pytest.param([7, 3], [0.4, 0.4], 0.169460, id="a fifth missing in training"),
        pytest.param([100, 0], [0.5, 0.5], 4.604318, id="an empty bin is not infinite"),
        pytest.param([99, 1], [1.0, 0.0], 0.045692, id="somebody where nobody was"),
        pytest.param([5, 5, 0], [0.5, 0.5, 0.0], 0.0, id="a bin nobody is in"),
    ],
)
def test_the_index_is_what_its_formula_gives_by_hand(
    counts: list[float], shares: list[float], index: float
) -> None:
    found = stability_index(np.array(counts, float), np.array(shares))

    assert float(found) == pytest.approx(index, abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        pytest.param([0, 0], [0.5, 0.5], id="nobody's value is known"),
        pytest.param([5, 5], [0.0, 0.0], id="training knew nobody's"),
    ],
)
def test_there_is_no_index_of_nothing(counts: list[float], shares: list[float]) -> None:
    assert np.isnan(stability_index(np.array(counts, float), np.array(shares)))


def test_a_bundle_knows_how_its_inputs_were_distributed(bundle: Bundle) -> None:
    reference = bundle.reference

    assert set(bundle.manifest.inputs) == set(reference.inputs)
    assert reference.inputs["sex"].edges == (0.5,)
    assert reference.inputs["family_history_diabetes"].edges == (0.5, 1.5)
    for kept in reference.inputs.values():
        assert sum(kept.shares) + kept.missing == pytest.approx(1, abs=1e-3)
    assert len(reference.log_odds.shares) == 22


def test_what_no_training_person_knew_is_missing_of_all_of_them(
    bundle: Bundle,
) -> None:
    """HbA1c was learnt in Japan: its bins are theirs, and nobody of training is in one."""
    kept = bundle.reference.inputs["hba1c"]

    assert kept.missing == 1
    assert set(kept.shares) == {0.0}
    assert list(kept.edges) == sorted(set(kept.edges))
    variable = VARIABLES["hba1c"]
    assert variable.low is not None
    assert variable.high is not None
    assert all(variable.low < edge < variable.high for edge in kept.edges)
    others = set(bundle.manifest.inputs) - {"hba1c"}
    assert all(bundle.reference.inputs[name].missing < 0.5 for name in others)


@pytest.mark.parametrize(
    ("name", "kept", "complaint"),
    [
        ("bmi", {"edges": [20.0], "shares": [1.0]}, "bmi needs one share more"),
        ("bmi", {"edges": [1, 2], "shares": [1, 1, 1]}, "do not add up to 1"),
        ("bmi", {"edges": [1], "shares": [1.5, -0.5]}, "do not add up to 1"),
        ("bmi", {"edges": [2, 1], "shares": [1, 0, 0]}, "the edges of bmi fall"),
        ("bmi", {"edges": ["x"], "shares": [1, 0]}, "cannot be read"),
    ],
)
def test_a_bundle_whose_distributions_cannot_be_used_is_refused(
    altered: AlteredBundle, name: str, kept: dict[str, object], complaint: str
) -> None:
    inputs = altered.reference["inputs"]

    altered.distribute(inputs={**inputs, name: kept})

    assert complaint in altered.refusal()


def test_a_bundle_that_lacks_the_distribution_of_an_input_is_refused(
    altered: AlteredBundle,
) -> None:
    inputs = altered.reference["inputs"]
    del inputs["alt"]

    altered.distribute(inputs=inputs)

    assert "the distribution of alt is not there" in altered.refusal()
