"""No risk jumps where a value moves by less than it can be measured."""

import numpy as np
import pytest

from service.engine.bundle import Bundle
from training.cohorts import rich_healthcare
from training.data_directory import DataMissingError, default_directory

PEOPLE = 10_000
STEPS = {"fasting_glucose": 0.02, "bmi": 0.05, "systolic_bp": 1.0, "age": 1.0}
DIAGNOSTIC_GLUCOSE = 7.0  # mmol/L: beyond, nobody is scored
POINTS, SHARE = 0.015, 0.1
"""A risk may move by so much of 1, or by so much of itself, whichever is larger."""


@pytest.fixture(scope="module")
def people(bundle: Bundle) -> np.ndarray:
    """Real people, with what the cohort knows of them."""
    try:
        cohort = rich_healthcare.read(default_directory(), bundle.manifest.inputs)
    except DataMissingError as absent:
        pytest.skip(f"the real cohort is not here: {absent}")
    return cohort.sample(PEOPLE, seed=7).x


@pytest.mark.parametrize("known", ["all", "no glucose", "HbA1c"])
@pytest.mark.parametrize("name", STEPS)
def test_a_step_of_measurement_does_not_move_the_risk_by_much(
    bundle: Bundle, people: np.ndarray, name: str, known: str
) -> None:
    inputs = bundle.manifest.inputs
    at = inputs.index(name)
    glucose, hba1c = inputs.index("fasting_glucose"), inputs.index("hba1c")
    before = people.copy()
    if known == "no glucose":
        before[:, glucose] = np.nan
    if known == "HbA1c":
        before[:, hba1c] = np.random.default_rng(1).uniform(4.6, 6.4, PEOPLE)
    after = before.copy()
    after[:, at] += STEPS[name]
    scored = ~(after[:, glucose] >= DIAGNOSTIC_GLUCOSE)
    last = len(bundle.manifest.horizons_years) - 1

    first, second = (
        bundle.scorer.score(rows[scored]).risk[:, last].astype(np.float64)
        for rows in (before, after)
    )

    moved = np.abs(second - first)
    allowed = np.maximum(POINTS, SHARE * np.minimum(first, second))
    assert (moved <= allowed).all(), f"{(moved / allowed).max():.2f} of what is allowed"
